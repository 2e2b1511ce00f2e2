import { cut } from '../memory/cut.ts';
import type { Call } from '../http/call.ts';
import { AdminError } from './admin-error.ts';

/**
 * Lets in who is on this machine and calls the admin API by a name of its own, from no other page.
 *
 * Every page that its user visits can reach a mock on localhost. A page of another origin gives itself away by `Origin`
 * or `Sec-Fetch-Site`; one whose own name was made to lead here (DNS rebinding) by `Host`. Another machine is told by
 * its connection, and what a proxy passes on by the headers that proxies add.
 *
 * @param hosts - what may stand in `Host` beside loopback names and addresses, each with or without a port. Who calls
 * by one of these may be anywhere.
 * @throws AdminError 403 for everybody else, with what failed and what to do.
 */
export function admit(call: Call, hosts: readonly string[]): void {
  const asked = readHost(call.headers['host'] ?? '');
  if (!isConfigured(asked, hosts)) {
    requireNear(call);
    if (asked === undefined || !LOOPBACK.test(asked.hostname)) throw hostRefused(call.headers['host']);
  }
  const { origin, 'sec-fetch-site': site } = call.headers;
  if (origin !== undefined && origin !== new URL(call.origin).origin) {
    throw refused(
      `the admin API does not answer pages of another origin; Origin is ${quote(origin)}`,
      `open one of its own at ${quote(call.origin)}`,
    );
  }
  if (isFromOtherSite(call)) {
    const failed = `the admin API does not answer pages of another site; Sec-Fetch-Site is ${quote(site ?? '')}`;
    throw refused(failed, 'call it from a program or a page of its own');
  }
}

/** @param remedy - what to do, behind what failed */
function refused(failed: string, remedy: string): AdminError {
  return new AdminError(403, `${failed}; ${remedy}`);
}

const COME_NEAR = 'call it from this machine directly, or add the host name that you use to the option admin.hosts';

/** @throws AdminError 403 when the caller is not on this machine, or a proxy passed the call on. */
function requireNear({ peer, headers }: Call): void {
  if (peer !== 'loopback' && peer !== 'in-process') {
    const failed =
      'the admin API only answers callers on this machine; this call comes from another machine or through a proxy (HTTP/1.0)';
    throw refused(failed, COME_NEAR);
  }
  const forwarding = Object.keys(headers).find((name) => FORWARDING.test(name));
  if (forwarding !== undefined) {
    throw refused(
      `the admin API does not answer calls passed on by a proxy; this one has the header ${quote(forwarding)}`,
      COME_NEAR,
    );
  }
}

/** What proxies add: RFC 7239, RFC 9110 section 7.6.3, and those that stand for them by custom. */
const FORWARDING =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-(?:real|client|cluster-client)-ip|true-client-ip|cf-connecting-ip)$/;

function hostRefused(host: string | undefined): AdminError {
  const said = host === undefined || host === '' ? 'there is none' : `it is ${quote(host)}`;
  const failed = `Host must be a loopback name or address for the admin API; ${said}`;
  return refused(failed, 'call it at localhost, or add this host to the option admin.hosts');
}

function quote(text: string): string {
  return JSON.stringify(cut(text));
}

/** What may stand in `Host`: a name or an address, and a port. Nothing that a URL would read otherwise. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Addresses cannot be made to lead elsewhere, and neither can the bare name `localhost` (RFC 6761 section 6.3). */
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function isConfigured(asked: URL | undefined, hosts: readonly string[]): boolean {
  return (
    asked !== undefined &&
    hosts.some((each) => {
      const configured = readHost(each);
      return configured?.hostname === asked.hostname && (!/:\d+$/.test(each) || configured.port === asked.port);
    })
  );
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
