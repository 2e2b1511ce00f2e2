import { defineCommand, UsageError } from '../command.ts';
import { DEFAULT_URL, runningMockFlags, withRunningMock } from '../running-mock.ts';
import { typedAs } from '../typed-as.ts';

/** A mock that takes longer is not well. */
const PATIENCE_MS = 5000;

/** Says by its exit code whether a mock runs: for containers without curl. */
export const healthcheck = defineCommand({
  usage: 'healthcheck',
  summary: 'exit with 0 when a mock answers, otherwise with 1',
  flags: { url: runningMockFlags.url },
  examples: [[`healthcheck --url ${DEFAULT_URL}`, 'for HEALTHCHECK in a Dockerfile, or a readiness probe']],
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ transport, url }) => {
      const { name, status } = (await transport.ask('GET', '/health', {
        signal: AbortSignal.timeout(PATIENCE_MS),
      })) as { readonly name?: string; readonly status: string };
      if (name === undefined && status === 'ok') {
        throw new UsageError(
          `what answers at ${url} is healthy, but does not say what it is; ` +
            'a mock only tells callers on its own machine, or at a host of its option admin.hosts',
        );
      }
      if (name !== 'lp-auth-mock')
        throw new UsageError(
          `what answers at ${url} is not lp-auth-mock; start one with: ${typedAs(terminal.env)} start`,
        );
      terminal.print(status);
      return 0;
    }),
});
