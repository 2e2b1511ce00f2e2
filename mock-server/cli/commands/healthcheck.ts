import { defineCommand } from '../command.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';

/** Says by its exit code whether a mock runs: for containers without curl. */
export const healthcheck = defineCommand({
  usage: 'healthcheck',
  summary: 'exit with 0 when a mock answers, else with 1',
  flags: { url: runningMockFlags.url },
  examples: [['healthcheck --url http://localhost:4407', 'for HEALTHCHECK in a Dockerfile, or a readiness probe']],
  run: async (typed, terminal) => withRunningMock(typed, async (_, mock) => {
    await mock.clock.now();
    terminal.print('ok');
    return 0;
  }),
});
