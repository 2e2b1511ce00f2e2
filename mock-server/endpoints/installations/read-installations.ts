import type { Installation } from '../../domain/installations.ts';
import { json } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import type { InstallationBody } from './bodies.ts';
import { requireAdministrator, requireInstallation, revisionHeader } from './installation.ts';

/**
 * The app installations of an account, without the removed ones: a top-level array.
 *
 * Source: app installation, as far as its record is shown; the answers are this mock's (decision D75).
 */
export const listInstallations: EndpointHandler = {
  handle: (context) => {
    const { installations } = requireAdministrator(context);
    return json(
      200,
      installations.list().map(recordOf) satisfies SuccessBody<'installations.list'>,
      revisionHeader(installations),
    );
  },
};

/** One of them. */
export const readInstallation: EndpointHandler = {
  handle: (context) => {
    const account = requireAdministrator(context);
    const record = recordOf(requireInstallation(context, account)) satisfies SuccessBody<'installations.read'>;
    return json(200, record, revisionHeader(account.installations));
  },
};

/**
 * The record on the wire: what a client has sent beside the documented members stands behind them, and then the id by
 * which LivePerson's own demo app asks for the installation again.
 */
export function recordOf({ others, ...record }: Installation): InstallationBody {
  return { ...record, ...others, id: record.client_id };
}
