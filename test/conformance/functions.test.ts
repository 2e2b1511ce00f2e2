import { expect, it } from '@jest/globals';
import { JSON_HEADERS } from '../support/flows.ts';
import type { Heard, OpenMock, OpenTheMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const UUID = 'a2b7cfa4-0000-4000-8000-000000000000';
const EVENT = 'controllerbot_messaging_new_conversation';
const SCOPE = 'faas.lambda.invoke';
const functionPath = (accountId = ACCOUNT): string => `/api/account/${accountId}/lambdas/${UUID}/invoke?v=1`;
const EVENT_PATH = `/api/account/${ACCOUNT}/events/${EVENT}/invoke?v=1`;
const IMPLEMENTED = `/api/account/${ACCOUNT}/events/${EVENT}/isImplemented?v=1`;
const BODY = { timestamp: 1, headers: [], payload: { order: 7 } };
const UNAUTHORIZED =
  '{"errorCode":"com.liveperson.faas.es.general","errorMsg":"Missing authentication or missing privileges"}';
const BAD_INPUT =
  '{"errorCode":"com.liveperson.faas.es.badinput","errorMsg":"Payload was in the wrong format or value was missing"}';

interface Invoker {
  readonly mock: OpenMock;
  readonly headers: { readonly authorization: string };
}

const startInvoking = async (open: OpenTheMock, options?: Parameters<OpenTheMock>[0]): Promise<Invoker> => {
  const mock = await open(options);
  return { mock, headers: { authorization: `Bearer ${await mock.mint.appJwt({ scope: SCOPE })}` } };
};

/** Status and body, when nothing else stands in the headers than JSON has. */
function told({ status, text, headers }: Heard): readonly [number, string] {
  expect(headers).toEqual(JSON_HEADERS);
  return [status, text];
}

function refusal({ status, text, headers }: Heard): readonly [number, string, string | undefined] {
  return [status, text, headers['lp-mock-reason']?.split(';')[0]];
}

describeThroughEveryAdapter(
  'LivePerson Functions',
  (open) => {
    it('give back the payload, unless somebody said what they answer', async () => {
      const { mock, headers } = await startInvoking(open);
      expect(told(await mock.post(functionPath(), { headers, body: BODY }))).toEqual([200, '{"order":7}']);
      await mock.functions.answer(UUID, { text: 'Grüße', list: [1, null] });
      const answer = await mock.post(functionPath(), { headers, body: BODY });
      expect(told(answer)).toEqual([200, '{"text":"Grüße","list":[1,null]}']);
    });

    it('answer for an event together, and say whether there are any', async () => {
      const { mock, headers } = await startInvoking(open);
      expect(told(await mock.get(IMPLEMENTED, { headers }))).toEqual([200, '{"implemented":false}']);
      expect(told(await mock.post(EVENT_PATH, { headers, body: BODY }))).toEqual([200, '[]']);
      await mock.functions.answer(EVENT, [{ uuid: UUID, result: 1 }]);
      expect(told(await mock.get(IMPLEMENTED, { headers }))).toEqual([200, '{"implemented":true}']);
      const answer = await mock.post(EVENT_PATH, { headers, body: BODY });
      expect(told(answer)).toEqual([200, `[{"uuid":"${UUID}","result":1}]`]);
    });
  },
  { wire: true },
);

describeThroughEveryAdapter('A function', (open) => {
  it('answers what the options say, for every account, until a test says otherwise', async () => {
    const { mock, headers } = await startInvoking(open, { functions: { [UUID]: null } });
    const ask = async (accountId = ACCOUNT): Promise<unknown> => {
      const authorization =
        accountId === ACCOUNT
          ? headers.authorization
          : await mock.mint.appJwt({ accountId, scope: SCOPE, clientId: '82c73053-d763-4751-9256-f3a799bc54c4' });
      return (await mock.post(functionPath(accountId), { headers: { authorization }, body: BODY })).json();
    };
    expect([await ask(), await ask(OTHER_ACCOUNT)]).toEqual([null, null]);
    await mock.functions.answer(UUID, 'for all');
    await mock.functions.answer(UUID, 'for one', { accountId: OTHER_ACCOUNT });
    expect([await ask(), await ask(OTHER_ACCOUNT)]).toEqual(['for all', 'for one']);
    await mock.account(OTHER_ACCOUNT).reset();
    await mock.account(OTHER_ACCOUNT).clock.freeze('2026-11-20T12:00:00Z');
    expect([await ask(), await ask(OTHER_ACCOUNT)]).toEqual(['for all', 'for all']);
    await mock.reset();
    await mock.clock.freeze('2026-11-20T12:00:00Z');
    expect([await ask(), await ask(OTHER_ACCOUNT)]).toEqual([null, null]);
  });

  it('has the status that is said, and no body where there is none', async () => {
    const { mock, headers } = await startInvoking(open);
    await mock.functions.answer(UUID, { errorCode: 'x', errorMsg: 'y' }, { status: 503 });
    const failed = await mock.post(functionPath(), { headers, body: BODY });
    expect([failed.status, failed.text]).toEqual([503, '{"errorCode":"x","errorMsg":"y"}']);
    await mock.functions.answer(UUID, 'gone', { status: 204 });
    const bare = await mock.post(functionPath(), { headers, body: BODY });
    expect([bare.status, bare.text]).toEqual([204, '']);
  });

  it.each([
    ['no payload', {}, 'null'],
    ['a payload of null', { payload: null }, 'null'],
    ['a text', { payload: 'x' }, '"x"'],
    ['zero', { payload: 0 }, '0'],
  ])('gives back %s', async (_, body, text) => {
    const { mock, headers } = await startInvoking(open);
    expect(told(await mock.post(functionPath(), { headers, body }))).toEqual([200, text]);
  });

  it.each([
    ['nothing', '', 'body-wrong-shape'],
    ['null', 'null', 'body-wrong-shape'],
    ['an array', '[]', 'body-wrong-shape'],
    ['half an object', '{"payload":', 'body-not-json'],
    ['a form', 'payload=1', 'body-not-json'],
    ['more than 1 MiB', `{"payload":"${'x'.repeat(1_048_576)}"}`, 'body-too-large'],
  ])('is not invoked with %s for a body', async (_, body, slug) => {
    const { mock, headers } = await startInvoking(open);
    for (const path of [functionPath(), EVENT_PATH])
      expect(refusal(await mock.post(path, { headers, body }))).toEqual([400, BAD_INPUT, slug]);
  });

  it.each<readonly [string, string, (mock: OpenMock) => Promise<Readonly<Record<string, string>>>]>([
    ['no AppJWT', 'app-jwt-missing', () => Promise.resolve({})],
    ['HTTP Basic', 'app-jwt-malformed', () => Promise.resolve({ authorization: 'Basic YTpi' })],
    ['a ConsumerJWS', 'app-jwt-wrong-kind', async ({ mint }) => ({ authorization: await mint.consumerJws() })],
    [
      'an AppJWT of another account',
      'app-jwt-audience',
      async ({ mint }) => ({
        authorization: await mint.appJwt({
          accountId: OTHER_ACCOUNT,
          clientId: '82c73053-d763-4751-9256-f3a799bc54c4',
          scope: SCOPE,
        }),
      }),
    ],
    [
      'another scope',
      'app-jwt-scope',
      async ({ mint }) => ({ authorization: await mint.appJwt({ scope: 'msg.history faas.lambda' }) }),
    ],
    [
      'an AppJWT that expired',
      'app-jwt-expired',
      async ({ mint, clock }) => {
        const authorization = await mint.appJwt({ scope: SCOPE });
        await clock.advance('1h');
        return { authorization };
      },
    ],
  ])('is not invoked with %s', async (_, slug, tokenOf) => {
    const mock = await open();
    const headers = await tokenOf(mock);
    for (const answer of [
      await mock.post(functionPath(), { headers, body: BODY }),
      await mock.post(EVENT_PATH, { headers, body: BODY }),
      await mock.get(IMPLEMENTED, { headers }),
    ])
      expect(refusal(answer)).toEqual([401, UNAUTHORIZED, slug]);
  });

  it('is not invoked at an account that a closed mock does not have', async () => {
    const { mock, headers } = await startInvoking(open, { closed: true });
    const answer = await mock.post(functionPath('11111111'), { headers, body: BODY });
    expect(refusal(answer)).toEqual([401, UNAUTHORIZED, 'app-jwt-audience']);
  });

  it('is invoked with the scope of the Send API, which is noted and refused when strict', async () => {
    const mock = await open();
    const headers = { authorization: `Bearer ${await mock.mint.appJwt()}` };
    const noted = await mock.post(functionPath(), { headers, body: BODY });
    expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([
      200,
      'functions-scope; the AppJWT\'s scope is "msg.consumer", faas.lambda.invoke is needed',
    ]);
    const strict = await open({ strict: true });
    const refused = await strict.post(functionPath(), { headers, body: BODY });
    expect(refusal(refused)).toEqual([401, UNAUTHORIZED, 'deviation-refused']);
    const anyScope = await open({ sendApi: { requiredScope: null } });
    const odd = { authorization: await anyScope.mint.appJwt({ scope: 'odd' }) };
    expect((await anyScope.post(functionPath(), { headers: odd, body: BODY })).status).toBe(200);
  });
});
