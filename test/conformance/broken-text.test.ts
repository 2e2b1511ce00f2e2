import { expect, it } from '@jest/globals';
import { signAppJwt } from '../support/bad-tokens.ts';
import { AUTHORIZE_PATH, CREATE_PATH, getOnBehalfHeaders, SEND_PATH, text } from '../support/flows.ts';
import { expectBadRequest, expectFailedBatch, expectIdpError, reasonOf } from '../support/refusals.ts';
import type { Heard, OpenMock, RequestParts } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const CONSUMER_PATH = `/api/account/${ACCOUNT}/consumer?v=1.0`;
const GRANT = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`;
const INVALID_REQUEST =
  '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}';
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Bytes that are no UTF-8: a letter in Latin 1, half a letter, a surrogate, an overlong slash, one past the last
 * character.
 */
const BROKEN = ['J\xfcrgen', '\xc3', '\xed\xa0\x80', '\xc0\xaf', '\xf4\x90\x80\x80'];

const askForConsumer = async (mock: OpenMock, parts: RequestParts): Promise<Heard> =>
  mock.post(CONSUMER_PATH, { ...parts, headers: { ...JSON_TYPE, authorization: await signAppJwt() } });

describeThroughEveryAdapter('A body that is no UTF-8', (open) => {
  it.each(BROKEN)('makes no consumer: %j', async (letters) => {
    const mock = await open();
    expectIdpError(
      await askForConsumer(mock, { body: `{"ext_consumer_id":"${letters}"}`, isLatin1: true }),
      9012,
      'text-malformed',
    );
  });

  it('is refused by each service in its own words', async () => {
    const mock = await open();
    const parts = {
      body: '{"username":"\xff","password":"p","id_token":"\xff","authCode":"\xff"}',
      isLatin1: true,
      headers: JSON_TYPE,
    };
    expectIdpError(await mock.post(AUTHORIZE_PATH, parts), 9012, 'text-malformed');
    expectIdpError(
      await mock.post(`/api/account/${ACCOUNT}/app/4567890/authenticate?v=3.0`, parts),
      9012,
      'text-malformed',
    );
    expectIdpError(await mock.post(`/api/account/${ACCOUNT}/authenticate`, parts), 9012, 'text-malformed');
    const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, parts);
    expect([login.status, login.text, reasonOf(login)]).toEqual([
      400,
      '{"error":{"time":"Nov 20, 2026 12:00:00 PM","message":"Bad Request","internalCode":1}}',
      'text-malformed',
    ]);
    const headers = { ...JSON_TYPE, ...(await getOnBehalfHeaders(mock)) };
    expectFailedBatch(await mock.post(CREATE_PATH, { ...parts, headers }), 'text-malformed', ['0']);
    expectBadRequest(await mock.post(SEND_PATH, { ...parts, headers }), 'text-malformed', '0');
    const token = await mock.post(GRANT, {
      body: 'client_id=\xff&client_secret=x',
      isLatin1: true,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([token.status, token.text, reasonOf(token)]).toEqual([400, INVALID_REQUEST, 'text-malformed']);
  });

  it('is no matter to a call whose body nobody reads', async () => {
    const mock = await open();
    expect((await mock.post(`/api/account/${ACCOUNT}/signup`, { body: '\xff', isLatin1: true })).status).toBe(200);
  });

  it('is not the same as U+FFFD itself, or any other character, in UTF-8', async () => {
    const mock = await open({ strict: true });
    const ids = ['J\u00fcrgen', '\ufffd', '\u{1f600}', '\u0000', '\ufeffa'];
    const consumers: unknown[] = [];
    for (const id of ids) {
      const answer = await askForConsumer(mock, { body: JSON.stringify({ ext_consumer_id: id }) });
      expect(answer.status).toBe(201);
      consumers.push((await mock.inspect(text(answer.json(), 'token'))).claims?.['ext_consumer_id']);
    }
    expect(consumers).toEqual(ids);
  });
});

describeThroughEveryAdapter('An ext_consumer_id that another one could be taken for', (open) => {
  it.each(['"\\ud800"', '"a\\udc00b"', '"\\ude00\\ud83d"'])('is refused as an unpaired surrogate: %s', async (id) => {
    const mock = await open();
    expectIdpError(await askForConsumer(mock, { body: `{"ext_consumer_id":${id}}` }), 9012, 'text-malformed');
  });

  it('is taken as a whole pair, escaped or not', async () => {
    const mock = await open();
    const ask = async (id: string): Promise<unknown[]> => {
      const answer = await askForConsumer(mock, { body: `{"ext_consumer_id":${id}}` });
      return [answer.status, text(answer.json(), 'token')];
    };
    const escaped = await ask('"\\ud83d\\ude00"');
    expect(escaped).toEqual([201, expect.stringMatching(/^ey/)]);
    expect(await ask('"\u{1f600}"')).toEqual(escaped);
  });

  it.each(['12345678901234567890', '-9007199254740993', '1e400'])(
    'is refused as a number that is rounded: %s',
    async (id) => {
      const mock = await open();
      expectIdpError(
        await askForConsumer(mock, { body: `{"ext_consumer_id":${id}}` }),
        9012,
        'ext-consumer-id-invalid',
      );
    },
  );
});

describeThroughEveryAdapter('A parameter of Sentinel that is no text', (open) => {
  it.each([
    ['broken UTF-8 in the query', `${GRANT}&client_id=%FF&client_secret=x`, {}],
    ['half a letter in the query', `${GRANT}&client_id=a&client_secret=%C3`, {}],
    [
      'broken UTF-8 in the form',
      GRANT,
      { body: new URLSearchParams({ client_secret: 'x' }).toString().concat('&client_id=J%FCrgen') },
    ],
    ['a surrogate in the form', GRANT, { body: 'client_id=%ED%A0%80&client_secret=x' }],
    ['broken UTF-8 in the scope', GRANT, { body: 'client_id=a&client_secret=x&scope=%80' }],
    [
      'an unpaired surrogate in the JSON body',
      GRANT,
      { headers: JSON_TYPE, body: '{"client_id":"\\ud800","client_secret":"x"}' },
    ],
    [
      "broken UTF-8 in Sentinel V2's state",
      `/sentinel/api/v2/account/${ACCOUNT}/app/token?grant_type=client_credentials&client_id=a&client_secret=x&state=%FF`,
      {},
    ],
  ])('is refused: %s', async (_, path, parts) => {
    const answer = await (await open()).post(path, parts);
    expect([answer.status, answer.text, reasonOf(answer)]).toEqual([400, INVALID_REQUEST, 'text-malformed']);
  });

  it('is told from one that is', async () => {
    const answer = await (await open()).post(GRANT, { body: 'client_id=J%C3%BCrgen&client_secret=%F0%9F%98%80' });
    expect(answer.status).toBe(200);
  });
});
