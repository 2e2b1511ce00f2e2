import { WEBHOOK_EVENTS } from '../../control/webhooks/webhooks.ts';
import { isoSeconds } from '../../instant.ts';
import type { Mock } from '../../mock.ts';
import type { WebhookAttempt } from '../../webhooks/attempt.ts';
import { columns } from '../columns.ts';
import { defineCommand, UsageError } from '../command.ts';
import { askMock } from '../asked-mock.ts';
import { namedAccount } from '../named-account.ts';
import { inOwnWords } from '../own-words.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';

const DEFAULT_EVENT = 'ms.MessagingEventNotification.ContentEvent';
const ACTIONS = ['list', 'resend', 'send'] as const;

/** Lists the attempts of a running mock at webhooks, sends one of them again; or sends a sample to an address. */
export const webhooks = defineCommand({
  usage: 'webhooks [action] [what]',
  summary: 'list the webhooks of a running mock, resend one, or send a signed sample',
  words: {
    action: { choices: ACTIONS, describe: 'list (default), resend <id>, or send <url>' },
    what: { type: 'string', describe: 'the id of an attempt to resend, or the address to send a sample to' },
  },
  flags: {
    event: {
      choices: WEBHOOK_EVENTS,
      describe: `the event type to list, or to send a sample of (default: ${DEFAULT_EVENT})`,
    },
    client: { type: 'string', describe: 'the app installation to list, or to sign for (default: the first)' },
    json: { type: 'boolean', describe: 'one line of JSON for each attempt, with its body' },
    ...runningMockFlags,
  },
  examples: [
    ['webhooks', 'what was sent to whom, and what came of it'],
    ['webhooks resend 7', 'the body of attempt 7 once more, newly signed'],
    [`webhooks send http://localhost:3000/events --event ${DEFAULT_EVENT}`, 'to try a receiver'],
  ],
  notes:
    'A sample is sent by the mock that runs, where there is one, with its apps and its time; else by one of the command. ' +
    'stderr says which it was.',
  run: async (typed, terminal) => {
    const { action = 'list', what, client: clientId, event, json = false } = typed;
    const show = (attempt: WebhookAttempt): number => {
      terminal.print(json ? JSON.stringify(attempt) : describe(attempt));
      return attempt.state === 'delivered' ? 0 : 1;
    };
    const send = async ({ webhooks }: Sender): Promise<number> =>
      show(await webhooks.send(required(what, 'send', '<url>'), event ?? DEFAULT_EVENT, { clientId }));
    if (action === 'send') {
      let exitCode = 1;
      await askMock({ url: typed.url }, terminal, {
        running: async (mock) => {
          exitCode = await send(typed.account === undefined ? mock : mock.account(typed.account));
        },
        own: async (mock) => {
          exitCode = await overNetwork(mock, () =>
            send(typed.account === undefined ? mock : namedAccount(mock, typed.account)),
          );
        },
      });
      return exitCode;
    }
    return withRunningMock(typed, terminal, async ({ controls }) => {
      if (action === 'resend') return show(await controls.webhooks.resend(required(what, 'resend', '<id>')));
      if (what !== undefined) throw new UsageError(`webhooks list does not take the word ${what}`);
      const attempts = await controls.webhooks.list({ event, clientId });
      if (json) for (const each of attempts) terminal.print(JSON.stringify(each));
      // Not on stdout, which is a list for the next program.
      else if (attempts.length === 0) terminal.complain('lp-auth-mock: there were no attempts at a webhook');
      else for (const line of columns([HEADINGS, ...attempts.map(rowOf)])) terminal.print(line);
      return 0;
    });
  },
});

/** Who sends samples, in this process or another. */
interface Sender {
  readonly webhooks: {
    send(
      url: string,
      event: (typeof WEBHOOK_EVENTS)[number],
      options: { clientId?: string | undefined },
    ): Promise<WebhookAttempt>;
  };
}

/** What a mock of the command sends: a receiver can be tried before anything else runs. */
async function overNetwork(mock: Mock, send: () => Promise<number>): Promise<number> {
  const { addSender } = await import('../../adapters/node/webhooks.ts');
  const stop = addSender(mock, () => Promise.resolve(undefined));
  try {
    return await send();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(inOwnWords(error.message));
    throw error;
  } finally {
    stop();
  }
}

function required(what: string | undefined, action: string, which: string): string {
  if (what === undefined) throw new UsageError(`webhooks ${action} needs ${which}`);
  return what;
}

const HEADINGS = ['ID', 'AT', 'ACCOUNT', 'EVENT', 'URL', 'ATTEMPT', 'STATE', 'WHY'];

function rowOf({ id, atMs, accountId, event, url, attempt, state, reason }: WebhookAttempt): readonly string[] {
  return [id, isoSeconds(Math.floor(atMs / 1000)), accountId, event, url, String(attempt), state, reason ?? ''];
}

function describe({ id, event, url, state, status, reason, durationMs }: WebhookAttempt): string {
  const came = reason ?? `answered with ${String(status)}`;
  return `attempt ${id}: ${event} to ${url}: ${state}, ${came} (${durationMs.toFixed(0)} ms)`;
}
