import { describe, expect, it } from '@jest/globals';
import { checkSnapshot } from '../../../../mock-server/control/state/snapshot-schema.ts';
import { endpoints } from '../../../../mock-server/endpoints/index.ts';

const FARTHEST_MS = 8.64e15;
const DIGEST = '0123456789abcdef'.repeat(4);
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

const PARTICIPANT = { id: '1', pid: 'p', role: 'CONSUMER', state: 'ACTIVE' };
const MESSAGE = { sequence: 0, from: PARTICIPANT, atMs: 5, audience: 'ALL', event: { type: 'ContentEvent' } };
const TURN = { atMs: 5, skillId: '-1', participants: [PARTICIPANT] };
const CONVERSATION = {
  id: 'c',
  consumerId: 'jane',
  state: 'OPEN',
  nextSequence: 0,
  skillId: '-1',
  ttr: { ttrType: 'NORMAL', value: 60 },
  participants: [PARTICIPANT],
  startMs: 1,
  changedMs: 2,
  endMs: 3,
  closedBy: 'AGENT',
  waitsSinceMs: 4,
  csatRate: 5,
  note: 'said',
  turns: [TURN],
  messages: [MESSAGE],
};
const EVENT = { id: 0, kind: 'conversation-opened', atMs: 5, conversationId: 'c', sequence: 1 };
const APP = { client_id: 'a', grant_types: ['x'], scope: 's', enabled: true, deleted: false, installed: true };
const LOGIN = {
  code: DIGEST,
  clientId: 'a',
  redirectUri: 'https://a.example',
  loginName: 'l',
  scope: 's',
  challenge: 'c',
  expiresAtSeconds: 5,
  state: 'waiting',
  refreshToken: DIGEST,
};
const FILE = { path: '/a', type: 'text/plain', base64: 'YQ==' };
const FAULT = { id: 'f', spec: { error: 'reset' }, seen: 1, fired: 1 };
const PROFILE = { consumerId: 'jane', profile: { a: 1 } };
const CLOCK = { offsetMs: 0, frozenAtMs: null };
const ACCOUNT = {
  clock: CLOCK,
  faults: [FAULT],
  conversations: [CONVERSATION],
  events: [EVENT],
  installations: { revision: 1, apps: [APP] },
  profiles: [PROFILE],
  revokedTokens: ['t'],
  uploads: [FILE],
  codeLogins: [LOGIN],
  ids: 5,
};

const withAccount = (parts: object): unknown => ({ version: 1, accounts: { '1': { ...ACCOUNT, ...parts } } });
const withConversation = (parts: object): unknown => withAccount({ conversations: [{ ...CONVERSATION, ...parts }] });
const withLogin = (parts: object): unknown => withAccount({ codeLogins: [{ ...LOGIN, ...parts }] });
const withEvent = (parts: object): unknown => withAccount({ events: [{ ...EVENT, ...parts }] });
const withParticipant = (parts: object): unknown => withConversation({ participants: [{ ...PARTICIPANT, ...parts }] });
const withMessage = (parts: object): unknown => withConversation({ messages: [{ ...MESSAGE, ...parts }] });
const withClock = (parts: object): unknown => withAccount({ clock: { ...CLOCK, ...parts } });
const withApps = (apps: object[], revision = 1): unknown => withAccount({ installations: { revision, apps } });

describe('a snapshot', () => {
  it.each<[string, unknown]>([
    ['whole', { version: 1, mock: { clock: CLOCK, faults: [FAULT] }, accounts: { '1': ACCOUNT } }],
    ['without any account', { version: 1, accounts: {} }],
    [
      'of an older version',
      {
        version: 1,
        accounts: {
          '1': {
            clock: CLOCK,
            faults: [],
            conversations: [{ id: 'c', consumerId: 'j', state: 'CLOSE', nextSequence: 3 }],
            revokedTokens: [],
            ids: null,
          },
        },
      },
    ],
    ...['CONSUMER', 'ASSIGNED_AGENT', 'AGENT', 'MANAGER', 'READER', 'CONTROLLER'].map((role): [string, unknown] => [
      `with a participant who is ${role}`,
      withParticipant({ role, state: 'SUGGESTED' }),
    ]),
    ...['opened', 'changed', 'closed'].map((what): [string, unknown] => [
      `with an event: ${what}`,
      withEvent({ kind: `conversation-${what}` }),
    ]),
    ...['message-published', 'chat-state-published'].map((kind): [string, unknown] => [
      `with an event: ${kind}`,
      withEvent({ kind }),
    ]),
    ...['CONSUMER', 'AGENT', 'SYSTEM'].map((closedBy): [string, unknown] => [
      `closed by ${closedBy}`,
      withConversation({ closedBy }),
    ]),
    ...['waiting', 'used', 'revoked'].map((state): [string, unknown] => [
      `with a login ${state}`,
      withLogin({ state }),
    ]),
    ['with a note for agents', withMessage({ audience: 'AGENTS_AND_MANAGERS' })],
    ['with what a later version keeps of a conversation', withConversation({ later: 1 })],
    ['at one end of the calendar', withClock({ offsetMs: 2 * FARTHEST_MS, frozenAtMs: FARTHEST_MS })],
    ['at the other end', withClock({ offsetMs: -2 * FARTHEST_MS, frozenAtMs: -FARTHEST_MS })],
    ['with 200 faults', withAccount({ faults: many(200, () => FAULT) })],
    ['with 256 events', withAccount({ events: many(256, () => EVENT) })],
    ['with 100 turns', withConversation({ turns: many(100, () => TURN) })],
    ['with 1,000 messages', withConversation({ messages: many(1000, () => MESSAGE) })],
    ['with 1,000 profiles', withAccount({ profiles: many(1000, () => PROFILE) })],
    [
      'with long names',
      withLogin({ clientId: 'x'.repeat(1024), redirectUri: 'x'.repeat(2048), challenge: 'x'.repeat(128) }),
    ],
    ['with a login that ends with the calendar', withLogin({ expiresAtSeconds: FARTHEST_MS / 1000 })],
    ['with two apps', withApps([APP, { ...APP, client_id: 'b', others: { x: 1 } }], 2)],
  ])('is taken %s', (_, snapshot) => {
    expect(checkSnapshot(snapshot, endpoints)).toEqual(snapshot);
  });

  const at = 'snapshot: accounts.1.';
  it.each<[string, unknown]>([
    [`${at}clock.offsetMs: Invalid value: Expected <=`, withClock({ offsetMs: 2 * FARTHEST_MS + 4 })],
    [`${at}clock.offsetMs: Invalid value: Expected >=`, withClock({ offsetMs: -2 * FARTHEST_MS - 4 })],
    [`${at}clock.frozenAtMs: `, withClock({ frozenAtMs: FARTHEST_MS + 1 })],
    [`${at}clock.later: unknown option`, withClock({ later: 1 })],
    [`${at}later: unknown option`, withAccount({ later: 1 })],
    [`${at}ids: `, withAccount({ ids: 'x' })],
    [`${at}faults: Expected at most 200 faults`, withAccount({ faults: many(201, () => FAULT) })],
    [`${at}faults[0].id: `, withAccount({ faults: [{ ...FAULT, id: 5 }] })],
    [`${at}faults[0].seen: `, withAccount({ faults: [{ ...FAULT, seen: 'x' }] })],
    [`${at}faults[0].fired: `, withAccount({ faults: [{ ...FAULT, fired: 'x' }] })],
    [
      `${at}conversations: Expected conversations of different ids`,
      withAccount({ conversations: [CONVERSATION, CONVERSATION] }),
    ],
    [
      `${at}conversations: Expected at most 10000 conversations`,
      withAccount({ conversations: many(10_001, (id) => ({ ...CONVERSATION, id: String(id), messages: [] })) }),
    ],
    [`${at}conversations[0].state: `, withConversation({ state: 'CLOSED' })],
    [`${at}conversations[0].nextSequence: `, withConversation({ nextSequence: -1 })],
    [`${at}conversations[0].nextSequence: `, withConversation({ nextSequence: 0.5 })],
    [`${at}conversations[0].closedBy: `, withConversation({ closedBy: 'NOBODY' })],
    [`${at}conversations[0].startMs: `, withConversation({ startMs: FARTHEST_MS + 1 })],
    [`${at}conversations[0].ttr.`, withConversation({ ttr: { ttrType: 'NORMAL' } })],
    [`${at}conversations[0].turns: Expected at most 100 turns`, withConversation({ turns: many(101, () => TURN) })],
    [`${at}conversations[0].turns[0].skillId: `, withConversation({ turns: [{ ...TURN, skillId: 5 }] })],
    [
      `${at}conversations[0].messages: Expected at most 1000 messages`,
      withConversation({ messages: many(1001, () => MESSAGE) }),
    ],
    [`${at}conversations[0].messages[0].audience: `, withMessage({ audience: 'NOBODY' })],
    [`${at}conversations[0].messages[0].event: `, withMessage({ event: 'x' })],
    [`${at}conversations[0].participants[0].role: `, withParticipant({ role: 'NOBODY' })],
    [`${at}conversations[0].participants[0].state: `, withParticipant({ state: 'NOBODY' })],
    [`${at}conversations[0].participants[0].pid: `, withParticipant({ pid: 5 })],
    [`${at}events: Expected at most 256 events`, withAccount({ events: many(257, () => EVENT) })],
    [`${at}events[0].kind: `, withEvent({ kind: 'nothing' })],
    [`${at}events[0].conversationId: `, withEvent({ conversationId: 5 })],
    [`${at}revokedTokens: Expected at most 10000 tokens`, withAccount({ revokedTokens: many(10_001, String) })],
    [`${at}profiles: Expected at most 1000 profiles`, withAccount({ profiles: many(1001, () => PROFILE) })],
    [`${at}profiles[0].consumerId: `, withAccount({ profiles: [{ profile: {} }] })],
    [`${at}uploads: Expected at most 10000 files`, withAccount({ uploads: many(10_001, () => FILE) })],
    [`${at}uploads[0].base64: `, withAccount({ uploads: [{ ...FILE, base64: '%' }] })],
    [`${at}installations.revision: `, withApps([APP], 0)],
    [`${at}installations.apps: Expected app installations of different ids`, withApps([APP, APP])],
    [
      `${at}installations.apps: Expected at most 1000 app installations`,
      withApps(many(1001, (id) => ({ ...APP, client_id: String(id) }))),
    ],
    [`${at}installations.apps[0].installed: `, withApps([{ ...APP, installed: 1 }])],
    [`${at}codeLogins: Expected at most 1000 logins`, withAccount({ codeLogins: many(1001, () => LOGIN) })],
    [`${at}codeLogins[0].code: Expected a SHA-256 in hexadecimal digits`, withLogin({ code: `${DIGEST}0` })],
    [`${at}codeLogins[0].code: Expected a SHA-256 in hexadecimal digits`, withLogin({ code: `0${DIGEST}` })],
    [`${at}codeLogins[0].refreshToken: Expected a SHA-256`, withLogin({ refreshToken: 'G'.repeat(64) })],
    [`${at}codeLogins[0].clientId: `, withLogin({ clientId: 'x'.repeat(1025) })],
    [`${at}codeLogins[0].redirectUri: `, withLogin({ redirectUri: 'x'.repeat(2049) })],
    [`${at}codeLogins[0].challenge: `, withLogin({ challenge: 'x'.repeat(129) })],
    [`${at}codeLogins[0].expiresAtSeconds: `, withLogin({ expiresAtSeconds: FARTHEST_MS / 1000 + 1 })],
    [`${at}codeLogins[0].state: `, withLogin({ state: 'lost' })],
    ['snapshot: Invalid type: Expected Object but received 5', 5],
    ['snapshot: later: unknown option', { version: 1, accounts: {}, later: 1 }],
  ])('is refused: %s', (sentence, snapshot) => {
    const check = (): unknown => checkSnapshot(snapshot, endpoints);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(sentence);
  });

  it('is refused for a fault that could not be armed, of the mock or of an account', () => {
    const faults = [{ ...FAULT, spec: { error: 'reset', endpoint: 'none' } }];
    for (const snapshot of [{ version: 1, accounts: {}, mock: { clock: CLOCK, faults } }, withAccount({ faults })])
      expect(() => checkSnapshot(snapshot, endpoints)).toThrow('fault: no endpoint "none"');
  });
});
