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
];
