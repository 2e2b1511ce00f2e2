import { expect, it } from '@jest/globals';
import { signAppJwt, signConsumerJws } from '../support/bad-tokens.ts';
import {
  CREATE_PATH,
  createBatch,
  getOnBehalfHeaders,
  openConversation,
  sayHello,
  SEND_PATH,
} from '../support/flows.ts';
import { ERROR_RESP, expectBadRequest, expectErrorResp, reasonOf } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

/** The slug in `LP-Mock-Deviation`. */
const deviationOf = (answer: Heard): string | undefined => answer.headers['lp-mock-deviation']?.split('; ')[0];

/** A refusal of the path or version. */
const expectNotFound = (answer: Heard, slug: string): void => {
  expect({
    status: answer.status,
    text: answer.text,
    reason: reasonOf(answer),
    contentType: answer.headers['content-type'],
  }).toEqual({ status: 404, text: '{"error":"not_found"}', reason: slug, contentType: 'application/json' });
};

const withQuery = (path: string, query: string): string => path.replace('?v=3', query);

describeThroughEveryAdapter('Send API, version', (open) => {
  it.each(['?v=2', '?v=4', '?v=3.0', '?v=', '?v=v3', '?v=3&v=4', '?v=4&v=3'])(
    'answers 404 to %s at both endpoints, before it looks at any header',
    async (query) => {
      const mock = await open();
      for (const path of [CREATE_PATH, SEND_PATH])
        expectNotFound(await mock.post(withQuery(path, query), { body: '[' }), 'version-unknown');
    },
  );

  it('takes a missing v as 3, and says so', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    const answer = await mock.post(withQuery(CREATE_PATH, ''), { headers, body: createBatch() });
    expect(answer.status).toBe(200);
    expect(deviationOf(answer)).toBe('send-api-version-missing');
    expect(deviationOf(await mock.post(withQuery(SEND_PATH, ''), { headers, body: sayHello('x') }))).toBe(
      'send-api-version-missing',
    );
  });

  it('answers 404 to a missing v when sendApi.strictVersion or strict is on', async () => {
    for (const options of [{ sendApi: { strictVersion: true } }, { strict: true }]) {
      const mock = await open(options);
      for (const path of [CREATE_PATH, SEND_PATH])
        expectNotFound(await mock.post(withQuery(path, ''), {}), 'version-missing');
    }
  });

  it('ignores parameters that nobody knows, and departs from nothing in the documented call', async () => {
    const mock = await open();
    const answer = await mock.post(`${CREATE_PATH}&__d=1`, {
      headers: await getOnBehalfHeaders(mock),
      body: createBatch(),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['lp-mock-deviation']).toBeUndefined();
  });

  it('answers GET with 405', async () => {
    const mock = await open();
    const answer = await mock.get(CREATE_PATH);
    expect({ status: answer.status, text: answer.text, allow: answer.headers['allow'] }).toEqual({
      status: 405,
      text: '{"error":"method_not_allowed"}',
      allow: 'POST, OPTIONS',
    });
  });
});

describeThroughEveryAdapter('Send API, spellings that only this mock takes', (open) => {
  it.each(['LP-On-Behalf', 'LP-ON-BEHALF', 'lp-on-behalf'])(
    "takes the ConsumerJWS in the REST API's header %s, and says so",
    async (name) => {
      const mock = await open();
      const answer = await mock.post(CREATE_PATH, {
        headers: { authorization: await signAppJwt(), [name]: await signConsumerJws() },
        body: createBatch(),
      });
      expect(answer.status).toBe(200);
      expect(deviationOf(answer)).toBe('on-behalf-header-spelling');
    },
  );

  it("reads the Send API's own header where both are there", async () => {
    const mock = await open();
    const headers = {
      authorization: await signAppJwt(),
      'x-lp-on-behalf': 'null',
      'lp-on-behalf': await signConsumerJws(),
    };
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), 40103, 'consumer-jws-malformed');
  });

  it("answers 40104 to the REST API's header on a strict mock", async () => {
    const mock = await open({ strict: true });
    const headers = { authorization: await signAppJwt(), 'lp-on-behalf': await signConsumerJws() };
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), 40104, 'consumer-jws-missing');
  });

  const events: readonly (readonly [string, object])[] = [
    ['without a contentType', { type: 'ContentEvent', message: 'x' }],
    ['of another contentType', { type: 'ContentEvent', contentType: 'foo/bar', message: 'x' }],
    ['whose plain text is an object', { type: 'ContentEvent', contentType: 'text/plain', message: { a: 1 } }],
    ['whose file is a text', { type: 'ContentEvent', contentType: 'hosted/file', message: 's' }],
    ['whose file has no path', { type: 'ContentEvent', contentType: 'hosted/file', message: {} }],
    ['of receipts for what is no sequence', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: ['a'] }],
    [
      'of receipts of which one is for no sequence',
      { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0, 'a'] },
    ],
    ['of a receipt for half a sequence', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0.5] }],
  ];

  const publish = async (mock: OpenMock, event: object): Promise<Heard> => {
    const headers = await getOnBehalfHeaders(mock);
    const dialogId = await openConversation(mock, headers);
    return mock.post(SEND_PATH, {
      headers,
      body: { kind: 'req', id: '5', type: 'ms.PublishEvent', body: { dialogId, event } },
    });
  };

  it.each(events)('takes an event %s, and says so; a strict mock refuses it', async (_, event) => {
    const answer = await publish(await open(), event);
    expect([answer.text, deviationOf(answer)]).toEqual([
      '{"code":"OK","body":{"sequence":0},"reqId":"5"}',
      'event-content',
    ]);
    expectBadRequest(await publish(await open({ strict: true }), event), 'deviation-refused', '5');
  });

  const requests: readonly (readonly [string, object])[] = [
    ['a numeric brandId', { brandId: Number(ACCOUNT) }],
    ['a skillId of eleven digits', { skillId: '12345678901' }],
    ['a numeric skillId', { skillId: -1 }],
    ['an unknown ttrDefName', { ttrDefName: 'X' }],
  ];

  it.each(requests)(
    'takes a request for a conversation with %s, and says so; a strict mock refuses it',
    async (_, members) => {
      for (const strict of [false, true]) {
        const mock = await open({ strict });
        const [profile, request] = createBatch() as [object, { body: object }];
        const body = [profile, { ...request, body: { ...request.body, ...members } }];
        const answer = await mock.post(CREATE_PATH, { headers: await getOnBehalfHeaders(mock), body });
        const expected = strict ? [400, undefined, 'deviation-refused'] : [200, 'conversation-request', undefined];
        expect([answer.status, deviationOf(answer), reasonOf(answer)]).toEqual(expected);
      }
    },
  );

  it.each(['-1', '1234567890'])('finds nothing in the documented skillId %s', async (skillId) => {
    const mock = await open({ strict: true });
    const [profile, request] = createBatch() as [object, { body: object }];
    const body = [profile, { ...request, body: { ...request.body, skillId, ttrDefName: null } }];
    expect((await mock.post(CREATE_PATH, { headers: await getOnBehalfHeaders(mock), body })).status).toBe(200);
  });

  it('takes an array of one on /send as its element, and says so', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    const id = await openConversation(mock, headers);
    const answer = await mock.post(SEND_PATH, { headers, body: [sayHello(id, 5)] });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('{"code":"OK","body":{"sequence":0},"reqId":"5"}');
    expect(deviationOf(answer)).toBe('send-array-of-one');
  });

  it('refuses an array of one on /send when strict', async () => {
    const mock = await open({ strict: true });
    const headers = await getOnBehalfHeaders(mock);
    const id = await openConversation(mock, headers);
    expectBadRequest(await mock.post(SEND_PATH, { headers, body: [sayHello(id, 5)] }), 'body-wrong-shape', '5');
    expect((await mock.post(SEND_PATH, { headers, body: sayHello(id, '5') })).text).toBe(
      '{"code":"OK","body":{"sequence":0},"reqId":"5"}',
    );
  });

  it('keeps the batch strict on a strict mock, whatever sendApi.strictBatch says', async () => {
    const mock = await open({ strict: true, sendApi: { strictBatch: false } });
    const [, request] = createBatch() as [object, object];
    const answer = await mock.post(CREATE_PATH, { headers: await getOnBehalfHeaders(mock), body: [request] });
    expect(answer.status).toBe(400);
    expect(reasonOf(answer)).toBe('batch-order');
  });
});

describeThroughEveryAdapter('Send API, request id in the five error bodies', (open) => {
  const withReqId = (text: string, reqId: string): string =>
    text.replace('"kind":"resp",', `"kind":"resp","reqId":"${reqId}",`);

  it.each([
    ['the id of the request', SEND_PATH, '{"id":"1556852a"}', '1556852a'],
    ['a numeric id as text', SEND_PATH, '{"id":5}', '5'],
    ['the first id of a batch', CREATE_PATH, '[{"id":"1,"},{"id":"2,"}]', '1,'],
    ['0 where there is no id', SEND_PATH, '{}', '0'],
    ['0 where there is no body', CREATE_PATH, '', '0'],
    ['0 where the body is no JSON', SEND_PATH, '[', '0'],
  ])('is %s when sendApi.errorRespReqId is on', async (_, path, body, reqId) => {
    const mock = await open({ sendApi: { errorRespReqId: true } });
    const answer = await mock.post(path, { body });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe(withReqId(ERROR_RESP[40105], reqId));
  });

  it('is there whatever the error', async () => {
    const mock = await open({ sendApi: { errorRespReqId: true }, strict: true });
    const good = { authorization: await signAppJwt(), 'x-lp-on-behalf': await signConsumerJws() };
    const ask = async (headers: Readonly<Record<string, string>>, body: string | object): Promise<string> =>
      (await mock.post(CREATE_PATH, { headers, body })).text;
    expect([
      await ask({ ...good, authorization: await signAppJwt({ iss: 'other' }) }, createBatch()),
      await ask({ ...good, authorization: 'null' }, createBatch()),
      await ask({ ...good, 'x-lp-on-behalf': 'null' }, createBatch()),
      await ask({ authorization: good.authorization }, createBatch()),
      await ask({ authorization: good.authorization, 'lp-on-behalf': good['x-lp-on-behalf'] }, createBatch()),
      await ask(good, createBatch('')),
    ]).toEqual(([40001, 40102, 40103, 40104, 40104, 40001] as const).map((code) => withReqId(ERROR_RESP[code], '1,')));
  });

  it("is there for another consumer's conversation", async () => {
    const mock = await open({ sendApi: { errorRespReqId: true } });
    const id = await openConversation(mock, await getOnBehalfHeaders(mock));
    const answer = await mock.post(SEND_PATH, {
      headers: await getOnBehalfHeaders(mock, 'Jane_Doe'),
      body: sayHello(id, 7),
    });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe(withReqId(ERROR_RESP[40103], '7'));
  });
});

describeThroughEveryAdapter('Send API, an account that nobody configured', (open) => {
  it('opens and talks as any other on an open mock', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT }] });
    const headers = {
      authorization: await signAppJwt({ aud: '99999999' }),
      'x-lp-on-behalf': await signConsumerJws({ account_id: '99999999' }),
    };
    const path = '/api/account/99999999/messaging/consumer/conversation';
    const answer = await mock.post(`${path}?v=3`, { headers, body: createBatch('99999999') });
    const [, item] = answer.json() as [unknown, { body: { conversationId: string } }];
    expect((await mock.post(`${path}/send?v=3`, { headers, body: sayHello(item.body.conversationId) })).text).toBe(
      '{"code":"OK","body":{"sequence":0},"reqId":"1"}',
    );
  });
});
