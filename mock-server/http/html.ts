import type { Answer } from './call.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand in HTML, between tags and between the quotes of an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/**
 * A page for people: nothing on it runs, nothing is fetched, nobody frames it or keeps it.
 *
 * @param policy - what its content security policy allows beyond that, for instance `form-action 'self'`
 */
export function page(status: number, document: string, policy: readonly string[]): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", ...policy].join(
        '; ',
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: document,
  };
}
