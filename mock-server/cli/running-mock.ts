import type { RemoteAccount, RemoteMock } from '../client/client.ts';
import type { AdminTransport } from '../client/transport.ts';
import { DEFAULT_PORT } from '../config/default-port.ts';
import { UsageError } from './command.ts';
import { inOwnWords } from './own-words.ts';
import type { Terminal } from './terminal.ts';
import { typedAs } from './typed-as.ts';

/** Where a mock listens unless it was told otherwise. */
export const DEFAULT_URL = `http://localhost:${String(DEFAULT_PORT)}`;

/** Which running mock, and which account of it. */
export const runningMockFlags = {
  url: {
    type: 'string',
    describe: `where the mock listens (default: LP_AUTH_MOCK_URL, else ${DEFAULT_URL}, or the port of LP_AUTH_MOCK_SERVER_PORT)`,
  },
  account: { type: 'string', describe: 'only this account of it (default: all)' },
} as const;

export interface RunningMockArguments {
  readonly url?: string | undefined;
  readonly account?: string | undefined;
}

/** Where the running mock is that is meant: by the variables that commands in a container have, the one in there. */
export function urlOf({ url }: Pick<RunningMockArguments, 'url'>, env: Terminal['env']): string {
  const port = env['LP_AUTH_MOCK_SERVER_PORT'] ?? '';
  const here = /^[1-9]\d{0,4}$/.test(port) ? `http://localhost:${port}` : DEFAULT_URL;
  return url ?? (env['LP_AUTH_MOCK_URL'] || here);
}

/** A mock that runs elsewhere. */
export interface RunningMock {
  /** Of the whole mock, or of the account that was named. */
  readonly controls: RemoteMock | RemoteAccount;
  readonly transport: AdminTransport;
  readonly url: string;
}

/**
 * Does something with a mock that runs elsewhere.
 *
 * @throws UsageError in the mock's own words when it refuses, or when no mock answers.
 */
export async function withRunningMock<T>(
  { url: typed, account }: RunningMockArguments,
  { env }: Pick<Terminal, 'env'>,
  work: (running: RunningMock) => Promise<T>,
): Promise<T> {
  const [{ connectMock }, { createTransport }] = await Promise.all([
    import('../client/client.ts'),
    import('../client/transport.ts'),
  ]);
  const url = urlOf({ url: typed }, env);
  try {
    return await work({
      controls: account === undefined ? connectMock(url) : connectMock(url, { accountId: account }),
      transport: createTransport(url),
      url,
    });
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'MockUnreachable') throw new UsageError(`${message}; start one with: ${typedAs(env)} start`);
    if (name === 'TimeoutError') throw new UsageError(`the mock at ${url} does not answer`);
    if (isRefusal(error)) throw new UsageError(message.split('\n').map(inOwnWords).join('\n'));
    throw error;
  }
}

/** What the mock refused, or what can be seen without asking it. */
function isRefusal(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && 'status' in error);
}
