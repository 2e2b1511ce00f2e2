import { describe, expect, it } from '@jest/globals';
import { CLI, runShell } from '../cli/spawned-cli.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

/** What the client says that it saw. */
interface Saw {
  readonly webhooks: readonly {
    readonly type: string;
    readonly path: string;
    readonly account: string;
    readonly client: string;
    readonly header?: string;
    readonly isGenuine: boolean;
  }[];
  readonly relativePath: string;
  readonly app: string;
  readonly [what: string]: unknown;
}

describe("The calls of LivePerson's demo app, under run", () => {
  it('go from the look-up over http to the history, with signed webhooks and a file on the way', async () => {
    const flags = '--agent echo --strict';
    const { exitCode, stdout, stderr } = await runShell(`${CLI} run ${flags} -- node test/clients/demo-app.mjs`);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/^lp-auth-mock: answered \d+ calls\n$/),
    });
    const { webhooks, relativePath, app, ...saw } = JSON.parse(stdout) as Saw;
    expect(saw).toEqual({
      revisions: ['2', '3'],
      answer: 'You said: Hello',
      file: [201, 200, true],
      closed: 'CONSUMER',
      history: {
        status: 'CLOSE',
        said: [
          ['Consumer', 'TEXT_PLAIN', 'Hello'],
          ['Agent', 'TEXT_PLAIN', 'You said: Hello'],
          ['Consumer', 'HOSTED_FILE', { relativePath, fileType: 'PNG', caption: 'A map' }],
        ],
        statuses: [
          [2, 'ACCEPT'],
          [2, 'READ'],
        ],
      },
      isGone: true,
    });
    expect(new Set(webhooks.map(({ type }) => type))).toEqual(
      new Set(['ms.MessagingEventNotification', 'cqm.ExConversationChangeNotification']),
    );
    for (const { path, account, client, isGenuine } of webhooks)
      expect([path, account, client, isGenuine]).toEqual(['/notifications/event', ACCOUNT, app, true]);
    // A header of the content events alone.
    expect(new Set(webhooks.map(({ header }) => header))).toEqual(new Set([undefined, 'local']));
  });
});
