import type { WebhookHub } from '../../../../mock-server/control/webhooks/hub.ts';
import { createWebhookHub } from '../../../../mock-server/control/webhooks/hub.ts';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Accounts } from '../../../../mock-server/domain/accounts.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import { createUnderWay } from '../../../../mock-server/under-way.ts';
import type { WebhookPost } from '../../../../mock-server/webhooks/carrier.ts';
import { appOf, entered, openAccounts, settingsOf } from '../../domain/open-account.ts';
import { appWith, contentAlone } from '../../webhooks/queue-scene.ts';

/** A hub with three accounts: 100 and 200 have an app that hears of messages, 300 has one that does not. */
export interface HubScene {
  readonly hub: WebhookHub;
  readonly accounts: Accounts;
  readonly here: Account;
  readonly there: Account;
  /** Says something in an account. */
  readonly say: (account: Account, text?: string) => void;
  /** What was sent since it was last asked, once nothing is under way: whose it was and what was said. */
  readonly posted: () => Promise<string[]>;
  readonly posts: WebhookPost[];
  /** What every receiver answers. */
  readonly is: { status: number };
}

export function openHub(): HubScene {
  const underWay = createUnderWay();
  const hub = createWebhookHub(
    { signature: 'sha256', slowMs: 0, timeoutMs: 1000, connectTimeoutMs: 1000, hosts: [] },
    underWay,
  );
  const accounts: Accounts = openAccounts({
    settings: [
      settingsOf('100', { apps: [appWith(contentAlone(3600))] }),
      settingsOf('200', { apps: [appWith(contentAlone(3600), 'other')] }),
      settingsOf('300', { apps: [appOf('deaf')] }),
    ],
    onInstallations: (account) => {
      hub.onInstallations(account, (each) => accounts.has(each));
    },
  });
  // Looked at, so that their installations are there.
  for (const { installations } of accounts.configured) installations.list();
  const posts: WebhookPost[] = [];
  const is = { status: 200 };
  hub.carryBy((post) => {
    posts.push(post);
    return Promise.resolve({ status: is.status });
  });
  return {
    hub,
    accounts,
    here: entered(accounts, '100'),
    there: entered(accounts, '200'),
    posts,
    is,
    say: ({ conversations }, message = 'hello') => {
      const conversation = conversations.openOf('jane') ?? conversations.open('jane');
      const event = { type: 'ContentEvent', contentType: 'text/plain', message };
      conversations.publish(conversation, { from: consumerParticipant('jane'), audience: 'ALL', event }, true);
    },
    posted: async () => {
      await underWay.settled();
      return posts.splice(0).map(({ headers, body }) => {
        const [, message = ''] = /"message":"([^"]*)"/.exec(body) ?? [];
        return `${headers['x-liveperson-account-id'] ?? ''} ${message}`;
      });
    },
  };
}
