import { describe, expect, it } from '@jest/globals';
import {
  isRedirectUri,
  policySourceOf,
  redirectFor,
  withParameters,
} from '../../../mock-server/domain/redirect-uri.ts';

const uriOfLength = (length: number): string => 'https://a.test/'.padEnd(length, 'a');

describe('a text that may be listed as a redirect URI', () => {
  it.each([
    'https://app.example.test/cb',
    'com.example.app+v1-2:/cb',
    'h:x',
    'https://app.example.test/?to=//me@app.example.test',
    'https://app.example.test/me@here',
    'https://app.example.test/a-javascript:x',
    "https://app.example.test/!$%25&'()*+,-.;=:@?[]_~",
    uriOfLength(2048),
  ])('is %s', (uri) => {
    expect(isRedirectUri(uri)).toBe(true);
  });

  it.each([
    '1https://app.example.test/',
    '/https://app.example.test/',
    ' https://app.example.test/',
    'https://app.example.test/ ',
    'https://app.example.test/\n',
    'https://app.example.test/\r\nx: y',
    'https:',
    'https://me@app.example.test/',
    'https://me:secret@app.example.test/',
    'https:/a//me@app.example.test/',
    'com.example.app:a/b//long-name:secret@app.example.test/?x',
    'https://app.example.test/#',
    'https://app.example.test/"',
    'https://app.example.test/<x>',
    'https://app.example.test/\\',
    'https://app.example.test/^',
    'https://app.example.test/`',
    'https://app.example.test/{x}',
    'https://app.example.test/|',
    'https://[app/',
    'https://app.example.test:99999/',
    uriOfLength(2049),
    ...['javascript', 'vbscript', 'data', 'blob', 'file', 'filesystem', 'about', 'view-source', 'ws', 'WSS'].map(
      (scheme) => `${scheme}:x`,
    ),
  ])('is not %j', (uri) => {
    expect(isRedirectUri(uri)).toBe(false);
  });
});

describe('where a browser is sent for a client that nobody configured', () => {
  it.each([
    'http://localhost',
    'http://localhost/cb',
    'https://localhost?x=1',
    'http://localhost:3000',
    'http://localhost:65535/cb',
    'http://127.0.0.1:80/cb?x',
    'https://[::1]:3000/cb',
    'HTTP://LOCALHOST/',
  ])('may be %s: its own machine', (uri) => {
    expect(redirectFor({ redirectUris: 'loopback' }, uri)).toEqual({ ok: true, uri, isUnlisted: true });
    expect(redirectFor({ redirectUris: [] }, uri)).toEqual({ ok: false, failure: 'unlisted' });
  });

  it.each([
    'https://app.example.test/',
    'https://app.example.test/http://localhost/',
    'http://localhost.example.test/',
    'http://localhost:',
    'http://localhost:x/',
    'http://localhost:123456/',
    'http://localhost:99999/',
    'http://localhost@app.example.test/',
    'http://localhost/#',
    'http://127.0.0.12/',
    'http://127x0.0.1/',
    'com.example.app://localhost/',
    'shttp://localhost/',
  ])('may not be %s', (uri) => {
    expect(redirectFor({ redirectUris: 'loopback' }, uri)).toEqual({ ok: false, failure: 'unlisted' });
  });
});

describe('where a browser is sent for an app', () => {
  const [one, other] = ['https://app.example.test/cb', 'https://app.example.test/cb2'];

  it.each([
    { redirectUris: [one], asked: undefined, verdict: { ok: true, uri: one } },
    { redirectUris: [one, other], asked: undefined, verdict: { ok: false, failure: 'missing' } },
    { redirectUris: [], asked: undefined, verdict: { ok: false, failure: 'missing' } },
    { redirectUris: 'loopback' as const, asked: undefined, verdict: { ok: false, failure: 'missing' } },
    { redirectUris: [one, other], asked: other, verdict: { ok: true, uri: other } },
    { redirectUris: 'loopback' as const, asked: 'loop', verdict: { ok: false, failure: 'unlisted' } },
    { redirectUris: 'loopback' as const, asked: '', verdict: { ok: false, failure: 'unlisted' } },
    { redirectUris: [one], asked: other, verdict: { ok: false, failure: 'unlisted' } },
    { redirectUris: [one], asked: '', verdict: { ok: false, failure: 'unlisted' } },
  ])('that lists $redirectUris: for $asked it is $verdict', ({ redirectUris, asked, verdict }) => {
    expect(redirectFor({ redirectUris }, asked)).toEqual(verdict);
  });

  it.each([
    ['https://a.test/cb', 'https://a.test/cb?code=1+2&state=%26'],
    ['https://a.test/cb?', 'https://a.test/cb?code=1+2&state=%26'],
    ['https://a.test/cb?x=1', 'https://a.test/cb?x=1&code=1+2&state=%26'],
    ['https://a.test/cb?x=1&', 'https://a.test/cb?x=1&code=1+2&state=%26'],
    ['https://a.test/cb?&x', 'https://a.test/cb?&x&code=1+2&state=%26'],
  ])('that lists %s gets its parameters there', (uri, location) => {
    expect(withParameters(uri, { code: '1 2', error: undefined, state: '&' })).toBe(location);
  });
});

it.each([
  ['https://app.example.test:8443/cb?x', 'https://app.example.test:8443'],
  ['http://localhost/', 'http://localhost'],
  ['http://[::1]:3000/', 'http:'],
  ['com.example.app:/cb', 'com.example.app:'],
  ['shttp://app.example.test/', 'shttp:'],
  ['https.x://app.example.test/', 'https.x:'],
])('a policy names the place of %s as %j', (uri, source) => {
  expect(policySourceOf(uri)).toBe(source);
});
