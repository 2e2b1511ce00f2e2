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
    file: 'mock-server/messaging/routing.ts',
    code: "kind !== 'message-published' && kind !== 'chat-state-published'",
    becomes: 'true',
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "kind !== 'message-published' && kind !== 'chat-state-published'",
    becomes: "kind !== 'message-published' || kind !== 'chat-state-published'",
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "kind !== 'message-published'",
    becomes: 'true',
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "kind !== 'chat-state-published'",
    becomes: 'true',
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "'message-published'",
    becomes: '""',
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "'chat-state-published'",
    becomes: '""',
    why: 'what is said changes nothing about who is offered a conversation: saves looking',
  },
  {
    file: 'mock-server/messaging/routing.ts',
    code: "conversation.state === 'OPEN'",
    becomes: 'true',
    why: 'what is closed is never open again, so it does not matter who had it',
  },
  {
    file: 'mock-server/messaging/scripted-agent.ts',
    code: "'*'",
    becomes: '""',
    why: 'an empty text is a part of every message',
  },
  {
    file: 'mock-server/messaging/scripted-agent.ts',
    code: "option !== 'echo'",
    becomes: 'true',
    why: 'a text has no greeting',
    line: "if (option !== 'echo' && option.greeting !== undefined) say(ring.conversation, option.greeting);",
  },
  {
    file: 'mock-server/messaging/scripted-agent.ts',
    code: "'echo'",
    becomes: '""',
    why: 'a text has no greeting',
    line: "if (option !== 'echo' && option.greeting !== undefined) say(ring.conversation, option.greeting);",
  },
  {
    file: 'mock-server/messaging/sessions/agent-routing.ts',
    code: "typeof ringId === 'string'",
    becomes: 'true',
    why: 'the id of a ring is a text: nothing else finds one',
  },
  {
    file: 'mock-server/messaging/sessions/agent-session.ts',
    code: "'socket'",
    becomes: '""',
    why: 'a request that did not come by a call came by a socket',
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: 'sent?.scheme',
    becomes: 'sent.scheme',
    why: 'there is a verdict on a token that was sent alone',
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: "''",
    becomes: '"Stryker was here!"',
    why: 'neither is a token',
    line: "else if (setup.account === undefined) side.refusedLater('', UNKNOWN_ACCOUNT);",
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: 'account === undefined',
    becomes: 'false',
    why: 'who is known is of an account that is known',
    line: 'if (this.#consumerId === undefined || account === undefined)',
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: 'this.#isLong && account !== undefined',
    becomes: 'true',
    why: 'reads from the start, but there is no subscription yet that anything would be told to',
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: 'this.#isLong && account !== undefined',
    becomes: 'this.#isLong || account !== undefined',
    why: 'reads from the start, but there is no subscription yet that anything would be told to',
  },
  {
    file: 'mock-server/messaging/sessions/consumer-session.ts',
    code: 'account !== undefined',
    becomes: 'true',
    why: 'who is known is of an account that is known',
    line: 'if (this.#isLong && account !== undefined) this.#requestsOf(account, claims.sub).startReading();',
  },
  {
    file: 'mock-server/messaging/sessions/conversation-subscriptions.ts',
    code: "typeof subscriptionId !== 'string'",
    becomes: 'false',
    why: 'the id of a subscription is a text: nothing else finds one',
  },
  {
    file: 'mock-server/messaging/sessions/fate.ts',
    code: 'effect === undefined',
    becomes: 'false',
    why: 'no error is called undefined',
  },
];
