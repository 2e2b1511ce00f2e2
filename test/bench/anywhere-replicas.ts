import type { Request } from './contender.ts';
import { inLanes } from './contender.ts';
import { startReplicas } from './anywhere-contenders.ts';
import type { Replicas } from './anywhere-contenders.ts';
import { sends } from './throughput.ts';

/** What one of three left behind that was killed. */
export interface Death {
  /** Which part of the accounts it had: their conversations are unknown afterwards. */
  readonly lostShare: number;
  /** For each of these accounts, after how long another one has answered, in milliseconds after the kill. */
  readonly backAfterMs: readonly number[];
}

/** An account is asked for so long before it counts as dead too. */
const PATIENCE_MS = 60_000;

/**
 * Three replicas in which each account has a conversation; one is killed, while nobody calls.
 *
 * @throws Error when an account of another one has lost its conversation, or one of the dead has it still.
 */
export async function watchDeath(which: number, accounts: number): Promise<Death> {
  const replicas = await startReplicas();
  try {
    return await killOne(replicas, replicas.names[which % replicas.names.length] ?? '', accounts);
  } finally {
    await replicas.stop();
  }
}

async function killOne(replicas: Replicas, doomed: string, accounts: number): Promise<Death> {
  const says = new Map<string, Request>();
  await inLanes(accounts, async (index) => {
    const account = `kept${String(index)}`;
    says.set(account, (await sends(replicas, account))(0));
  });
  const names = [...says.keys()];
  // All at once, so that everybody has a connection.
  const owners = new Map(
    await Promise.all(names.map(async (account) => [account, await ownerOf(replicas, account)] as const)),
  );
  const lost = names.filter((account) => owners.get(account) === doomed);

  const killedAt = performance.now();
  replicas.kill(doomed);
  const backAfterMs = await Promise.all(
    lost.map(async (account) => {
      while (performance.now() - killedAt < PATIENCE_MS) {
        const owner = await ownerOf(replicas, account);
        if (owner !== undefined && owner !== doomed) return performance.now() - killedAt;
      }
      throw new Error(`${account} of the replica that died does not answer again`);
    }),
  );

  for (const [account, { path, headers, body }] of says) {
    const { status } = await fetch(`${replicas.url}${path}`, { method: 'POST', headers, body });
    // A conversation that is unknown is a bad request (D20).
    const expected = lost.includes(account) ? 400 : 200;
    if (status !== expected)
      throw new Error(
        `a send to ${account} of replica ${owners.get(account) ?? 'nobody'} answered ${String(status)} after ${doomed} ` +
          `had died, not ${String(expected)}`,
      );
  }
  return { lostShare: lost.length / names.length, backAfterMs };
}

/** Which replica answers for an account; undefined when none does. */
async function ownerOf({ url }: Replicas, account: string): Promise<string | undefined> {
  const response = await fetch(`${url}/api/account/${account}/service/agentVep/baseURI.json?version=1.0`);
  await response.text();
  return response.ok ? (response.headers.get('lp-mock-instance') ?? undefined) : undefined;
}
