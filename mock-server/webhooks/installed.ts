import type { Account } from '../domain/account.ts';
import type { WebhookSettings } from '../domain/webhook-settings.ts';
import { webhookSettings } from '../domain/webhook-settings.ts';
import { cut } from '../memory/cut.ts';

/** What the installation wants, as it is now; undefined when it wants nothing or is switched off. */
export function settingsOf(account: Account, clientId: string): WebhookSettings | undefined {
  const app = account.installations.find(clientId);
  return app?.enabled === true ? webhookSettings(app.capabilities) : undefined;
}

/** What the webhooks of an app are signed with. @throws TypeError when there is no such app. */
export function secretOf(account: Account, clientId: string): string {
  const app = account.installations.find(clientId);
  if (app !== undefined) return app.client_secret;
  throw new TypeError(`account ${account.id} has no app installation ${JSON.stringify(cut(clientId))}`);
}

/** The app that is meant, or the account's first one. @throws TypeError when it has none. */
export function clientOf(account: Account, clientId: string | undefined): string {
  const id = clientId ?? account.installations.list()[0]?.client_id;
  if (id !== undefined) return id;
  throw new TypeError(`account ${account.id} has no app installation to sign with; configure or install one`);
}
