import type { WebhookAttempt } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { shownFile } from '../shown-file.ts';

/** What was sent in attempts, by their ids: those that the mock still has. @param filter - members of the query */
export async function sentIn(
  filter: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, WebhookAttempt>> {
  if (shownFile() !== undefined) return new Map();
  try {
    const query = new URLSearchParams(filter).toString();
    const { attempts } = await askAdmin<{ readonly attempts: readonly WebhookAttempt[] }>(`webhooks?${query}`);
    return new Map(attempts.map((attempt) => [attempt.id, attempt]));
  } catch {
    return new Map();
  }
}
