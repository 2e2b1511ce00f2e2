import { expect, it } from '@jest/globals';
import {
  agentOf,
  appFor,
  BRAND,
  consumerOf,
  consumerPath,
  conversationPath,
  expectRestRefusal,
  messagesPath,
  openRest,
  patchRest,
  sayRest,
} from '../support/messaging-rest.ts';
import type { Headers } from '../support/messaging-rest.ts';
import { expectErrorResp } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const CALLS: readonly (readonly [method: string, path: string])[] = [
  ['PUT', consumerPath('john')],
  ['POST', `${consumerPath('john')}/conversations`],
  ['GET', conversationPath('none')],
  ['PATCH', conversationPath('none')],
  ['POST', messagesPath('none')],
  ['GET', messagesPath('none')],
];

const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));

describeThroughEveryAdapter('Who calls the Messaging REST API', (open) => {
  const ask = (mock: OpenMock, headers: Headers): Promise<Heard> => mock.get(conversationPath('none'), { headers });

  it.each(CALLS)('must say so at %s %s: the five bodies of the Send API, in its order', async (method, path) => {
    const mock = await open();
    const { headers } = await appFor(mock);
    const call = (sent: Headers): Promise<Heard> => mock.ask(method, path, { headers: sent });
    expectErrorResp(await call({}), 40105, 'app-jwt-missing');
    expectErrorResp(await call(without(headers, 'brand-id')), 40001, 'brand-missing');
    expectErrorResp(await call({ ...headers, authorization: 'no-token' }), 40102, 'app-jwt-malformed');
    expectErrorResp(await call(without(headers, 'lp-on-behalf')), 40104, 'consumer-jws-missing');
    expectErrorResp(await call({ ...headers, 'lp-on-behalf': 'no-token' }), 40103, 'consumer-jws-malformed');
  });

  it('is refused with tokens of another account than Brand-ID names, and of another kind', async () => {
    const mock = await open();
    const [app, consumer, agent] = [await appFor(mock), await consumerOf(mock), await agentOf(mock)];
    const other = { 'brand-id': OTHER_ACCOUNT };
    expectErrorResp(await ask(mock, { ...app.headers, ...other }), 40102, 'app-jwt-audience');
    const foreign = await ask(mock, { ...consumer.headers, ...other });
    expectErrorResp(foreign, 40102, 'lp-jwt-account');
    expect(foreign.headers['lp-mock-reason']).toContain(`Brand-ID names ${OTHER_ACCOUNT}`);
    expectErrorResp(await ask(mock, { ...agent.headers, ...other }), 40102, 'agent-bearer-unknown');
    const { 'lp-on-behalf': jws = '' } = app.headers;
    expectErrorResp(await ask(mock, { ...BRAND, authorization: jws }), 40102, 'lp-jwt-unknown-key');
    const extJwt = await mock.mint.extJwt();
    expectErrorResp(await ask(mock, { ...BRAND, authorization: extJwt }), 40102, 'lp-jwt-wrong-kind');
    expectErrorResp(await ask(mock, { ...BRAND, authorization: 'Bearer nobody' }), 40102, 'agent-bearer-unknown');
  });

  it('is refused once token or login have ended', async () => {
    const mock = await open();
    const [app, consumer, agent] = [await appFor(mock), await consumerOf(mock), await agentOf(mock)];
    await mock.clock.advance('9h');
    expectErrorResp(await ask(mock, app.headers), 40102, 'app-jwt-expired');
    expectErrorResp(await ask(mock, consumer.headers), 40102, 'lp-jwt-expired');
    expectErrorResp(await ask(mock, agent.headers), 40102, 'agent-bearer-unknown');
  });

  it('is refused at an account that a closed mock does not have, or that is none', async () => {
    const mock = await open({ closed: true });
    const authorization = await mock.mint.lpJwt();
    for (const brand of ['99999999', 'no account', '__proto__'])
      expectErrorResp(await ask(mock, { ...BRAND, authorization, 'brand-id': brand }), 40102, 'lp-jwt-account');
  });

  it('is noted for another spelling and a missing Client-source, which a strict mock refuses', async () => {
    const mock = await open();
    const { headers } = await appFor(mock);
    const { 'lp-on-behalf': jws = '', ...others } = headers;
    const spelled = { ...others, 'x-lp-on-behalf': jws };
    const strict = await open({ strict: true });
    for (const [sent, slug] of [
      [spelled, 'on-behalf-header-spelling'],
      [without(headers, 'client-source'), 'client-source'],
    ] as const) {
      const noted = await ask(mock, sent);
      expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([404, expect.stringMatching(`^${slug}; `)]);
    }
    expectErrorResp(await ask(strict, spelled), 40104, 'deviation-refused');
    const unnamed = await ask(strict, without(headers, 'client-source'));
    expectRestRefusal(unnamed, 400, 'bad_request', 'deviation-refused');
  });
});

describeThroughEveryAdapter('What is asked of the Messaging REST API', (open) => {
  it("is refused where it is another consumer's, and not to an agent", async () => {
    const mock = await open();
    const [jane, john, agent] = [await consumerOf(mock, 'jane'), await consumerOf(mock, 'john'), await agentOf(mock)];
    const { id } = await openRest(mock, jane);
    const { headers } = john;
    const body = {};
    const put = await mock.ask('PUT', consumerPath('jane'), { headers, body });
    expectRestRefusal(put, 403, 'forbidden', 'consumer-foreign');
    const opened = await mock.post(`${consumerPath('jane')}/conversations`, { headers, body });
    expectRestRefusal(opened, 403, 'forbidden', 'consumer-foreign');
    expectRestRefusal(await mock.get(conversationPath(id), { headers }), 403, 'forbidden', 'conversation-foreign');
    expectRestRefusal(await sayRest(mock, john, id), 403, 'forbidden', 'conversation-foreign');
    expect(await mock.ask('PUT', consumerPath('jane'), { headers: agent.headers, body })).toMatchObject({
      status: 200,
    });
  });

  it('is not found where there is no such conversation or dialog', async () => {
    const mock = await open();
    const user = await consumerOf(mock);
    const { id } = await openRest(mock, user);
    const { headers } = user;
    for (const unknown of ['none', '__proto__', '%00', id.toUpperCase()]) {
      const answer = await mock.get(conversationPath(unknown), { headers });
      expectRestRefusal(answer, 404, 'not_found', 'conversation-unknown');
    }
    expectRestRefusal(await mock.get(messagesPath(id, 'none'), { headers }), 404, 'not_found', 'dialog-unknown');
  });

  it('is in conflict where the consumer has an open conversation', async () => {
    const mock = await open();
    const user = await consumerOf(mock);
    await openRest(mock, user);
    const again = await mock.post(`${consumerPath(user.id)}/conversations`, { headers: user.headers, body: {} });
    expectRestRefusal(again, 409, 'conflict', 'conversation-already-open');
  });

  it.each([
    ['no JSON', '{"type":', 'body-not-json'],
    ['no body', '', 'body-wrong-shape'],
    ['a list', [], 'body-wrong-shape'],
    ['no type', { content: { text: 'hi' } }, 'command-malformed'],
    ['a type of nobody', { type: 'TEXT', content: { text: 'hi' } }, 'command-malformed'],
    ['no content', { type: 'PLAIN_TEXT' }, 'command-malformed'],
    ['no text', { type: 'PLAIN_TEXT', content: {} }, 'command-malformed'],
    ['a text that is a number', { type: 'PLAIN_TEXT', content: { text: 1 } }, 'command-malformed'],
    ['5001 characters', { type: 'PLAIN_TEXT', content: { text: 'x'.repeat(5001) } }, 'request-too-long'],
  ])('is no message with %s', async (_, body, slug) => {
    const mock = await open();
    const user = await consumerOf(mock);
    const { id } = await openRest(mock, user);
    const answer = await mock.post(messagesPath(id), { headers: user.headers, body });
    expectRestRefusal(answer, 400, 'bad_request', slug);
  });

  it('is no message of an agent for an audience that there is not', async () => {
    const mock = await open();
    const [user, agent] = [await consumerOf(mock), await agentOf(mock)];
    const { id } = await openRest(mock, user);
    const answer = await sayRest(mock, agent, id, 'hi', { messageAudience: 'NOBODY' });
    expectRestRefusal(answer, 400, 'bad_request', 'command-malformed');
  });

  it.each([
    ['no stage', {}],
    ['another stage', { stage: 'OPEN' }],
    ['a stage that is no text', { stage: ['CLOSE'] }],
  ])('is no change of a conversation with %s', async (_, body) => {
    const mock = await open();
    const user = await consumerOf(mock);
    const { id, etag } = await openRest(mock, user);
    expectRestRefusal(await patchRest(mock, user, id, etag, body), 400, 'bad_request', 'command-malformed');
  });

  it.each([
    ['another channel', { channelType: 'CHAT' }, 'command-malformed'],
    ['another account', { brandId: OTHER_ACCOUNT }, 'brand-foreign'],
  ])('is no conversation with %s', async (_, body, slug) => {
    const mock = await open();
    const user = await consumerOf(mock);
    const answer = await mock.post(`${consumerPath(user.id)}/conversations`, { headers: user.headers, body });
    expectRestRefusal(answer, 400, 'bad_request', slug);
  });

  it('is no consumer with a name that is too long, or told of in a list', async () => {
    const mock = await open();
    const { headers } = await agentOf(mock);
    const long = await mock.ask('PUT', consumerPath('x'.repeat(1025)), { headers, body: {} });
    expectRestRefusal(long, 400, 'bad_request', 'name-too-long');
    const list = await mock.ask('PUT', consumerPath('jane'), { headers, body: ['jane'] });
    expectRestRefusal(list, 400, 'bad_request', 'body-wrong-shape');
  });

  it('is answered as ever when a client asks for the account in the path', async () => {
    const mock = await open();
    expect(await mock.get(`/messaging/v1/account/${ACCOUNT}/conversations`)).toMatchObject({ status: 501 });
  });
});

describeThroughEveryAdapter(
  'A message over REST',
  (open) => {
    it("is heard on the agent's socket, and what the agent says is found over REST", async () => {
      const mock = await open();
      const [user, agent] = [await consumerOf(mock), await agentOf(mock)];
      const { id } = await openRest(mock, user);
      const socket = await mock.openSocket(`/ws_api/account/${ACCOUNT}/messaging/brand/${agent.bearer}?v=2.1`);
      const conversationField = { field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT', userId: agent.id };
      const body = { conversationId: id, conversationField };
      await socket.ask({ kind: 'req', id: '1', type: '.ams.cm.UpdateConversationField', body });
      await sayRest(mock, user, id, 'Where is my parcel?');
      expect(await socket.take(1)).toMatchObject([
        {
          kind: 'notification',
          type: '.ams.ms.OnlineEventDistribution',
          body: { sequence: 0, event: { type: 'ContentEvent', message: 'Where is my parcel?' }, dialogId: id },
        },
      ]);
      const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'On its way' };
      socket.send({ kind: 'req', id: '2', type: '.ams.ms.PublishEvent', body: { dialogId: id, event } });
      for (;;) {
        const [frame] = (await socket.take(1)) as { kind?: string }[];
        if (frame?.kind === 'resp') break;
      }
      const answer = await mock.get(`${messagesPath(id)}?newerThanSequence=1`, { headers: user.headers });
      expect(answer.json()).toMatchObject({
        data: [{ sequence: 1, content: { text: 'On its way' }, originator: { role: 'ASSIGNED_AGENT' } }],
      });
    });
  },
  { anyHeader: true, sockets: 'any', wire: false },
);
