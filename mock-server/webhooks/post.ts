import { startStopwatch } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import { isLivePersonHost } from '../domain/hosts.ts';
import type { WebhookEndpoint } from '../domain/webhook-settings.ts';
import type { WebhookAttempt } from './attempt.ts';
import type { WebhookCarrier, WebhookPost } from './carrier.ts';
import { NO_RECEIVER, WebhookFailure } from './carrier.ts';
import { secretOf } from './installed.ts';
import type { SignBody } from './signature.ts';

/** Where a webhook goes, and what it says beside its body. */
export type Destination = Pick<WebhookEndpoint, 'url' | 'headers'>;

/** What came of an attempt: the status that was answered, or why there is none. No `reason`: it was delivered. */
export type AttemptResult = Pick<WebhookAttempt, 'status' | 'reason' | 'durationMs' | 'headers'>;

/** Who signs, and who may know a receiver, in the order in which they are asked. */
export interface PostSetup {
  readonly signBody: SignBody;
  readonly carriers: () => readonly WebhookCarrier[];
}

/** Sends a body once, signed for an app of an account. Never rejects. */
export async function postWebhook(
  { signBody, carriers }: PostSetup,
  account: Account,
  clientId: string,
  { url, headers }: Destination,
  body: string,
): Promise<AttemptResult> {
  const elapsedMs = startStopwatch();
  const own = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  let kept: Readonly<Record<string, string>> = {};
  try {
    const common = {
      'content-type': 'application/json',
      'x-liveperson-account-id': account.id,
      'x-liveperson-client-id': clientId,
      'x-liveperson-signature': await signBody(secretOf(account, clientId), body),
    };
    // What an installation has there is somebody's password more often than not.
    kept = { ...Object.fromEntries(own.map(([name]) => [name, NOT_KEPT])), ...common };
    const status = await statusOf(carriers(), { url, headers: { ...Object.fromEntries(own), ...common }, body });
    const reason = status === 200 || status === 201 ? undefined : statusReason(status);
    return { status, reason, durationMs: elapsedMs(), headers: kept };
  } catch (error) {
    return { status: undefined, reason: reasonOf(error), durationMs: elapsedMs(), headers: kept };
  }
}

/** Stands in an attempt for the value of a header that is the installation's own. */
const NOT_KEPT = '<not kept>';

/** @throws WebhookFailure when there is no whole answer, or nobody to ask. */
async function statusOf(carriers: readonly WebhookCarrier[], post: WebhookPost): Promise<number> {
  if (isLivePersonHost(new URL(post.url).hostname))
    throw new WebhookFailure("the address is a host of LivePerson's, which this mock stands for: it would tell itself");
  for (const carry of carriers) {
    const answer = await carry(post);
    if (answer !== undefined) return answer.status;
  }
  throw new WebhookFailure(NO_RECEIVER);
}

function statusReason(status: number): string {
  const isRedirect = status >= 300 && status < 400;
  return `answered with ${String(status)}${isRedirect ? ', which is not followed' : ''}; only 200 and 201 count`;
}

function reasonOf(error: unknown): string {
  if (error instanceof WebhookFailure || error instanceof TypeError) return error.message;
  return `the delivery failed: ${error instanceof Error ? error.name : typeof error}`;
}
