import type { Call } from '../../http/call.ts';
import { AdminError } from './admin-error.ts';

/**
 * Lets in who talks to the control room by a name of its own: loopback or a configured host, and from no other page.
 *
 * Every page that its user visits can reach a mock on localhost. A page of another origin gives itself away by `Origin`
 * or `Sec-Fetch-Site`; one whose own name was made to lead here (DNS rebinding) by `Host`.
 *
 * @param hosts - what may stand in `Host` beside loopback names and addresses, each with or without a port
 * @throws AdminError 403 for everybody else.
 */
export function admit(call: Call, hosts: readonly string[]): void {
  const host = call.headers['host'];
  if (host === undefined || !isOwnHost(host, hosts)) {
    throw new AdminError(403, 'the control room answers at loopback names and addresses only; others go into the option admin.hosts');
  }
  const { origin } = call.headers;
  if (origin !== undefined && origin !== new URL(call.origin).origin) {
    throw new AdminError(403, 'the control room answers no page of another origin');
  }
  if (isFromOtherSite(call)) throw new AdminError(403, 'the control room answers no page of another site');
}

/** What may stand in `Host`: a name or an address, and a port. Nothing that a URL would read otherwise. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Addresses cannot be made to lead elsewhere, and neither can the bare name `localhost` (RFC 6761 section 6.3). */
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function isOwnHost(host: string, hosts: readonly string[]): boolean {
  const asked = readHost(host);
  if (asked === undefined) return false;
  return LOOPBACK.test(asked.hostname) || hosts.some((each) => {
    const configured = readHost(each);
    return configured?.hostname === asked.hostname && (!/:\d+$/.test(each) || configured.port === asked.port);
  });
}

/** As browsers read it: lower case, addresses in their usual form. */
function readHost(host: string): URL | undefined {
  const url = `http://${host}`;
  return HOST.test(host) && URL.canParse(url) ? new URL(url) : undefined;
}

/**
 * What browsers say about GETs that carry no `Origin`, a picture or a script for instance (Fetch Metadata). A link that
 * was followed is let in: the page that it stood on learns nothing.
 */
function isFromOtherSite({ method, headers }: Call): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== 'cross-site' && site !== 'same-site') return false;
  return !(method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/**
 * Lets changes in that name JSON as their content type: no form and no script can, unless the browser asks first, and
 * that is refused.
 *
 * @throws AdminError 415 otherwise.
 */
export function requireJson({ method, headers }: Call): void {
  if (method === 'GET' || method === 'HEAD' || isJson(headers['content-type'])) return;
  throw new AdminError(415, 'a change needs content-type: application/json, even without a body');
}
