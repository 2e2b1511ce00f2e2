import type { WebhookControl } from '../control/webhooks/webhooks.ts';
import type { WebhookAttempt } from '../webhooks/attempt.ts';
import type { Remote } from './remote.ts';
import type { DoVerb } from './verbs.ts';

/** The webhooks of a running mock, or of one account of it. */
export function remoteWebhooks(perform: DoVerb, only: string | undefined): Remote<WebhookControl> {
  const scope = only === undefined ? {} : { accountId: only };
  return {
    list: async (filter = {}) => {
      const { attempts } = await perform('webhooks.list', { ...filter, ...scope });
      const { accountId } = filter;
      return attempts.filter((each) => accountId === undefined || each.accountId === accountId).map(withAll);
    },
    resend: async (id) => withAll(await perform('webhooks.resend', scope, { id })),
    send: async (url, event, app = {}) => withAll(await perform('webhooks.send', { url, event, ...app, ...scope })),
    pause: () => perform('webhooks.pause', scope),
    resume: () => perform('webhooks.resume', scope),
    state: () => perform('webhooks.state', scope),
    sign: async (body, app = {}) => (await perform('webhooks.sign', { body, ...app, ...scope })).signature,
  };
}

/** An attempt as it came over the wire. */
type Optional = 'conversationId' | 'status' | 'reason' | 'nextAtMs';
type SentAttempt = Omit<WebhookAttempt, Optional> & Partial<Pick<WebhookAttempt, Optional>>;

/** What is undefined is left out on the wire, and is there again. */
function withAll({ conversationId, status, reason, nextAtMs, ...attempt }: SentAttempt): WebhookAttempt {
  return { ...attempt, conversationId, status, reason, nextAtMs };
}
