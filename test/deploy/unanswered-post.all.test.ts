import { expect, it, jest } from '@jest/globals';
import type { RemoteAccount } from '../../mock-server/client/client.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import { ask, describeBehindProxies, lookUp, openVisitor, post } from './behind-proxies.ts';

// Eight programs are started here, which a busy machine takes its time for.
jest.setTimeout(300_000);

const ACCOUNT = '12345678';
const CREATE = `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`;
const SEND = `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`;
/** Longer than any test: what it holds up is not answered. */
const FOREVER_MS = 2_000_000_000;

const createConversation = [
  { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
  { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
];
const idOf = (created: unknown): string =>
  (created as [unknown, { body: { conversationId: string } }])[1].body.conversationId;
const sendTo = (dialogId: string): object => ({
  kind: 'req',
  id: '1',
  type: 'ms.PublishEvent',
  body: {
    dialogId,
    conversationId: dialogId,
    event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' },
  },
});

/** Until the only fault of the account has met a call or a frame, which is in the mock's hands from then on. */
async function isMet(account: RemoteAccount): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) if ((await account.faults.list())[0]?.fired === 1) return;
  throw new Error('nothing has met the fault');
}

const saidAt = async (account: RemoteAccount): Promise<number[]> =>
  (await account.conversations.list()).map(({ messages }) => messages.length);

describeBehindProxies('A message whose mock dies before it is answered, behind', ({ start, at, openProxy }) => {
  it('is sent to no other mock: its client hears of it, and repeats it or not', async () => {
    for (const name of ['a', 'b', 'c']) await start(name);
    const proxy = await openProxy();
    const { port } = proxy;
    proxy.serve([at('a').port, at('b').port, at('c').port]);
    const owner = (await lookUp(port, ACCOUNT)).by ?? '';
    const others = ['a', 'b', 'c'].filter((name) => name !== owner);
    const account = connectMock(`http://127.0.0.1:${String(at(owner).port)}`, { accountId: ACCOUNT });
    const headers = { authorization: await account.mint.appJwt(), 'x-lp-on-behalf': await account.mint.consumerJws() };

    // What a client repeats at the same mock: one conversation, and two messages.
    const created = await post(port, CREATE, createConversation, headers);
    expect([created.status, created.by]).toEqual([200, owner]);
    const repeated = await post(port, CREATE, createConversation, headers);
    expect([repeated.status, repeated.by, repeated.reason]).toEqual([400, owner, 'conversation-already-open']);
    const send = sendTo(idOf(created.body));
    const sent = [await post(port, SEND, send, headers), await post(port, SEND, send, headers)];
    expect(sent.map(({ status, body }) => [status, body])).toEqual(
      [0, 1].map((sequence) => [200, expect.objectContaining({ body: { sequence } })]),
    );
    expect(await saidAt(account)).toEqual([2]);

    // One message is carried out, and its answer is lost; another is in the hands of the mock when that dies.
    const visitor = await openVisitor(port, ACCOUNT);
    await account.faults.add({ frame: 'ms.PublishEventResponse', error: 'timeout' });
    void visitor.say();
    await isMet(account);
    expect(await saidAt(account)).toEqual([2, 1]);
    await account.faults.clear();
    await account.faults.add({ endpoint: 'send-api.send', delayMs: FOREVER_MS });
    const unanswered = post(port, SEND, send, headers).then(
      ({ status }) => status,
      () => 'hung up',
    );
    await isMet(account);
    at(owner).kill('SIGKILL');
    expect(await unanswered).toBe(502);
    const [code] = (await visitor.closed) as [number];
    expect(code).toBe(1006);
    for (const name of others) {
      const { body } = await ask(at(name).port, `/__admin/journal?accountId=${ACCOUNT}`);
      expect((body as { entries: unknown[] }).entries).toEqual([]);
    }

    // What a client repeats afterwards, with the same tokens, is at another mock, which knows nothing of it.
    const unknown = await post(port, SEND, send, headers);
    expect([unknown.status, unknown.reason, others.includes(unknown.by ?? '')]).toEqual([
      400,
      'conversation-unknown',
      true,
    ]);
    const anew = await post(port, CREATE, createConversation, headers);
    expect([anew.status, anew.by]).toEqual([200, unknown.by]);
    expect(idOf(anew.body)).not.toBe(idOf(created.body));
    expect((await post(port, SEND, sendTo(idOf(anew.body)), headers)).body).toMatchObject({ body: { sequence: 0 } });
  });
});
