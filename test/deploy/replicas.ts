import { spawnMock } from '../cli/spawned-cli.ts';
import type { SpawnedCli } from '../cli/spawned-cli.ts';

/** One of several mocks that share nothing, in a process of its own. */
export type Replica = SpawnedCli & { readonly port: number };

/** A mock that says which one it is. */
export const startReplica = (name: string): Promise<Replica> => spawnMock('--no-tls', '--instance', name);
