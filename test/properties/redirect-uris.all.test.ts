import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRedirectUri, policySourceOf, redirectFor, withParameters } from '../../mock-server/domain/redirect-uri.ts';
import { runs } from '../support/everything.ts';
import { anyLetter } from './any-letter.ts';

const LISTED = [
  'https://app.example.test/cb',
  'https://app.example.test/cb?tenant=1',
  'https://app.example.test/cb?',
  'http://localhost:3000/callback',
  'http://[::1]:3000/',
  'com.example.app:/cb',
  'https://app.example.test',
];

/** What may be put before, into or behind a URI to have a browser read another host than the mock does. */
const tricks = fc.constantFrom(
  '@evil.test',
  '.evil.test',
  '\\',
  '/..',
  '//evil.test',
  '%2f',
  '#',
  '?',
  '\t',
  '\r\n',
  ' ',
  '\0',
  'https:',
  'javascript:',
  '\u2028',
  '。',
);
const nearly = fc
  .tuple(fc.constantFrom(...LISTED), tricks, fc.nat())
  .map(([uri, trick, at]) => uri.slice(0, at % (uri.length + 1)) + trick + uri.slice(at % (uri.length + 1)));
const anyText = fc.oneof(nearly, fc.webUrl(), fc.string({ unit: anyLetter }), fc.constantFrom(...LISTED));

describe('the check of a redirect URI', () => {
  it('takes what the app lists, character by character, and nothing else', () => {
    fc.assert(
      fc.property(fc.subarray(LISTED), anyText, (redirectUris, asked) => {
        expect(redirectFor({ redirectUris }, asked)).toEqual(
          redirectUris.includes(asked) ? { ok: true, uri: asked } : { ok: false, failure: 'unlisted' },
        );
      }),
      { numRuns: runs(2000) },
    );
  });

  it('takes for a client that nobody configured what every reader of URLs takes for this machine, and nothing else', () => {
    fc.assert(
      fc.property(anyText, (asked) => {
        const verdict = redirectFor({ redirectUris: 'loopback' }, asked);
        if (!verdict.ok) return;
        const { protocol, hostname, username, password, hash } = new URL(asked);
        expect([['http:', 'https:'].includes(protocol), username, password, hash]).toEqual([true, '', '', '']);
        expect(['localhost', '127.0.0.1', '[::1]']).toContain(hostname);
        // As a reader sees it who splits at the first slashes, colon and slash.
        expect(asked).toMatch(/^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/?]|$)/i);
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(['http://127.1/', 'http://0x7f.0.0.1/', 'http://2130706433/', 'http://lOcAlHoSt./', 'http://localhost.'])(
    'does not take %s for this machine',
    (asked) => {
      const verdict = redirectFor({ redirectUris: 'loopback' }, asked);
      expect(verdict.ok).toBe(false);
    },
  );

  it.each([undefined, ''])('has nowhere to go to when nothing was asked for: %j', (asked) => {
    expect(redirectFor({ redirectUris: 'loopback' }, asked).ok).toBe(false);
    expect(redirectFor({ redirectUris: [] }, asked).ok).toBe(false);
  });
});

describe('a URI that may be listed', () => {
  it('is safe in a header and in a policy, and comes back whole from a reader of URLs', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (!isRedirectUri(text)) return;
        expect(text).toMatch(/^[\x21-\x7e]+$/);
        expect(text).not.toMatch(/["#<>\\^`{|}]/);
        expect(policySourceOf(text)).toMatch(/^[a-z][a-z0-9+.-]*:(?:\/\/[^\s;,'"]+)?$/);
        expect(new URL(text).username).toBe('');
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(LISTED)('may be %s', (uri) => {
    expect(isRedirectUri(uri)).toBe(true);
  });

  it.each([
    '',
    '/cb',
    'app.example.test/cb',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://app.example.test/#',
    'https://user@app.example.test/',
    'https://:secret@app.example.test/',
    'https://app.example.test/ä',
    'https://app.example.test/a b',
    `https://app.example.test/${'a'.repeat(2048)}`,
  ])('may not be %s', (uri) => {
    expect(isRedirectUri(uri)).toBe(false);
  });
});

describe('the address that a browser is sent to', () => {
  it('begins with the URI, brings every parameter back as it was, and keeps those that were there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTED),
        fc.dictionary(fc.constantFrom('code', 'state', 'error'), fc.string({ unit: anyLetter })),
        (uri, parameters) => {
          const location = withParameters(uri, parameters);
          expect(location.startsWith(uri)).toBe(true);
          expect(location).toMatch(/^[\x21-\x7e]+$/);
          const before = [...new URL(uri).searchParams];
          expect([...new URL(location).searchParams]).toEqual([...before, ...Object.entries(parameters)]);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
