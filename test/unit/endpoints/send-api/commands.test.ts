import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Mock, MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { post } from '../../../support/calls.ts';
import { CREATE_PATH, createBatch, publish, sayHello, SEND_PATH } from '../../../support/flows.ts';
import type { Headers } from '../../../support/messaging-rest.ts';
import { ERROR_RESP } from '../../../support/refusals.ts';
import { refusalOf } from '../../../support/rest-calls.ts';

/** What can be told to a conversation that is there, and what to one that is to be opened. */
const OF_SEND =
  'userprofile.SetUserProfile, cm.UpdateConversationField, ms.PublishEvent, ms.GenerateURLForUploadFile, ms.GenerateURLForDownloadFile';

async function startSending(options: MockOptions = {}): Promise<{ mock: Mock; headers: Headers }> {
  const mock = createMock({ seed: 'send', ...options });
  return { mock, headers: await headersOf(mock) };
}

const headersOf = async (mock: Mock, extConsumerId?: string): Promise<Headers> => ({
  authorization: await mock.mint.appJwt(),
  'x-lp-on-behalf': await mock.mint.consumerJws(extConsumerId === undefined ? {} : { extConsumerId }),
});

const deviationOf = ({ headers }: Answer): string | undefined => headers['lp-mock-deviation'];
const failed = (reqId: string): string => `{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"${reqId}"}`;

describe('A command of the Send API that is refused tells why', () => {
  let started: Awaited<ReturnType<typeof startSending>>;
  beforeAll(async () => {
    started = await startSending();
  });

  it.each<[body: object, slug: string, sentence: string]>([
    [{}, 'command-unknown', `type must be one of ${OF_SEND}`],
    [{ type: 5, body: {} }, 'command-unknown', `type must be one of ${OF_SEND}`],
    [{ type: 'ms.Pub.ams.lishEvent', body: {} }, 'command-unknown', `type must be one of ${OF_SEND}`],
    [{ type: 'ms.PublishEvent' }, 'command-malformed', 'body is absent; it must be an object'],
    [{ type: 'ms.PublishEvent', body: [] }, 'command-malformed', 'body is an array; it must be an object'],
    [[{ id: '1' }, 5], 'body-wrong-shape', 'the body is an array; send one request object'],
    [[5], 'body-wrong-shape', 'the body is an array; send one request object'],
  ])('%j', async (body, slug, sentence) => {
    const { mock, headers } = started;
    const isList = Array.isArray(body);
    const request = isList ? body : { kind: 'req', id: '1', ...body };
    const reqId = isList && body[0] === 5 ? '0' : '1';
    const answer = await post(mock, SEND_PATH, request, headers);
    expect(refusalOf(answer)).toEqual([400, failed(reqId), `${slug}; ${sentence}`]);
  });

  it.each([
    ['[]', '0', 'body-wrong-shape', 'the body is an empty array; send an array of'],
    ['{"id":"7"}', '7', 'body-wrong-shape', 'the body is an object; send an array of'],
    ['', '0', 'body-wrong-shape', 'the body is absent; send an array of'],
    ['[', '0', 'body-not-json', 'the request body is not valid JSON; its'],
  ])('a batch that is none: %s', async (body, reqId, slug, sentence) => {
    const { mock, headers } = started;
    const answer = await post(mock, CREATE_PATH, body, { ...headers, 'content-type': 'text/plain' });
    expect([answer.status, answer.body]).toEqual([400, `[${failed(reqId)}]`]);
    expect(answer.headers['lp-mock-reason']).toContain(`${slug}; ${sentence} `);
  });

  it('a batch in another order', async () => {
    const { mock, headers } = started;
    const answer = await post(mock, CREATE_PATH, (createBatch() as object[]).reverse(), headers);
    expect(refusalOf(answer)).toEqual([
      400,
      `[${failed('2,')},${failed('1,')}]`,
      'batch-order; the first item must be userprofile.SetUserProfile, the second cm.ConsumerRequestConversation',
    ]);
  });
});

describe('A batch of the Send API', () => {
  it("is refused as a whole for another consumer's conversation", async () => {
    const { mock, headers } = await startSending();
    const opened = await post(mock, CREATE_PATH, createBatch(), headers);
    const [, { body }] = JSON.parse(opened.body) as [unknown, { body: { conversationId: string } }];
    const batch = [...(createBatch() as object[]), sayHello(body.conversationId)];
    const answer = await post(mock, CREATE_PATH, batch, await headersOf(mock, 'Jane_Doe'));
    expect(refusalOf(answer)).toEqual([
      401,
      ERROR_RESP[40103],
      'conversation-foreign; the conversation belongs to another consumer',
    ]);
  });

  it.each([
    ['request-id-number; id is a number; the pages ask for a string', { id: 5 }, {}],
    ['request-kind; kind is not "req"', { kind: 'x' }, {}],
    ['content-type; the content type is not application/json', {}, { 'content-type': 'text/plain' }],
  ])('is noted, and refused item by item by a strict mock: %s', async (deviation, change, sent) => {
    const [profile, request] = createBatch() as [object, object];
    const batch = JSON.stringify([{ ...profile, ...change }, request]);
    const lenient = await startSending();
    const json = { 'content-type': 'application/json', ...sent };
    const noted = await post(lenient.mock, CREATE_PATH, batch, { ...lenient.headers, ...json });
    expect([noted.status, deviationOf(noted)]).toEqual([200, deviation]);
    const strict = await startSending({ strict: true });
    const refused = await post(strict.mock, CREATE_PATH, batch, { ...strict.headers, ...json });
    const ids = 'id' in change ? ['5', '2,'] : ['1,', '2,'];
    expect([refused.status, refused.body]).toEqual([400, `[${ids.map(failed).join(',')}]`]);
  });
});

describe('The ConsumerJWS of the Send API', () => {
  it('stands bare: a word before it is noted, and refused by a strict mock', async () => {
    const lenient = await startSending();
    const withWord = ({ 'x-lp-on-behalf': jws = '', ...others }: Headers): Headers => ({
      ...others,
      'x-lp-on-behalf': `Bearer ${jws}`,
    });
    const noted = await post(lenient.mock, CREATE_PATH, createBatch(), withWord(lenient.headers));
    expect([noted.status, deviationOf(noted)]).toEqual([
      200,
      'on-behalf-scheme; a word stands before the ConsumerJWS; the pages send it bare',
    ]);
    const strict = await startSending({ strict: true });
    const refused = await post(strict.mock, CREATE_PATH, createBatch(), withWord(strict.headers));
    expect([refused.status, refused.body]).toEqual([401, ERROR_RESP[40103]]);
  });

  it('is missing, with no word of another header, where none was sent', async () => {
    for (const strict of [false, true]) {
      const { mock, headers } = await startSending({ strict });
      const { authorization = '' } = headers;
      const answer = await post(mock, SEND_PATH, publish('none', {}), { authorization });
      expect(refusalOf(answer)).toEqual([
        401,
        ERROR_RESP[40104],
        'consumer-jws-missing; the X-LP-ON-BEHALF header is missing; send the ConsumerJWS',
      ]);
      expect(deviationOf(answer)).toBeUndefined();
    }
  });
});
