import { expect, it, jest } from '@jest/globals';
import { connectMock } from '../../mock-server/client/client.ts';
import type { Visitor } from './behind-proxies.ts';
import { ACCOUNTS, ask, describeBehindProxies, openVisitor, owners, post } from './behind-proxies.ts';
import type { Replica } from './replicas.ts';

// Eight programs are started here, which a busy machine takes its time for.
jest.setTimeout(300_000);

/** That an account is at one mock by whatever path names it, and by Brand-ID where none does. */
async function expectOneOwner(port: number, known: readonly (readonly [account: string, by: string])[]): Promise<void> {
  for (const [account, by] of known) {
    const headers = { 'brand-id': account, 'client-source': 'test' };
    const answers = [
      await ask(port, `/sentinel/api/v2/account/${account}/app/token`, { method: 'POST' }),
      await ask(port, `/messaging_history/api/account/${account}/agent-view/status`, { method: 'POST' }),
      await ask(port, `/v1/AUTH_async-images/${account}/file`),
      await ask(port, '/messaging/v1/conversations/none', { headers }),
    ];
    expect(answers.map((answer) => answer.by)).toEqual([by, by, by, by]);
  }
}

/** The conversations of an account, by its own mock. */
async function conversationsAt(replica: Replica, account: string): Promise<number> {
  const { body } = await ask(replica.port, `/__admin/conversations?accountId=${account}`);
  return (body as { conversations: unknown[] }).conversations.length;
}

/** How many visitors there are an owner: enough to tell who lost what. */
const VISITORS = 2;

describeBehindProxies('Three mocks behind', ({ start, at, openProxy }) => {
  it('lose the accounts of the one that dies, and hand accounts to the one that comes, and no others', async () => {
    for (const name of ['a', 'b', 'c']) await start(name);
    const proxy = await openProxy();
    const { port } = proxy;
    proxy.serve([at('a').port, at('b').port, at('c').port]);

    const before = await owners(port);
    const of = (name: string): string[] => ACCOUNTS.filter((account) => before.get(account) === name);
    expect([...new Set(before.values())].sort()).toEqual(['a', 'b', 'c']);
    expect(await owners(port)).toEqual(before);
    await expectOneOwner(port, [...before].slice(0, 6));

    const visited = ['a', 'b', 'c'].flatMap((name) => of(name).slice(0, VISITORS));
    const visitors: Visitor[] = [];
    for (const account of visited) visitors.push(await openVisitor(port, account));
    for (const visitor of visitors) expect(await visitor.say()).toBe(0);

    // A proxy that has sent a POST must not send it again: its mock dies with the call in its hands.
    const [doomed = ''] = of('c').slice(VISITORS);
    const create = `/api/account/${doomed}/anonymous/authorize`;
    await post(at('c').port, '/__admin/faults', { endpoint: 'idp.anonymous-authorize', error: 'timeout' });
    const unanswered = post(port, create).then(
      ({ status }) => status,
      () => 'hung up',
    );
    const journal = connectMock(`http://127.0.0.1:${String(at('c').port)}`).journal;
    await journal.waitFor({ endpointId: 'idp.anonymous-authorize', accountId: doomed }, 60_000);
    at('c').kill('SIGKILL');
    expect([502, 'hung up']).toContain(await unanswered);
    for (const name of ['a', 'b']) {
      const { body } = await ask(at(name).port, `/__admin/journal?accountId=${doomed}`);
      expect((body as { entries: unknown[] }).entries).toEqual([]);
    }

    // The sockets of the dead mock end; the others go on.
    const isLost = (visitor: Visitor): boolean => before.get(visitor.account) === 'c';
    await Promise.all(visitors.filter(isLost).map((visitor) => visitor.closed));
    for (const visitor of visitors.filter((each) => !isLost(each))) expect(await visitor.say()).toBe(1);
    const without = await owners(port);
    expect([...without].filter(([account, by]) => before.get(account) !== 'c' && by !== before.get(account))).toEqual(
      [],
    );
    expect([...new Set(without.values())].sort()).toEqual(['a', 'b']);
    // What those accounts had is gone.
    const [lost = ''] = of('c');
    const heir = at(String(without.get(lost)));
    expect(await conversationsAt(heir, lost)).toBe(0);

    // One that comes gets accounts, and nothing moves between the others. An account can be moved with what it has.
    await start('d');
    const moved = `/__admin/snapshot?accountId=${lost}`;
    const back = await openVisitor(port, lost);
    expect(await back.say()).toBe(0);
    const snapshot = (await ask(heir.port, moved)).body;
    expect(
      (await post(at('d').port, '/__admin/restore', { snapshot: snapshot as object, accountId: lost })).status,
    ).toBe(204);
    proxy.serve([at('a').port, at('b').port, at('d').port]);
    // nginx takes its time over that, and tells nobody when it is done.
    for (let tries = 0; tries < 200 && ![...(await owners(port)).values()].includes('d'); tries += 1);
    const after = await owners(port);
    expect([...after].filter(([account, by]) => by !== 'd' && by !== without.get(account))).toEqual([]);
    expect(await conversationsAt(at('d'), lost)).toBe(1);
    for (const visitor of [...visitors, back]) visitor.socket.terminate();
  });
});
