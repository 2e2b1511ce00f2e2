import type { Account, AccountState } from '../../domain/account.ts';
import type { AccountSettings } from '../../domain/account-options.ts';
import type { AgentSession, AgentUser } from '../../domain/agent.ts';
import type { Conversation, EarlierConversation, Message } from '../../domain/conversation.ts';
import type { AccountEvent } from '../../domain/event-log.ts';
import type { AgentPresence } from '../../domain/presence.ts';
import type { Profile } from '../../domain/profiles.ts';
import type { EarlierFile } from '../../domain/uploads.ts';
import { plainFile } from '../../domain/uploads.ts';
import type { FaultSnapshot } from './snapshot-data.ts';

/** Texts by name, each with what it is of, in their order. */
export type Rows = Map<string, string>;

/** What of an account is small enough for one row: what a snapshot has, and the secrets that a restart must not end. */
export interface AccountHead extends Omit<AccountState, 'conversations' | 'events' | 'uploads'> {
  readonly faults: readonly FaultSnapshot[];
  readonly users: readonly AgentUser[];
  readonly sessions: readonly AgentSession[];
  readonly presence: readonly AgentPresence[];
  /** Of an account that was created while the mock ran. */
  readonly settings?: AccountSettings | undefined;
}

/** An account as it was kept. */
export interface KeptAccount {
  readonly head: AccountHead;
  readonly state: AccountState;
  readonly profiles: readonly (readonly [string, Profile])[];
}

/** What became of rows: first some are gone, then others are put. */
export interface RowChanges {
  readonly gone: readonly string[];
  readonly put: Rows;
}

export interface RowWriter {
  /** The rows that are not what they were when it was last asked, and the names of those that are gone. */
  changes(): RowChanges;
  /** Whether something was said or changed in a conversation since then. */
  isTouched(): boolean;
  stop(): void;
}

/** Reads the row of an account for all that has no row of its own, but for its faults. */
export function headOf(account: Account): Omit<AccountHead, 'faults'> {
  const { clock, installations, revokedTokens, codeLogins, ids, agentSessions, presence } = account;
  const changed = installations.state();
  return {
    clock: clock.state(),
    ...(changed === undefined ? {} : { installations: changed }),
    revokedTokens: revokedTokens.list(),
    codeLogins: codeLogins.list(),
    ids: ids.state(),
    users: agentSessions.users(),
    sessions: agentSessions.all(),
    presence: presence.list(),
  };
}

/**
 * Follows an account, and writes it as rows: one for each conversation, message, file and profile, one for all else. So
 * a message that is said changes three small rows, however much was said before.
 *
 * @param readHead - the row for all else
 * @param isStored - whether all rows of the account are written already, as after it was read from them
 */
export function createRowWriter(account: Account, readHead: () => AccountHead, isStored: boolean): RowWriter {
  const touched = new Set<Conversation>();
  const written = new Map<string, unknown>();
  const messages = new Map<string, Message[]>();
  const files = new Set<string>();
  const profiles = new Set<string>();
  const stop = account.events.read(({ conversation }) => {
    touched.add(conversation);
  });
  let put: Rows = new Map();
  let gone: string[] = [];

  const write = (name: string, of: unknown, text: () => string): void => {
    if (written.get(name) === of) return;
    written.set(name, of);
    put.set(name, text());
  };
  const drop = (name: string): void => {
    if (written.delete(name)) gone.push(name);
  };
  const writeConversation = (conversation: Conversation): void => {
    const { id } = conversation;
    const { messages: said, ...rest } = conversation;
    const text = JSON.stringify(rest);
    write(`c/${id}`, text, () => text);
    const known = messages.get(id) ?? [];
    messages.set(id, known);
    // New ones come at the end, and the oldest are forgotten first.
    while (known.length > 0 && known[0] !== said[0])
      for (const forgotten of known.splice(0, 1)) drop(nameOf(id, forgotten));
    for (const message of said.slice(known.length)) {
      write(nameOf(id, message), message, () => JSON.stringify(message));
      known.push(message);
    }
  };
  const dropForgotten = (): void => {
    for (const id of messages.keys()) {
      if (account.conversations.find(id) !== undefined) continue;
      for (const message of messages.get(id) ?? []) drop(nameOf(id, message));
      messages.delete(id);
      drop(`c/${id}`);
    }
  };
  /** What is there by name, and nothing else of this kind. */
  const writeAll = <Of>(
    kind: 'f' | 'p',
    all: Iterable<readonly [string, Of]>,
    before: Set<string>,
    text: (of: Of) => string,
  ): void => {
    const now = new Map<string, Of>([...all].map(([id, of]) => [`${kind}/${id}`, of]));
    for (const name of before) if (!now.has(name) && before.delete(name)) drop(name);
    for (const [name, of] of now) {
      before.add(name);
      write(name, of, () => text(of));
    }
  };
  const writeTouched = (): void => {
    for (const conversation of touched)
      if (account.conversations.find(conversation.id) === conversation) writeConversation(conversation);
    touched.clear();
    dropForgotten();
  };
  const writeRest = (): void => {
    const head = JSON.stringify(readHead());
    write('h', head, () => head);
    const last = account.events.list().at(-1);
    if (last !== undefined) write('e', last, () => JSON.stringify(last));
    writeAll('f', account.uploads.all(), files, (file) => JSON.stringify(plainFile(file)));
    writeAll(
      'p',
      account.profiles.list().map(({ consumerId, profile }) => [consumerId, profile] as const),
      profiles,
      (profile) => JSON.stringify(profile),
    );
  };

  for (const conversation of account.conversations.all()) touched.add(conversation);
  if (isStored) {
    writeTouched();
    writeRest();
    put = new Map();
    gone = [];
  }
  return {
    changes: () => {
      writeTouched();
      writeRest();
      const changes = { put, gone };
      put = new Map();
      gone = [];
      return changes;
    },
    isTouched: () => touched.size > 0,
    stop,
  };
}

function nameOf(conversationId: string, { sequence }: Message): string {
  return `m/${conversationId}/${String(sequence)}`;
}

/** Reads an account from its rows; undefined when there is none. */
export function readRows(rows: Rows): KeptAccount | undefined {
  const text = rows.get('h');
  if (text === undefined) return undefined;
  const head = JSON.parse(text) as AccountHead;
  const conversations = new Map<string, EarlierConversation & { readonly messages: Message[] }>();
  const uploads: EarlierFile[] = [];
  const profiles: (readonly [string, Profile])[] = [];
  for (const [name, json] of rows) {
    if (name.startsWith('c/')) {
      const conversation = JSON.parse(json) as EarlierConversation;
      conversations.set(conversation.id, { ...conversation, messages: [] });
    } else if (name.startsWith('f/')) uploads.push(JSON.parse(json) as EarlierFile);
    else if (name.startsWith('p/')) profiles.push([name.slice(2), JSON.parse(json) as Profile]);
  }
  for (const [name, json] of rows) {
    const [kind, id = ''] = name.split('/');
    if (kind === 'm') conversations.get(id)?.messages.push(JSON.parse(json) as Message);
  }
  const last = rows.get('e');
  const events = last === undefined ? [] : [JSON.parse(last) as AccountEvent];
  const { clock, installations, revokedTokens, codeLogins, ids } = head;
  const state = { clock, conversations: [...conversations.values()], events, revokedTokens, uploads, codeLogins, ids };
  return { head, state: installations === undefined ? state : { ...state, installations }, profiles };
}
