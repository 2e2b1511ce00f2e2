import { describe, expect, it } from '@jest/globals';
import { createAgentSessions } from '../../../mock-server/domain/agent.ts';
import { createCodeLogins } from '../../../mock-server/domain/code-logins.ts';
import { consumerParticipant } from '../../../mock-server/domain/conversation.ts';
import type { Conversation, Message } from '../../../mock-server/domain/conversation.ts';
import type { Conversations } from '../../../mock-server/domain/conversations.ts';
import { createConversations } from '../../../mock-server/domain/conversations.ts';
import { createInstallations, MAX_INSTALLATIONS } from '../../../mock-server/domain/installations.ts';
import { createProfiles } from '../../../mock-server/domain/profiles.ts';
import { createRevokedTokens, MAX_REVOKED_TOKENS } from '../../../mock-server/domain/revoked-tokens.ts';
import { createUploads } from '../../../mock-server/domain/uploads.ts';
import { createIds } from '../../../mock-server/ids.ts';
import type { Tally } from '../../../mock-server/memory/budget.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';

const LOGIN = { clientId: 'app', loginName: 'ada', scope: 'openid' };
const APP = { grant_types: [], scope: 'a', enabled: true, deleted: false };

function conversationIn(tally: Tally, consumerId = 'jane'): readonly [Conversations, Conversation] {
  const conversations = createConversations(createIds('counted'), undefined, tally);
  return [conversations, conversations.open(consumerId)];
}

function publish(tally: Tally, event: Message['event']): () => void {
  const [conversations, conversation] = conversationIn(tally);
  conversations.publish(conversation, { from: consumerParticipant('jane'), audience: 'ALL', event }, true);
  return () => {
    conversations.clear();
  };
}

/** Keeps something with a text in it. Answers what has it forgotten. */
type Keep = (tally: Tally, text: string) => () => void;

const KEPT: readonly (readonly [what: string, leastBytes: number, keep: Keep])[] = [
  [
    'an agent that was introduced',
    300,
    (tally, name) => {
      const sessions = createAgentSessions(createIds('counted'), tally);
      sessions.introduce(name);
      return () => {
        sessions.forgetOlder();
      };
    },
  ],
  [
    'the session of an agent',
    1000,
    (tally, name) => {
      const sessions = createAgentSessions(createIds('counted'), tally);
      sessions.open(name, 0);
      return () => {
        sessions.forgetOlder();
      };
    },
  ],
  ...(['clientId', 'redirectUri', 'loginName', 'scope', 'challenge'] as const).map(
    (member): readonly [string, number, Keep] => [
      `the ${member} of a login by the code flow, with the places of its sessions`,
      50 * 32,
      (tally, text) => {
        const logins = createCodeLogins([], tally);
        logins.add('code', { ...LOGIN, [member]: text }, 0);
        return () => {
          logins.forgetOlder();
        };
      },
    ],
  ),
  ...([(text: string) => [text, { said: 'x' }], (text: string) => ['jane', { said: text }]] as const).map(
    (profileOf, index): readonly [string, number, Keep] => [
      `the ${index === 0 ? 'consumer' : 'text'} of a profile`,
      100,
      (tally, text) => {
        const [consumerId, profile] = profileOf(text) as [string, object];
        const profiles = createProfiles(tally);
        profiles.set(consumerId, { ...profile });
        return () => {
          profiles.set(consumerId, {});
        };
      },
    ],
  ),
  ...(['path', 'type'] as const).map((member): readonly [string, number, Keep] => [
    `the ${member} of a file`,
    300,
    (tally, text) => {
      const uploads = createUploads(createIds('counted'), tally);
      uploads.keep({ path: '/a', type: '', bytes: new Uint8Array(), [member]: text });
      return () => {
        uploads.forgetOlder();
      };
    },
  ]),
  [
    'the bytes of a file',
    300,
    (tally, text) => {
      const uploads = createUploads(createIds('counted'), tally);
      uploads.keep({ path: '/a', type: '', bytes: new Uint8Array(2 * text.length) });
      return () => {
        uploads.forgetOlder();
      };
    },
  ],
  [
    'a conversation',
    1000,
    (tally, consumerId) => {
      const [conversations] = conversationIn(tally, consumerId);
      return () => {
        conversations.clear();
      };
    },
  ],
  ['a message', 1000, (tally, message) => publish(tally, { type: 'ContentEvent', message })],
  [
    'a message with something in it that is no text',
    1000,
    (tally, text) => publish(tally, { type: 'RichContentEvent', content: { elements: [{ text }] } }),
  ],
];

describe('what is counted of the memory', () => {
  it.each(KEPT)('for %s is given back when it goes, to the last byte', (...[, , keep]) => {
    const tally = uncounted();
    keep(tally, 'text')();
    expect(tally.bytes()).toBe(0);
  });

  it.each(KEPT)('for %s is %i bytes at least, and two more for each letter', (...[, least, keep]) => {
    const [short, long] = [uncounted(), uncounted()];
    keep(short, 'text');
    keep(long, 'text'.padEnd(1004, 'x'));
    expect(short.bytes()).toBeGreaterThan(least);
    expect(long.bytes() - short.bytes()).toBeGreaterThanOrEqual(2000);
  });

  it('for an ordinary message is less than half a kilobyte: a few short texts', () => {
    const [without, withMessage] = [uncounted(), uncounted()];
    conversationIn(without);
    publish(withMessage, { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' });
    expect(withMessage.bytes() - without.bytes()).toBeLessThan(512);
  });

  it('for a message is given back with it, and none is counted in a conversation that is gone', () => {
    const tally = uncounted();
    const [conversations, conversation] = conversationIn(tally);
    const empty = tally.bytes();
    const say = (): void => {
      const from = consumerParticipant('jane');
      conversations.publish(
        conversation,
        { from, audience: 'ALL', event: { type: 'ContentEvent', message: 'a' } },
        true,
      );
    };
    say();
    const one = tally.bytes() - empty;
    for (let count = 0; count < 1999; count += 1) say();
    expect([conversation.messages.length, tally.bytes() - empty]).toEqual([1000, 1000 * one]);
    expect([conversations.forgetMessages(), tally.bytes() - empty]).toEqual([500, 500 * one]);
    conversations.clear();
    for (let count = 0; count < 1001; count += 1) say();
    expect(tally.bytes()).toBe(0);
  });

  it('for a turn of a conversation grows with those who take part in it, and goes with the conversation', () => {
    const grownBy = [1, 2, 3].map((count) => {
      const tally = uncounted();
      const [conversations, conversation] = conversationIn(tally);
      conversations.change(conversation, { participants: conversation.participants.slice() });
      const before = tally.bytes();
      const participants = Array.from({ length: count }, (_, index) => consumerParticipant(String(index)));
      conversations.change(conversation, { participants });
      const grown = tally.bytes() - before;
      const copy = createConversations(createIds('copy'), undefined, tally);
      copy.restore(conversations.list());
      conversations.clear();
      copy.clear();
      expect(tally.bytes()).toBe(0);
      return grown;
    });
    expect([(grownBy[1] ?? 0) - (grownBy[0] ?? 0), (grownBy[2] ?? 0) - (grownBy[1] ?? 0)]).toEqual([150, 150]);
  });

  it('for an app that was installed is what it says of itself now, and nothing once it has made room for another', () => {
    const tally = uncounted();
    const installations = createInstallations({ accountId: '100', configured: [], ids: createIds('a'), memory: tally });
    const installed = installations.install(APP);
    const bytes = tally.bytes();
    expect(bytes).toBeGreaterThan(500);
    if (installed === undefined) throw new Error('nothing was installed');
    installations.replace(installed, { ...APP, scope: 'x'.repeat(1001) });
    expect(tally.bytes()).toBe(bytes + 2000);
    installations.replace(installed, { ...APP, deleted: true });
    for (let count = 1; count < MAX_INSTALLATIONS; count += 1) installations.install(APP);
    expect(tally.bytes()).toBe(MAX_INSTALLATIONS * bytes);
    installations.install(APP);
    expect(tally.bytes()).toBe(MAX_INSTALLATIONS * bytes);
  });

  it('for a revoked token is given back when it is the oldest of too many', () => {
    const [tally, full] = [uncounted(), uncounted()];
    const name = (index: number): string => String(index).padStart(10, '0');
    createRevokedTokens([name(0)], tally);
    expect(tally.bytes()).toBeGreaterThan(100);
    const revoked = createRevokedTokens(
      Array.from({ length: MAX_REVOKED_TOKENS }, (_, index) => name(index)),
      full,
    );
    expect(full.bytes()).toBe(MAX_REVOKED_TOKENS * tally.bytes());
    revoked.add(name(MAX_REVOKED_TOKENS));
    expect(full.bytes()).toBe(MAX_REVOKED_TOKENS * tally.bytes());
    const long = uncounted();
    createRevokedTokens(['x'.repeat(1010)], long);
    expect(long.bytes() - tally.bytes()).toBe(2000);
  });
});
