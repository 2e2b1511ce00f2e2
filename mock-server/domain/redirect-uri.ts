import type { App } from './app.ts';

/** The longest redirect URI that is taken, in characters. */
export const LONGEST_REDIRECT_URI_CHARS = 2048;

/** A scheme and visible ASCII, but for what no URI may have in it (RFC 3986 section 2) and a fragment. */
const PLAIN_URI = /^[a-z][a-z0-9+.-]*:(?![^?]*\/\/[^/?]*@)[\x21\x24-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/i;

/** In a browser these run something, or open what is no place to send a code to. */
const UNFIT_SCHEME = /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|ws|wss):/i;

/**
 * Whether a text may be listed as a redirect URI: absolute and without a fragment (RFC 6749 section 3.1.2), of
 * characters that are safe in a header, without a user in it, and of a scheme that runs nothing.
 */
export function isRedirectUri(text: string): boolean {
  return (
    text.length <= LONGEST_REDIRECT_URI_CHARS && PLAIN_URI.test(text) && !UNFIT_SCHEME.test(text) && URL.canParse(text)
  );
}

/**
 * Names of the user's own machine, where nothing is given away that was not there before; written so that no reader of
 * URLs takes them for another host.
 */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:[/?]|$)/i;

function isLoopback(uri: string): boolean {
  return LOOPBACK.test(uri) && isRedirectUri(uri);
}

/** Where a browser is sent back to, or why nowhere. `isUnlisted`: to a place that no app lists. */
export type RedirectVerdict =
  | { readonly ok: true; readonly uri: string; readonly isUnlisted?: true }
  | { readonly ok: false; readonly failure: 'missing' | 'unlisted' };

/**
 * Where a browser may be sent for an app: to what was asked for, if the app lists exactly that; to the only one that it
 * lists, if nothing was asked for (RFC 6749 section 3.1.2.3).
 *
 * @param asked - `redirect_uri` as it was sent
 */
export function redirectFor({ redirectUris }: Pick<App, 'redirectUris'>, asked: string | undefined): RedirectVerdict {
  const listed = redirectUris === 'loopback' ? [] : redirectUris;
  if (asked === undefined) {
    const [only, ...others] = listed;
    return only === undefined || others.length > 0 ? { ok: false, failure: 'missing' } : { ok: true, uri: only };
  }
  if (listed.includes(asked)) return { ok: true, uri: asked };
  return redirectUris === 'loopback' && isLoopback(asked)
    ? { ok: true, uri: asked, isUnlisted: true }
    : { ok: false, failure: 'unlisted' };
}

/** The URI with parameters added to its query, as a form has them (RFC 6749 section 4.1.2). */
export function withParameters(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const glue = !uri.includes('?') ? '?' : /[?&]$/.test(uri) ? '' : '&';
  return `${uri}${glue}${new URLSearchParams(pairs).toString()}`;
}

/**
 * What a content security policy calls the place of a URI: its origin, or its scheme alone where it has none that a
 * policy could name, as a scheme of one's own or an address of IPv6.
 */
export function policySourceOf(uri: string): string {
  const { protocol, origin, hostname } = new URL(uri);
  return ['http:', 'https:'].includes(protocol) && !hostname.startsWith('[') ? origin : protocol;
}
