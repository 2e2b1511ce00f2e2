import type { HttpHandler } from 'msw';
import type { Mock } from '../mock.ts';

/**
 * What the URLs at LivePerson's hosts and at these origins begin with.
 *
 * @throws TypeError when one of the origins is not an origin
 */
export function originPattern(
  { domains, hosts }: Pick<Mock, 'domains' | 'hosts'>,
  origins: readonly string[],
  scheme: 'http' | 'ws' = 'http',
): string {
  const notPublic = `(?!(?:${hosts.publicSites.map(quote).join('|')})(?:[:/?#]|$))`;
  const livePerson = `${scheme}s?://${notPublic}(?:[\\w-]+\\.)*(?:${domains.map(quote).join('|')})(?::\\d+)?`;
  return `(?:${[livePerson, ...origins.map((origin) => quote(originOf(origin).replace(/^http/, scheme)))].join('|')})`;
}

/** As MSW sees it: lower case, without the port that goes without saying. */
export function originOf(text: string): string {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.pathname === '/' && url.search === '') return url.origin;
  throw new TypeError(
    `not an origin: ${JSON.stringify(text)}. Give scheme and host, for instance 'http://localhost:4407'.`,
  );
}

/**
 * MSW tries one handler after the other, and takes URL and cookies apart anew for each: passing over a whole table so
 * would cost more than the call itself.
 */
export function passOverQuickly(handler: HttpHandler, pattern: RegExp): HttpHandler {
  const run = handler.run.bind(handler);
  handler.run = (args) => (pattern.test(args.request.url) ? run(args) : Promise.resolve(null));
  return handler;
}

export function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
