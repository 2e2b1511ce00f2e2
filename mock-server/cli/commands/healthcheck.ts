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
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const { name, status } = await transport
        .ask('GET', '/health', { signal })
        .then((answer) => answer as Health, unlessWithoutAdmin(url, signal));
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

interface Health {
  readonly name?: string;
  readonly status: string;
}

/** Where the admin API is off its paths are unknown: then the keys of Sentinel tell a mock from something else. */
function unlessWithoutAdmin(url: string, signal: AbortSignal): (error: unknown) => Promise<Health> {
  return async (error) => {
    if ((error as { readonly status?: unknown }).status !== 404) throw error;
    const answer = await fetch(`${url.replace(/\/+$/, '')}/sentinel/well-known/jwks`, { signal });
    const { keys } = (await answer.json().catch(() => ({}))) as { readonly keys?: unknown };
    if (!Array.isArray(keys)) throw error;
    return { name: 'lp-auth-mock', status: 'ok (its admin API is off)' };
  };
}
