import { expect, it, jest } from '@jest/globals';
import { ask, describeBehindProxies, openVisitor, owners } from './behind-proxies.ts';

// Eight programs are started here, which a busy machine takes its time for.
jest.setTimeout(300_000);

/** Asks until it is so, or has been asked often: what a proxy does in its own time it tells nobody. */
async function becomes(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 500; tries += 1) if (await isSo()) return true;
  return false;
}

describeBehindProxies('A mock that is drained behind', ({ start, at, openProxy }) => {
  const socketsAt = async (name: string): Promise<number> => {
    const { body } = await ask(at(name).port, '/__admin/sockets');
    return (body as { sockets: unknown[] }).sockets.length;
  };

  it('keeps the sockets that are open, and gets nothing new; nobody else notices', async () => {
    for (const name of ['a', 'b', 'c']) await start(name);
    const proxy = await openProxy();
    const { port } = proxy;
    proxy.serve([at('a').port, at('b').port, at('c').port]);
    const before = await owners(port);
    const [account = '', other = ''] = [...before].filter(([, by]) => by === 'b').map(([id]) => id);
    const [elsewhere = ''] = [...before].filter(([, by]) => by === 'a').map(([id]) => id);
    const stays = await openVisitor(port, account);
    const neighbour = await openVisitor(port, elsewhere);
    expect([stays.by, await stays.say(), neighbour.by, await neighbour.say()]).toEqual(['b', 0, 'a', 0]);

    await proxy.drain();
    let after = new Map<string, string>();
    const isElsewhere = async (): Promise<boolean> => {
      after = await owners(port);
      return ![...after.values()].includes('b');
    };
    expect(await becomes(isElsewhere)).toBe(true);
    // The accounts of the others stay where they are.
    const moved = [...before].filter(([id, by]) => by !== after.get(id));
    expect(moved.filter(([, by]) => by !== 'b')).toEqual([]);
    expect([...new Set(after.values())].sort()).toEqual(['a', 'c']);
    // A socket that is open goes on at its mock; one that is opened now, of the same account too, is at another.
    expect([await stays.say(), await neighbour.say(), await socketsAt('b')]).toEqual([1, 1, 1]);
    const newcomers = [await openVisitor(port, account), await openVisitor(port, other)];
    expect(newcomers.map(({ by }) => by)).toEqual([after.get(account), after.get(other)]);
    for (const newcomer of newcomers) expect(await newcomer.say()).toBe(0);
    expect([await stays.say(), await socketsAt('b')]).toEqual([2, 1]);

    // The mock says when nobody has a socket there any more: then it can be stopped, and nobody notices.
    stays.socket.close();
    expect(await becomes(async () => (await socketsAt('b')) === 0)).toBe(true);
    await proxy.takeAway();
    at('b').kill('SIGTERM');
    await at('b').ended;
    expect(await owners(port)).toEqual(after);
    expect(await Promise.all([neighbour, ...newcomers].map((visitor) => visitor.say()))).toEqual([2, 1, 1]);
    for (const { socket } of [neighbour, ...newcomers]) socket.terminate();
  });
});
