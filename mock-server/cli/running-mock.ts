import type { RemoteAccount, RemoteMock } from '../adapters/client.ts';
import { UsageError } from './command.ts';

/** Where a mock listens unless it was told otherwise. */
const DEFAULT_URL = 'http://localhost:4407';

/** Which running mock, and which account of it. */
export const runningMockFlags = {
  url: { type: 'string', describe: `where the mock listens [${DEFAULT_URL}]` },
  account: { type: 'string', describe: 'only this account of it [all]' },
} as const;

export interface RunningMockArguments {
  readonly url?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * Does something with a mock that runs elsewhere.
 *
 * @throws UsageError in the mock's own words when it refuses, or when no mock answers.
 */
export async function withRunningMock<T>({ url = DEFAULT_URL, account }: RunningMockArguments, work: (controls: RemoteMock | RemoteAccount, mock: RemoteMock) => Promise<T>): Promise<T> {
  const { connectMock } = await import('../adapters/client.ts');
  const { MockUnreachable } = await import('../adapters/client-transport.ts');
  try {
    const mock = connectMock(url);
    return await work(account === undefined ? mock : mock.account(account), mock);
  } catch (error) {
    if (error instanceof MockUnreachable) throw new UsageError(`${error.message}; start one with: lp-auth-mock start`);
    if (error instanceof TypeError || error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
