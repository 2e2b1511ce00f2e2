import fc from 'fast-check';
import type { EndpointRow } from '../../mock-server/endpoints/endpoint.ts';
import type { CallParts } from '../support/calls.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { anyLetter } from './any-letter.ts';

/** Any text a caller could put into a header. */
const headerValue = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 60,
});

/** What usually stands in the parameters of a path. */
const USUAL_SEGMENTS: Readonly<Record<string, readonly string[]>> = {
  '{account}': [ACCOUNT],
  '{service}': ['idp', 'swift'],
  '{connector}': ['default', '4567890', '4567891'],
  '{consumer}': ['jane'],
};

/** Parts of paths that are fine, hostile, or neither. */
function segment(parameter: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...(USUAL_SEGMENTS[parameter] ?? ['x'])) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        OTHER_ACCOUNT,
        'unknown',
        '__proto__',
        'constructor',
        '..',
        '.',
        '%',
        '%zz',
        '%00',
        '%2e%2e%2f',
        '%E0%A4',
        '%c0%af',
        ' ',
        '*',
        "'--",
        'a'.repeat(300),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: anyLetter, maxLength: 20 }) },
  );
}

/** A path of a row, its parameters filled with anything; now and then bent out of shape. */
function pathOf(patterns: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...patterns).chain((pattern) => {
    const parts = pattern.split('/').map((part) => (part.startsWith('{') ? segment(part) : fc.constant(part)));
    const whole = fc.tuple(...parts).map((filled) => filled.join('/'));
    return fc.oneof({ weight: 6, arbitrary: whole }, { weight: 1, arbitrary: bent(whole) });
  });
}

function bent(path: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(path, fc.constantFrom('', '/', '//', '%', '.', ';a=b', '\\', '\0'), fc.boolean(), fc.nat())
    .map(([text, extra, atEnd, position]) =>
      atEnd
        ? text + extra
        : text.slice(0, position % (text.length + 1)) + extra + text.slice(position % (text.length + 1)),
    );
}

/** The given method more often than not. */
export function methodLike(usual: string): fc.Arbitrary<string> {
  const others = [
    'GET',
    'POST',
    'HEAD',
    'OPTIONS',
    'PUT',
    'PATCH',
    'DELETE',
    'TRACE',
    'CONNECT',
    'get',
    'BREW',
    '__proto__',
    '',
  ];
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const name = fc.constantFrom(
  'v',
  'version',
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'state',
  'cb',
  'callback',
  '__d',
  '__proto__',
  'constructor',
  '',
  'v[]',
  'id_token',
);
const value = fc.oneof(
  fc.constantFrom(
    '1.0',
    '2.0',
    '3',
    '3.0',
    '',
    'client_credentials',
    'msg.consumer',
    'fn',
    'alert(1)',
    '%',
    '%zz',
    '%00',
    '%E0',
    'a b',
    '+',
    '__proto__',
    'null',
  ),
  fc.string({ unit: anyLetter, maxLength: 12 }),
);

/** A query or a form: parameters in any order and number, encoded or not. */
export const parameters = fc
  .array(fc.tuple(name, value, fc.constantFrom('=', '', '=='), fc.boolean()), { maxLength: 8 })
  .map((pairs) =>
    pairs
      .map(([key, text, equals, encoded]) => `${key}${equals}${encoded ? encodeURIComponent(text) : text}`)
      .join('&'),
  );

const member = fc.constantFrom(
  'client_id',
  'client_secret',
  'grant_type',
  'v',
  'ext_consumer_id',
  'id_token',
  'authCode',
  'code',
  'kind',
  'id',
  'type',
  'body',
  'brandId',
  'conversationId',
  'dialogId',
  'event',
  'message',
  'conversationField',
  'username',
  'password',
  'csrf',
  '__proto__',
  'constructor',
  'toString',
  'length',
);
const words = fc.constantFrom(
  '',
  'client_credentials',
  'userprofile.SetUserProfile',
  'cm.ConsumerRequestConversation',
  '.ams.ms.PublishEvent',
  'ms.PublishEvent',
  'cm.UpdateConversationField',
  'ms.GenerateURLForUploadFile',
  'ContentEvent',
  'CLOSE',
  'a.b.c',
  'a.b.c.d.e',
  ACCOUNT,
  '__proto__',
);

/** Any JSON text, more often than not with the members that endpoints look for. */
export const json: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string; list: string; object: string }>(
  (tie) => ({
    node: fc.oneof({ maxDepth: 5, withCrossShrink: true }, tie('leaf'), tie('object'), tie('object'), tie('list')),
    leaf: fc.oneof(
      words.map((word) => JSON.stringify(word)),
      fc.jsonValue({ maxDepth: 1 }).map((any) => JSON.stringify(any)),
      fc.constantFrom('null', '1e400', '-0', '0.1', '""', '[]', '{}'),
    ),
    list: fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    object: fc
      .array(fc.tuple(member, tie('node')), { maxLength: 5 })
      .map((pairs) => `{${pairs.map(([key, node]) => `${JSON.stringify(key)}:${node}`).join(',')}}`),
  }),
).node;

/** A JSON text with something missing, doubled or put in between. */
export const brokenJson = fc
  .tuple(json, fc.nat(), fc.constantFrom('', '"', '}', ']', ',', '\0', '\u2028', '\ud800', '<html>'))
  .map(([text, position, extra]) => text.slice(0, position % (text.length + 1)) + extra);

export const body = fc.oneof(
  { weight: 4, arbitrary: json },
  { weight: 2, arbitrary: parameters },
  { weight: 1, arbitrary: brokenJson },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', 'null', '[]', '{}', '\uFEFF{}', '['.repeat(5000), '<?xml version="1.0"?><a/>'),
  },
);

/** Good tokens of every kind, and some that are not. */
export interface Tokens {
  readonly appJwt: string;
  readonly consumerJws: string;
  readonly others: readonly string[];
}

/** A header that carries the token more often than not, and else anything. */
function carrying(token: string, others: readonly string[]): fc.Arbitrary<string | undefined> {
  const odd = fc.constantFrom(...others, '', 'Bearer', 'a.b.c', '...', 'x'.repeat(100_000), `${token}, ${token}`);
  const odds = fc.tuple(fc.constantFrom('', 'Bearer ', 'jwt ', 'Basic '), odd).map(([scheme, text]) => scheme + text);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(token) },
    { weight: 2, arbitrary: odds },
    { weight: 1, arbitrary: headerValue },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Headers as a caller sends them. */
export function headersWith({ appJwt, consumerJws, others }: Tokens): fc.Arbitrary<Record<string, string>> {
  return fc
    .record({
      authorization: carrying(appJwt, [consumerJws, ...others]),
      'x-lp-on-behalf': carrying(consumerJws, [appJwt, ...others]),
      'lp-on-behalf': fc.option(carrying(consumerJws, others), { freq: 1, nil: undefined }),
      'content-type': fc.option(
        fc.oneof(
          fc.constantFrom(
            'application/json',
            'application/x-www-form-urlencoded',
            'text/html',
            'multipart/form-data',
            ';',
            'application/json; charset=utf-16',
          ),
          headerValue,
        ),
        { nil: undefined },
      ),
      'client-properties': fc.option(
        fc.oneof(
          fc.constant('[object Object]'),
          json.map((text) => text.replace(/[^\x20-\x7e]/g, '?')),
          headerValue,
        ),
        { freq: 1, nil: undefined },
      ),
      origin: fc.option(fc.oneof(fc.constantFrom('null', 'https://shop.test'), headerValue), {
        freq: 1,
        nil: undefined,
      }),
      cookie: fc.option(headerValue, { freq: 1, nil: undefined }),
      'access-control-request-headers': fc.option(headerValue, { freq: 1, nil: undefined }),
      constructor: fc.option(headerValue, { freq: 1, nil: undefined }),
    })
    .map((headers) =>
      Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)),
    );
}

export const origin = fc.constantFrom(
  'http://localhost:4407',
  'https://api.liveperson.net',
  'http://[::1]:1',
  'http://127.0.0.1',
  'null',
  '',
);

/** Any call at the paths of a row, by its own method and query more often than not. */
export function callAt(row: EndpointRow, tokens: Tokens): fc.Arbitrary<CallParts> {
  const query = fc.oneof(
    fc.constant(row.query ?? ''),
    parameters,
    parameters.map((more) => `${row.query ?? ''}&${more}`),
  );
  const target = fc.tuple(pathOf(row.paths), query).map((parts) => parts.join('?'));
  return fc.record({ method: methodLike(row.method), target, headers: headersWith(tokens), body, origin });
}
