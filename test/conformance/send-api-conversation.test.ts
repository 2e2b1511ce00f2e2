import { expect, it } from '@jest/globals';
import { signAppJwt, signConsumerJws } from '../support/bad-tokens.ts';
import {
  closeConversation,
  CREATE_PATH,
  createBatch,
  getOnBehalfHeaders,
  JSON_HEADERS,
  openConversation,
  SEND_PATH,
} from '../support/flows.ts';
import { expectErrorResp, expectFailedBatch, reasonOf } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The id of the consumer that {@link getOnBehalfHeaders} acts for. */
const CONSUMER_ID = '64345f499e615c6b9ec15f46cf1997ae4711882b29d326258c57888755c5ec91';

const profile = (id: unknown = '1,', body: unknown = {}): object => ({
  kind: 'req',
  id,
  type: 'userprofile.SetUserProfile',
  body,
});
const request = (id: unknown = '2,', body: object = {}): object => ({
  kind: 'req',
  id,
  type: 'cm.ConsumerRequestConversation',
  body: { brandId: ACCOUNT, ...body },
});

const create = async (mock: OpenMock, body: string | object = createBatch(), extConsumerId?: string): Promise<Heard> =>
  mock.post(CREATE_PATH, { headers: await getOnBehalfHeaders(mock, extConsumerId), body });

const conversationIdOf = (answer: Heard, index = 1): string =>
  (answer.json() as { body: { conversationId: string } }[])[index]?.body.conversationId ?? '';

describeThroughEveryAdapter('create a conversation', (open) => {
  it('answers the smallest batch item by item, in order, with the strange ids as they came', async () => {
    const mock = await open();
    const answer = await create(mock);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      `[{"code":"OK","body":{"msg":"OK User Profile set successfully"},"reqId":"1,"},{"code":"OK","body":{"conversationId":"${conversationIdOf(answer)}"},"reqId":"2,"}]`,
    );
    expect(answer.headers).toEqual(JSON_HEADERS);
    expect(conversationIdOf(answer)).toMatch(UUID);
  });

  it.each([
    [
      'ttrDefName null and numeric campaign ids',
      { ttrDefName: null, campaignInfo: { campaignId: 99999, engagementId: 888888 } },
    ],
    ['the account as a number in brandId', { brandId: Number(ACCOUNT) }],
  ])('takes %s', async (_, body) => {
    const mock = await open();
    expect((await create(mock, [profile(), request('2,', body)])).status).toBe(200);
  });

  it.each([
    [
      'UUIDs',
      '4b91dd19-9b0c-4354-8fef-4f58a45a9c57',
      '533575ec-b092-4ea6-ba13-25a98095e79f',
      '4b91dd19-9b0c-4354-8fef-4f58a45a9c57',
      '533575ec-b092-4ea6-ba13-25a98095e79f',
    ],
    ['digits', '1', '2', '1', '2'],
    ['2, before 1,', '2,', '1,', '2,', '1,'],
    ['numbers', 1, 5, '1', '5'],
    ['neither text nor numbers', null, true, '0', '0'],
  ])('echoes request ids that are %s as text', async (_, first, second, firstEcho, secondEcho) => {
    const mock = await open();
    const answer = await create(mock, [profile(first), request(second)]);
    expect(answer.json()).toEqual([
      { code: 'OK', body: { msg: 'OK User Profile set successfully' }, reqId: firstEcho },
      { code: 'OK', body: { conversationId: conversationIdOf(answer) }, reqId: secondEcho },
    ]);
  });

  it('takes members in any order, types with the .ams. prefix, and a third item', async () => {
    const mock = await open();
    const answer = await create(mock, [
      { body: {}, type: '.ams.userprofile.SetUserProfile', id: '1', kind: 'req' },
      { body: { brandId: ACCOUNT }, type: '.ams.cm.ConsumerRequestConversation', id: '2', kind: 'req' },
      profile('3'),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual([
      { code: 'OK', body: { msg: 'OK User Profile set successfully' }, reqId: '1' },
      { code: 'OK', body: { conversationId: conversationIdOf(answer) }, reqId: '2' },
      { code: 'OK', body: { msg: 'OK User Profile set successfully' }, reqId: '3' },
    ]);
  });

  it.each([
    ['', 'client-properties'],
    ['[object Object]', 'client-properties'],
    ['[]', 'client-properties'],
    ['"a"', 'client-properties'],
    ['{}', undefined],
    ['{"type":".ClientProperties","features":["RICH_CONTENT"]}', undefined],
  ])('notes Client-Properties only when they are no JSON object: %j', async (clientProperties, slug) => {
    const mock = await open();
    const headers = { ...(await getOnBehalfHeaders(mock)), 'client-properties': clientProperties };
    const answer = await mock.post(CREATE_PATH, { headers, body: createBatch() });
    expect([answer.status, answer.headers['lp-mock-deviation']?.split('; ')[0]]).toEqual([200, slug]);
  });

  it.each([
    '[object Object]',
    '',
    '{"type":".ClientProperties","features":["RICH_CONTENT"]}',
    '{"type":".ams.headers.ClientProperties"}',
  ])('never refuses for the Client-Properties "%s"', async (clientProperties) => {
    const mock = await open();
    const headers = { ...(await getOnBehalfHeaders(mock)), 'client-properties': clientProperties };
    expect((await mock.post(CREATE_PATH, { headers, body: createBatch() })).status).toBe(200);
  });

  it('opens conversations of two consumers side by side, and of one consumer on two accounts', async () => {
    const mock = await open();
    const elsewhere = await mock.post(`/api/account/${OTHER_ACCOUNT}/messaging/consumer/conversation?v=3`, {
      headers: {
        authorization: await signAppJwt({ aud: OTHER_ACCOUNT }),
        'x-lp-on-behalf': await signConsumerJws({ account_id: OTHER_ACCOUNT }),
      },
      body: createBatch(OTHER_ACCOUNT),
    });
    const ids = [await create(mock), await create(mock, createBatch(), 'Jane_Doe'), elsewhere].map((answer) =>
      conversationIdOf(answer),
    );
    expect(ids.every((id) => UUID.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(3);
  });
});

describeThroughEveryAdapter('create a conversation where one is open', (open) => {
  const DUPLICATE =
    '[{"code":"OK","body":{"msg":"OK User Profile set successfully"},"reqId":"1,"},' +
    `{"code":"BAD_REQUEST","body":{"msg":"Consumer request conversation failed: User ${CONSUMER_ID} already has open conversation. Can't open another one."},"reqId":"2,"}]`;

  it('answers with HTTP 400, the first success, and the sentence that a client reads the consumer out of', async () => {
    const mock = await open();
    await create(mock);
    const answer = await create(mock);
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(DUPLICATE);
    expect(reasonOf(answer)).toBe('conversation-already-open');
    expect(/User (\w+) already/.exec(answer.text)?.[1]).toBe(CONSUMER_ID);
  });

  it('answers the same with HTTP 200 when sendApi.duplicateConversationStatus says so', async () => {
    const mock = await open({ sendApi: { duplicateConversationStatus: 200 } });
    await create(mock);
    const answer = await create(mock);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(DUPLICATE);
  });

  it.each([200, 400] as const)(
    'answers with HTTP 400 when another item fails as well, though sendApi.duplicateConversationStatus is %i',
    async (status) => {
      const mock = await open({ sendApi: { duplicateConversationStatus: status } });
      await create(mock);
      const answer = await create(mock, [
        profile(),
        request(),
        { kind: 'req', id: '3,', type: 'cm.Unknown', body: {} },
      ]);
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'conversation-already-open']);
      expect((answer.json() as { code: string }[]).map(({ code }) => code)).toEqual([
        'OK',
        'BAD_REQUEST',
        'BAD_REQUEST',
      ]);
    },
  );

  it('opens another one when the first is closed, and forgets all at reset', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    const first = await openConversation(mock, headers);
    await mock.post(SEND_PATH, { headers, body: closeConversation(first) });
    const second = await openConversation(mock, headers);
    expect(second).toMatch(UUID);
    expect(second).not.toBe(first);
    await mock.reset();
    await mock.clock.freeze('2026-11-20T12:00:00Z');
    expect(await openConversation(mock, headers)).toMatch(UUID);
  });
});

describeThroughEveryAdapter('create a conversation, refused', (open) => {
  it.each([
    ['is missing', undefined],
    ['is null', null],
    ['is empty', ''],
  ])('answers 40001, an object and no array, when brandId %s', async (_, brandId) => {
    const mock = await open();
    expectErrorResp(await create(mock, [profile(), request('2,', { brandId })]), 40001, 'brand-missing');
  });

  it('answers 40001 when the request has no body, and before it looks at the order', async () => {
    const mock = await open();
    expectErrorResp(
      await create(mock, [profile(), { kind: 'req', id: '2,', type: 'cm.ConsumerRequestConversation' }]),
      40001,
      'brand-missing',
    );
    expectErrorResp(await create(mock, [request('2,', { brandId: undefined })]), 40001, 'brand-missing');
  });

  it('fails only the item whose brandId is another account', async () => {
    const mock = await open();
    const answer = await create(mock, [profile(), request('2,', { brandId: OTHER_ACCOUNT })]);
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(
      '[{"code":"OK","body":{"msg":"OK User Profile set successfully"},"reqId":"1,"},{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"2,"}]',
    );
    expect(reasonOf(answer)).toBe('brand-foreign');
  });

  it.each([
    ['the order is wrong', [request('2,'), profile('1,')], ['2,', '1,']],
    ['there is one item', [request(7)], ['7']],
    ['there is only a profile', [profile('1,')], ['1,']],
    ['there is no profile', [request('1,'), request('2,')], ['1,', '2,']],
    ['the request comes third', [profile('1,'), profile('2,'), request('3,')], ['1,', '2,', '3,']],
    ['items are no objects', [1, null], ['0', '0']],
  ])('fails every item when %s', async (_, batch, reqIds) => {
    const mock = await open();
    expectFailedBatch(await create(mock, batch), 'batch-order', reqIds);
    expect((await create(mock)).status).toBe(200);
  });

  it.each([
    ['no JSON', 'kind=req', 'body-not-json', '0'],
    ['empty', '', 'body-wrong-shape', '0'],
    ['null', 'null', 'body-wrong-shape', '0'],
    ['an empty array', '[]', 'body-wrong-shape', '0'],
    ['one request object', JSON.stringify(request('7')), 'body-wrong-shape', '7'],
  ] as const)('answers one failed item when the body is %s', async (_, body, slug, reqId) => {
    const mock = await open();
    expectFailedBatch(await create(mock, body), slug, [reqId]);
  });

  it('fails only the item whose type is unknown or whose body is none', async () => {
    const mock = await open();
    const answer = await create(mock, [
      profile('1,', null),
      request('2,'),
      { kind: 'req', id: '3,', type: 'cm.Unknown', body: {} },
    ]);
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual([
      { code: 'BAD_REQUEST', body: { msg: 'Bad Request' }, reqId: '1,' },
      { code: 'OK', body: { conversationId: conversationIdOf(answer) }, reqId: '2,' },
      { code: 'BAD_REQUEST', body: { msg: 'Bad Request' }, reqId: '3,' },
    ]);
  });

  it('fails only the item that is no object when sendApi.strictBatch is off', async () => {
    const mock = await open({ sendApi: { strictBatch: false } });
    for (const item of [5, null, 'request', []])
      expectFailedBatch(await create(mock, [item]), 'command-malformed', ['0']);
    const answer = await create(mock, [null, request('2,')]);
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'command-malformed']);
    expect(answer.headers['lp-mock-reason']).toBe('command-malformed; an item is null; each must be an object');
    expect(answer.json()).toEqual([
      { code: 'BAD_REQUEST', body: { msg: 'Bad Request' }, reqId: '0' },
      { code: 'OK', body: { conversationId: conversationIdOf(answer) }, reqId: '2,' },
    ]);
  });

  it.each([
    ['each request of a batch', createBatch(), ['1,', '2,']],
    ['each of three', [profile('a'), request('b'), 5], ['a', 'b', '0']],
    ['the one request that is no batch', request('7'), ['7']],
    ['an empty batch, once', '[]', ['0']],
    ['no batch at all, once', '{', ['0']],
  ])('has a failed item, when the error is injected, for %s', async (_, body, reqIds) => {
    const mock = await open();
    await mock.faults.add({ endpoint: 'send-api.create', error: 'BAD_REQUEST' });
    expectFailedBatch(await create(mock, body), 'fault-injected', reqIds);
  });

  it('takes any order and a single item when sendApi.strictBatch is off', async () => {
    const mock = await open({ sendApi: { strictBatch: false } });
    const reversed = await create(mock, [request('2,'), profile('1,')]);
    expect(reversed.status).toBe(200);
    expect(reversed.json()).toEqual([
      { code: 'OK', body: { conversationId: conversationIdOf(reversed, 0) }, reqId: '2,' },
      { code: 'OK', body: { msg: 'OK User Profile set successfully' }, reqId: '1,' },
    ]);
    expect((await create(mock, [request('1')], 'Jane_Doe')).status).toBe(200);
    expectErrorResp(await create(mock, [request('1', { brandId: undefined })]), 40001, 'brand-missing');
  });
});
