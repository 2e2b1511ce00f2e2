import { expect, it } from '@jest/globals';
import { escaped, page } from '../../../mock-server/http/html.ts';

it('a page runs nothing, fetches nothing, is framed by nobody and kept by nobody, but for what it says it needs', () => {
  const headers = {
    'content-type': 'text/html;charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  expect(page(418, '<p>', ["form-action 'self'"])).toEqual({ status: 418, headers, body: '<p>' });
});

it('a text is escaped, letter by letter, for between tags and between quotes', () => {
  expect(escaped(`<a href="b" title='c'>&amp; d`)).toBe('&lt;a href=&quot;b&quot; title=&#39;c&#39;&gt;&amp;amp; d');
});
