import { empty, json } from '../../http/answer.ts';
import { refuse } from '../../errors/refusal.ts';
import { MAX_INSTALLATIONS } from '../../domain/installations.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { readRecord } from './installation-body.ts';
import { requireAdministrator, requireInstallation, requireLastRevision, revisionHeader } from './installation.ts';
import { recordOf } from './read-installations.ts';

/** Installs an app: with a new id and a new secret, which Sentinel takes from now on (decision D75). */
export const installApp: EndpointHandler = {
  handle: (context) => {
    const { installations } = requireAdministrator(context);
    const record = readRecord(context, undefined);
    requireLastRevisionIfSent(context, installations);
    const installed =
      installations.install(record) ??
      refuse(
        'installation_bad_request',
        'memory-full',
        `the account has ${String(MAX_INSTALLATIONS)} app installations already; remove one`,
      );
    const body = recordOf(installed) satisfies SuccessBody<'installations.install'>;
    return json(201, body, revisionHeader(installations));
  },
};

/** Puts another record in the place of one; id and secret stay. */
export const replaceInstallation: EndpointHandler = {
  handle: (context) => {
    const account = requireAdministrator(context);
    const { installations } = account;
    const before = requireInstallation(context, account);
    const record = readRecord(context, before);
    requireLastRevision(context, installations);
    const after = installations.replace(before, record);
    return json(200, recordOf(after) satisfies SuccessBody<'installations.replace'>, revisionHeader(installations));
  },
};

/** Removes one: Sentinel refuses it from now on. */
export const removeInstallation: EndpointHandler = {
  handle: (context) => {
    const account = requireAdministrator(context);
    const { installations } = account;
    const before = requireInstallation(context, account);
    requireLastRevision(context, installations);
    installations.remove(before);
    return empty(204, revisionHeader(installations));
  },
};

/** A new app has no record that could be stale: whoever sends no `If-Match` has nothing to be told. */
function requireLastRevisionIfSent(...[context, installations]: Parameters<typeof requireLastRevision>): void {
  if (context.call.headers['if-match'] !== undefined) requireLastRevision(context, installations);
}
