/** A change that nobody can notice. */
export interface Equivalent {
  /** Its file, from the root. */
  readonly file: string;
  /** The text that is replaced, as it stands there, with all its white space as one space. */
  readonly code: string;
  /** What replaces it, in StrykerJS's spelling, white space as above. */
  readonly becomes: string;
  /** The line that it stands in, trimmed, where the same change elsewhere in the file is no equivalent. */
  readonly line?: string;
  /** Why nobody can notice. */
  readonly why: string;
}

/** At most 4 % of a folder, which the tool checks. One that a test notices is reported: it is none, and goes. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'mock-server/http/body.ts',
    code: 'body.length * 3 <= limitBytes',
    becomes: 'false',
    why: 'saves the counting of short bodies, nothing else',
  },
  {
    file: 'mock-server/http/body.ts',
    code: 'body.length * 3 <= limitBytes',
    becomes: 'body.length * 3 < limitBytes',
    why: 'saves the counting of short bodies, nothing else',
  },
  {
    file: 'mock-server/http/body.ts',
    code: 'body.length > limitBytes',
    becomes: 'false',
    why: 'what is longer in letters is longer in bytes, which are counted below',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'the expression fits every text as a whole, so anchors and what stands in for no match are never needed',
    line: "const [, scheme, token = ''] = /^(?:(bearer|jwt)(?:\\s+|$))?(.*)$/is.exec(header.trim()) ?? [];",
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '/^(?:(bearer|jwt)(?:\\s+|$))?(.*)$/is',
    becomes: '/(?:(bearer|jwt)(?:\\s+|$))?(.*)$/is',
    why: 'the expression fits every text as a whole, so anchors and what stands in for no match are never needed',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '/^(?:(bearer|jwt)(?:\\s+|$))?(.*)$/is',
    becomes: '/^(?:(bearer|jwt)(?:\\s+|$))?(.*)/is',
    why: 'the expression fits every text as a whole, so anchors and what stands in for no match are never needed',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '[]',
    becomes: '["Stryker was here"]',
    why: 'the expression fits every text as a whole, so anchors and what stands in for no match are never needed',
    line: "const [, scheme, token = ''] = /^(?:(bearer|jwt)(?:\\s+|$))?(.*)$/is.exec(header.trim()) ?? [];",
  },
  {
    file: 'mock-server/http/router.ts',
    code: 'path.length > LONG_PATH',
    becomes: 'true',
    why: 'detached segments are the same texts in memory of their own',
  },
  {
    file: 'mock-server/http/router.ts',
    code: 'path.length > LONG_PATH',
    becomes: 'false',
    why: 'detached segments are the same texts in memory of their own',
  },
  {
    file: 'mock-server/http/router.ts',
    code: 'path.length > LONG_PATH',
    becomes: 'path.length >= LONG_PATH',
    why: 'detached segments are the same texts in memory of their own',
  },
  {
    file: 'mock-server/http/router.ts',
    code: 'path.length > LONG_PATH',
    becomes: 'path.length <= LONG_PATH',
    why: 'detached segments are the same texts in memory of their own',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither text begins with the word and white space',
    line: "return /^basic\\s/i.test(header ?? '');",
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither text begins with the word and white space',
    line: "const encoded = /^basic\\s+([A-Za-z0-9+/=]+)\\s*$/i.exec(header ?? '')?.[1];",
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: 'encoded === undefined',
    becomes: 'false',
    why: 'what is not there cannot be decoded either, and what cannot be decoded is no credentials',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '/^([^:]+):(.+)$/s',
    becomes: '/^([^:]+):(.+)/s',
    why: 'the last part takes all that is left, line ends too',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '[]',
    becomes: '["Stryker was here"]',
    why: 'what is not there cannot be decoded either, and what cannot be decoded is no credentials',
    line: 'const [, user, password] = /^([^:]+):(.+)$/s.exec(atob(encoded)) ?? [];',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: 'user === undefined || password === undefined',
    becomes: 'false',
    why: 'what is not there cannot be decoded either, and what cannot be decoded is no credentials',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: 'user === undefined || password === undefined',
    becomes: 'user === undefined && password === undefined',
    why: 'the expression finds both or none',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: 'user === undefined',
    becomes: 'false',
    why: 'the expression finds both or none',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: 'password === undefined',
    becomes: 'false',
    why: 'the expression finds both or none',
  },
  {
    file: 'mock-server/http/credentials.ts',
    code: '{ return undefined; }',
    becomes: '{}',
    why: 'a function that ends returns undefined',
  },
  {
    file: 'mock-server/http/body-form.ts',
    code: "(headers['content-type'] ?? '').split(';')[0]?.trim",
    becomes: "(headers['content-type'] ?? '').split(';')[0].trim",
    why: 'what is split has a first part',
  },
  {
    file: 'mock-server/http/http-date.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'no time is the one that nothing is kept for',
  },
  {
    file: 'mock-server/http/http-date.ts',
    code: 'second !== lastSecond',
    becomes: 'true',
    why: 'saves the writing of the same second, nothing else',
  },
  {
    file: 'mock-server/errors/rows/discovery.ts',
    code: "service === 'csds'",
    becomes: 'true',
    why: 'of the errors of the connector list both envelopes make the same',
  },
  {
    file: 'mock-server/endpoints/deviations.ts',
    code: "(call.headers['content-type'] ?? '').split(';')[0]?.trim",
    becomes: "(call.headers['content-type'] ?? '').split(';')[0].trim",
    why: 'what is split has a first part',
  },
  {
    file: 'mock-server/endpoints/deviations.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither is the content type that is expected',
    line: "const sent = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();",
  },
  {
    file: 'mock-server/endpoints/deviations.ts',
    code: 'sent !== null',
    becomes: 'true',
    why: 'null is no number either by the expression',
  },
  {
    file: 'mock-server/endpoints/token-header.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither text has the scheme Basic',
    line: "export function whyMalformed({ name, kind, value = '' }: TokenHeader, token: string): string | undefined {",
  },
  {
    file: 'mock-server/endpoints/idp/authenticate.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'the path of its row always has the connector',
    line: "const connector = requireConnector(context, account, context.parameters['connector'] ?? '');",
  },
  {
    file: 'mock-server/endpoints/idp/lp-jwt-exchange.ts',
    code: '{ return undefined; }',
    becomes: '{}',
    why: 'a function that ends returns undefined',
  },
  {
    file: 'mock-server/endpoints/idp/misplaced-token.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither text has a token in it',
  },
  {
    file: 'mock-server/endpoints/sentinel/app-token.ts',
    code: "'by-option'",
    becomes: '""',
    why: 'whatever is not the other use is this one',
  },
  {
    file: 'mock-server/endpoints/sentinel/authorization.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'what is not listed was asked for',
    line: "const asked = parameters.get('redirect_uri') ?? '';",
  },
  {
    file: 'mock-server/endpoints/sentinel/mangled-secret.ts',
    code: '{ return undefined; }',
    becomes: '{}',
    why: 'a function that ends returns undefined',
  },
];
