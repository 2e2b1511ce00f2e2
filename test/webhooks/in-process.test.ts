import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { publish, SEND_PATH } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import {
  CHANGE,
  CHAT_STATE,
  CONTENT,
  ENDPOINT,
  openConversation,
  receiveInto,
  textsOf,
  webhookMock,
} from './webhook-setup.ts';

describe('Webhooks inside a process', () => {
  it('come with the three headers and those of the installation, signed over the bytes of the body', async () => {
    const headers = [
      { header_name: 'X-Env', header_value: 'local' },
      { key: 'authorization', value: 'Bearer of-the-receiver' },
    ];
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, headers } });
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    await jane.say('grüße 😀');
    await mock.settled();
    expect(heard).toEqual([
      {
        url: ENDPOINT,
        headers: {
          'x-env': 'local',
          authorization: 'Bearer of-the-receiver',
          'content-type': 'application/json',
          'x-liveperson-account-id': ACCOUNT,
          'x-liveperson-client-id': CLIENT_ID,
          'x-liveperson-signature': await mock.webhooks.sign(heard[0]?.body ?? ''),
        },
        body: expect.stringContaining('"message":"grüße 😀"'),
      },
    ]);
    expect(JSON.stringify(JSON.parse(heard[0]?.body ?? ''))).toBe(heard[0]?.body);
  });

  it('are listed as attempts, without what the installation has in its headers', async () => {
    const own = [{ header_name: 'X-Key', header_value: 's3cret' }];
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, headers: own } });
    const heard = receiveInto(mock, () => 201);
    const jane = await openConversation(mock);
    await jane.say('hello');
    await mock.settled();
    expect(heard[0]?.headers).toMatchObject({ 'x-key': 's3cret' });
    expect(mock.webhooks.list()).toEqual([
      {
        id: '1',
        deliveryId: '1',
        accountId: ACCOUNT,
        clientId: CLIENT_ID,
        event: CONTENT,
        conversationId: jane.id,
        url: ENDPOINT,
        attempt: 1,
        atMs: mock.clock.now(),
        durationMs: expect.any(Number),
        state: 'delivered',
        status: 201,
        reason: undefined,
        nextAtMs: undefined,
        headers: {
          'content-type': 'application/json',
          'x-key': '<not kept>',
          'x-liveperson-account-id': ACCOUNT,
          'x-liveperson-client-id': CLIENT_ID,
          'x-liveperson-signature': heard[0]?.headers['x-liveperson-signature'],
        },
        body: heard[0]?.body,
      },
    ]);
    expect(mock.webhooks.list({ conversationId: jane.id, event: CONTENT, clientId: CLIENT_ID })).toHaveLength(1);
    for (const other of [{ accountId: OTHER_ACCOUNT }, { event: CHANGE }, { state: 'dropped' as const }])
      expect(mock.webhooks.list(other)).toEqual([]);
    expect(mock.account(ACCOUNT).webhooks.list()).toHaveLength(1);
    expect(mock.account(ACCOUNT).webhooks.list({ accountId: OTHER_ACCOUNT })).toEqual([]);
    expect(mock.account(OTHER_ACCOUNT).webhooks.list()).toEqual([]);
  });

  it.each([202, 204, 302, 400, 500])('are not delivered by a receiver that answers %i', async (status) => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    receiveInto(mock, () => status);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    const reason = expect.stringMatching(`^answered with ${String(status)}.*; only 200 and 201 count$`) as unknown;
    expect(mock.webhooks.list()).toEqual([expect.objectContaining({ state: 'dropped', status, reason })]);
  });

  it('are a failed attempt where nobody receives, and no request on the network', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: 'http://127.0.0.1:1/' } });
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    const nobody = { state: 'dropped', status: undefined, reason: expect.stringMatching(/^no receiver: /) as unknown };
    expect(mock.webhooks.list()).toEqual([expect.objectContaining(nobody)]);
    mock.webhooks.deliverTo(() => undefined);
    expect(await mock.webhooks.resend('1')).toMatchObject({ ...nobody, id: '2', deliveryId: '1', attempt: 2 });
  });

  it.each<[what: string, receive: () => Response | Promise<Response>, reason: string]>([
    [
      'throws',
      () => {
        throw new RangeError('secret');
      },
      'the receiver failed: RangeError',
    ],
    ['drops the connection', () => Response.error(), 'the receiver dropped the connection'],
    ['never answers', () => new Promise(() => undefined), 'no whole answer within 20 ms (webhooks.timeoutMs)'],
    ['never ends', () => new Response(new ReadableStream()), 'no whole answer within 20 ms (webhooks.timeoutMs)'],
    ['answers with too much', () => new Response('x'.repeat(65_537)), 'its answer has more than 65536 bytes'],
    [
      'breaks off',
      () =>
        new Response(
          new ReadableStream({
            start: (it) => {
              it.error(new Error('gone'));
            },
          }),
        ),
      'its answer broke off',
    ],
  ])('are a failed attempt where the receiver %s', async (_, receive, reason) => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } }, { webhooks: { timeoutMs: 20 } });
    mock.webhooks.deliverTo(receive);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    expect(mock.webhooks.list()).toEqual([expect.objectContaining({ state: 'dropped', status: undefined, reason })]);
  });

  it('are never sent to a host of LivePerson, which would be the mock itself', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: 'https://va.msg.liveperson.net/events' } });
    const heard = receiveInto(mock);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    expect(heard).toEqual([]);
    expect(mock.webhooks.list()[0]?.reason).toContain('it would tell itself');
  });

  it('are of the event types that the installation names, to each its endpoint', async () => {
    const mock = webhookMock({ [CHAT_STATE]: { endpoint: `${ENDPOINT}/typing` }, [CHANGE]: { endpoint: ENDPOINT } });
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    // Each endpoint has an order of its own.
    await mock.settled();
    await jane.say('not for anybody');
    const headers = {
      authorization: await mock.mint.appJwt(),
      'x-lp-on-behalf': await mock.mint.consumerJws({ extConsumerId: 'jane' }),
    };
    await post(mock, SEND_PATH, publish(jane.id, { type: 'ChatStateEvent', chatState: 'COMPOSING' }), headers);
    await mock.settled();
    mock.conversations.close(jane.id);
    await mock.settled();
    expect(heard.map(({ url }) => url)).toEqual([ENDPOINT, `${ENDPOINT}/typing`, ENDPOINT]);
  });

  it('are sent of each conversation in its order', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    const open: (() => void)[] = [];
    const heard: string[] = [];
    mock.webhooks.deliverTo(async (request) => {
      const { message } = ((await request.json()) as { body: { changes: [{ event: { message: string } }] } }).body
        .changes[0].event;
      heard.push(message);
      if (message === 'first of jane') await new Promise<void>((resolve) => open.push(resolve));
      return new Response();
    });
    const [jane, john] = [await openConversation(mock, 'jane'), await openConversation(mock, 'john')];
    await jane.say('first of jane');
    await jane.say('second of jane');
    await john.say('of john');
    while (!heard.includes('of john')) await new Promise(setImmediate);
    expect(heard).toEqual(['first of jane', 'of john']);
    open[0]?.();
    await mock.settled();
    expect(heard).toEqual(['first of jane', 'of john', 'second of jane']);
  });

  it.each([
    ['counted', {}],
    ['retained', { retry: { retention_time: 60 } }],
  ])('are under way 64 at a time, and %s ones that wait for a place get one', async (_, retry) => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT }, ...retry });
    const answers: ((answer: Response) => void)[] = [];
    mock.webhooks.deliverTo(() => new Promise<Response>((resolve) => answers.push(resolve)));
    const conversing = await Promise.all(
      Array.from({ length: 130 }, (_, index) => openConversation(mock, `consumer ${String(index)}`)),
    );
    await Promise.all(conversing.map((each) => each.say('hello')));
    const settled = mock.settled();
    for (const underWay of [64, 64, 2]) {
      while (answers.length < underWay) await new Promise(setImmediate);
      for (let turns = 0; turns < 100; turns += 1) await new Promise(setImmediate);
      expect(answers).toHaveLength(underWay);
      for (const answer of answers.splice(0)) answer(new Response());
    }
    await settled;
    expect(new Set(mock.webhooks.list({ state: 'delivered' }).map(({ conversationId }) => conversationId)).size).toBe(
      130,
    );
  });

  it('wait while they are paused, of one account or of all, until they are resumed or the mock is reset', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    for (const control of [mock.webhooks, mock.account(ACCOUNT).webhooks]) {
      control.pause();
      await jane.say('later');
      await mock.settled();
      expect(heard.splice(0)).toEqual([]);
      control.resume();
      await mock.settled();
      expect(textsOf(heard.splice(0))).toEqual(['later']);
    }
    mock.account(OTHER_ACCOUNT).webhooks.pause();
    await jane.say('now');
    await mock.settled();
    expect(textsOf(heard.splice(0))).toEqual(['now']);
    mock.webhooks.pause();
    await jane.say('never');
    mock.reset();
    await mock.settled();
    expect(mock.webhooks.list()).toEqual([]);
    await (await openConversation(mock)).say('after the reset');
    await mock.settled();
    expect(textsOf(heard)).toEqual(['after the reset']);
  });

  it('go to what is installed now, also of what waits', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    const login = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username: 'ada', password: 'pw-of-ada' });
    const { bearer } = JSON.parse(login.body) as { readonly bearer: string };
    const replace = (record: object): Promise<Response> =>
      mock.fetch(`http://localhost:4407/api/account/${ACCOUNT}/configuration/app-install/installations/${CLIENT_ID}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${bearer}`, 'if-match': '*' },
        body: JSON.stringify(record),
      });
    mock.webhooks.pause();
    await jane.say('waits');
    await replace({ capabilities: { webhooks: { [CONTENT]: { endpoint: `${ENDPOINT}/new` } } } });
    mock.webhooks.resume();
    await mock.settled();
    expect(heard.splice(0).map(({ url }) => url)).toEqual([`${ENDPOINT}/new`]);
    mock.webhooks.pause();
    await jane.say('has nowhere to go');
    await replace({ enabled: false });
    mock.webhooks.resume();
    await mock.settled();
    await jane.say('is owed to nobody');
    await mock.settled();
    expect(heard).toEqual([]);
    expect(mock.webhooks.list().at(-1)).toMatchObject({ attempt: 0, state: 'dropped', url: '' });
    await expect(mock.webhooks.resend('1')).resolves.toMatchObject({ url: `${ENDPOINT}/new`, state: 'delivered' });
  });

  it('begin with an app that is installed while the mock runs', async () => {
    const mock = createMock();
    const heard = receiveInto(mock);
    const login = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username: 'ada', password: 'pw-of-ada' });
    const { bearer } = JSON.parse(login.body) as { readonly bearer: string };
    const list = `/api/account/${ACCOUNT}/configuration/app-install/installations`;
    const record = { capabilities: { webhooks: { [CONTENT]: { endpoint: ENDPOINT } } } };
    await post(mock, list, record, { authorization: `Bearer ${bearer}` });
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    expect(textsOf(heard)).toEqual(['hello']);
    const snapshot = mock.snapshot();
    mock.reset();
    await (await openConversation(mock)).say('for nobody');
    mock.restore(snapshot);
    mock.conversations.say(mock.conversations.list()[0]?.id ?? '', 'as before');
    await mock.settled();
    expect(textsOf(heard)).toEqual(['hello', 'as before']);
  });

  it('leave out what only agents and managers may see', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    const agent = await mock.agentClient({ username: 'ada' });
    await agent.request('.ams.ms.PublishEvent', {
      dialogId: jane.id,
      messageAudience: 'AGENTS_AND_MANAGERS',
      event: { type: 'ContentEvent', contentType: 'text/plain', message: 'between us' },
    });
    await jane.say('for all');
    await mock.settled();
    expect(textsOf(heard)).toEqual(['for all']);
    expect(mock.conversations.find(jane.id)?.messages.map(({ text }) => text)).toEqual(['between us', 'for all']);
  });
});

describe('A sample of a webhook', () => {
  it.each([
    [CONTENT, '"message":"This is a reply!"'],
    ['ms.MessagingEventNotification.RichContentEvent', '"type":"vertical"'],
    ['ms.MessagingEventNotification.AcceptStatusEvent', '"sequenceList":[4]'],
    [CHAT_STATE, '"chatState":"COMPOSING"'],
    [CHANGE, '"type":"UPSERT"'],
  ] as const)('of %s is signed and sent anywhere', async (event, part) => {
    const mock = createMock();
    const heard = receiveInto(mock);
    const attempt = await mock.webhooks.send(`${ENDPOINT}/sample`, event);
    expect(attempt).toMatchObject({ event, state: 'delivered', attempt: 1, conversationId: undefined });
    expect(heard[0]?.url).toBe(`${ENDPOINT}/sample`);
    expect(heard[0]?.body).toContain(part);
    expect(heard[0]?.headers['x-liveperson-signature']).toBe(await mock.webhooks.sign(heard[0]?.body ?? ''));
    expect(mock.webhooks.list()).toEqual([attempt]);
  });

  it('is refused where it cannot be sent', async () => {
    const { webhooks } = createMock();
    await expect(webhooks.send('events', CONTENT)).rejects.toThrow('url: Expected a URL');
    await expect(webhooks.send(ENDPOINT, 'ms.Other' as never)).rejects.toThrow('event is "ms.Other"; use one of');
    await expect(webhooks.send(ENDPOINT, CONTENT, { clientId: 'nobody' })).rejects.toThrow('no app installation');
    await expect(webhooks.resend('7')).rejects.toThrow('there is no attempt "7"');
  });
});
