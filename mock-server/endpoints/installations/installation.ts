import type { Account } from '../../domain/account.ts';
import type { Installation, Installations } from '../../domain/installations.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { headerToken, isBasic } from '../../http/credentials.ts';
import { cut } from '../../memory/cut.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';

/** What every answer carries, for the next `If-Match`. */
export function revisionHeader(installations: Installations): Readonly<Record<string, string>> {
  return { 'ac-revision': String(installations.revision()) };
}

/** The versions of the query that mean the same (decision D75). */
const VERSIONS: readonly (string | null)[] = [null, '1', '1.0', '2', '2.0'];

/** The account, for an agent who is logged in there. @throws Refusal `installation_unauthorized`. */
export function requireAdministrator(context: EndpointContext): Account {
  const account = requireAccount(context, 'installation_unauthorized');
  const header = context.call.headers['authorization'];
  const bearer = headerToken(header)?.token;
  if (bearer === undefined || isBasic(header) || /^oauth(?:\s|$)/i.test(bearer)) {
    refuse(
      'installation_unauthorized',
      'agent-bearer-missing',
      'send Authorization: Bearer with the bearer of an agent login',
    );
  }
  if (account.agentSessions.findByBearer(bearer, context.clock.nowSeconds()) === undefined) {
    refuse(
      'installation_unauthorized',
      'agent-bearer-unknown',
      'the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again',
    );
  }
  const version = context.call.query.get('v');
  if (!VERSIONS.includes(version))
    deviate(context, 'version', 'v is another one; the pages ask for v=1.0', 'installation_bad_request');
  return account;
}

/** The installation that the path names. @throws Refusal `installation_unknown`. */
export function requireInstallation({ parameters }: EndpointContext, { installations }: Account): Installation {
  const id = parameters['installation'] ?? '';
  const found = installations.find(id);
  if (found !== undefined) return found;
  const why = installations.apps.has(id) ? 'it was removed' : `the account has ${idsOf(installations)}`;
  return refuse('installation_unknown', 'installation-unknown', `there is no installation "${cut(id, 80)}"; ${why}`);
}

/** How many ids a refusal names. */
const MOST_NAMED = 3;

function idsOf(installations: Installations): string {
  const ids = installations.list().map((app) => cut(app.client_id, 80));
  const more = ids.length > MOST_NAMED ? ` and ${String(ids.length - MOST_NAMED)} more` : '';
  return ids.length === 0 ? 'none' : `${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/**
 * Refuses a change that was made from an older record (decision D75): `If-Match` is the `ac-revision` of the last
 * answer, bare, as an entity tag, or `*`. Without it the change is let pass and noted.
 *
 * @throws Refusal `installation_precondition_failed`.
 */
export function requireLastRevision(context: EndpointContext, installations: Installations): void {
  const sent = context.call.headers['if-match'];
  const last = String(installations.revision());
  if (sent === undefined) {
    deviate(
      context,
      'if-match-missing',
      `If-Match is missing; send the ac-revision of the last answer, which is ${last}`,
      'installation_precondition_failed',
      { headers: revisionHeader(installations) },
    );
    return;
  }
  const tags = sent.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
  if (tags.includes('*') || tags.includes(last)) return;
  refuse(
    'installation_precondition_failed',
    'revision-stale',
    `If-Match is ${cut(sent, 80)} and the installations are at ac-revision ${last}: read them again, then change`,
    { headers: revisionHeader(installations) },
  );
}
