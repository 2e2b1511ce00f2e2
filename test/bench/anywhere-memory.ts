import { setTimeout } from 'node:timers/promises';
import type { Deployment, DeploymentName } from './anywhere-contenders.ts';
import { deployments } from './anywhere-contenders.ts';
import { inLanes } from './contender.ts';
import { sends } from './throughput.ts';

/**
 * By how much all processes of each have grown, in kilobytes, for each of so many accounts with a conversation: in
 * processes of their own, where nothing else has happened.
 *
 * @param idleMs - how long the accounts are left alone before that
 */
export async function weighAccounts(
  names: readonly DeploymentName[],
  accounts: number,
  idleMs: number,
): Promise<Map<DeploymentName, number>> {
  const started = new Map<DeploymentName, Deployment>();
  try {
    for (const name of names) started.set(name, await deployments[name]());
    // What the first ones cost once: code, and the young generation.
    const before = await weighAfter(started, 'first', Math.ceil(accounts / 4), idleMs);
    const after = await weighAfter(started, 'idle', accounts, idleMs);
    return new Map(
      names.map((name) => [name, ((after.get(name) ?? NaN) - (before.get(name) ?? NaN)) / accounts / 1000]),
    );
  } finally {
    for (const deployment of started.values()) await deployment.stop();
  }
}

async function weighAfter(
  started: ReadonlyMap<DeploymentName, Deployment>,
  prefix: string,
  accounts: number,
  idleMs: number,
): Promise<Map<DeploymentName, number>> {
  for (const deployment of started.values())
    await inLanes(accounts, (index) => sends(deployment, `${prefix}${String(index)}`));
  await setTimeout(idleMs);
  const bytes = new Map<DeploymentName, number>();
  for (const [name, deployment] of started) bytes.set(name, await deployment.residentBytes());
  return bytes;
}
