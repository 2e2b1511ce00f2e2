import type { ClockState, RestorableClock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import type { AccountSettings, AgentOptions } from './account-options.ts';
import type { AgentSessions } from './agent.ts';
import { createAgentSessions } from './agent.ts';
import type { CodeLogins, KeptLogin } from './code-logins.ts';
import { createCodeLogins } from './code-logins.ts';
import type { Connections } from './connections.ts';
import { createConnections } from './connections.ts';
import type { Connector } from './connector.ts';
import { leaveWithLastLogin } from './departures.ts';
import type { EarlierConversation } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import { createConversations, MAX_CONVERSATIONS_PER_ACCOUNT } from './conversations.ts';
import type { AccountEvent, EventLog } from './event-log.ts';
import { createEventLog } from './event-log.ts';
import type { Installation, Installations, InstallationsState } from './installations.ts';
import { createInstallations } from './installations.ts';
import type { Presence } from './presence.ts';
import { createPresence } from './presence.ts';
import type { EarlierProfile, Profiles } from './profiles.ts';
import { createProfiles } from './profiles.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import { createRevokedTokens } from './revoked-tokens.ts';
import type { EarlierFile, Uploads } from './uploads.ts';
import { createUploads } from './uploads.ts';

/** One LivePerson account: the cell that all state hangs on. Two accounts never share any. */
export interface Account {
  readonly id: string;
  /** What it was made from. */
  readonly settings: AccountSettings;
  readonly agents: readonly AgentOptions[];
  readonly agentSessions: AgentSessions;
  /** The app installations, which can be changed while the mock runs. */
  readonly installations: Installations;
  /** The same by their `client_id`, removed ones too. */
  readonly apps: ReadonlyMap<string, Installation>;
  /** Who has logged in at Sentinel, for an app. */
  readonly codeLogins: CodeLogins;
  readonly connectors: readonly Connector[];
  /** The feature Messaging.Un_Auth_Messaging. */
  readonly unAuthMessaging: boolean;
  readonly conversations: Conversations;
  /** What happened in the account: what sockets and all others who must hear of it read. */
  readonly events: EventLog;
  /** The consumers' profiles. */
  readonly profiles: Profiles;
  /** Which agents are there, and how available. */
  readonly presence: Presence;
  readonly revokedTokens: RevokedTokens;
  readonly connections: Connections;
  /** The files of conversations. */
  readonly uploads: Uploads;
  /** What of it was ever asked for: looking here makes nothing. */
  readonly existing: { readonly uploads?: Uploads | undefined; readonly codeLogins?: CodeLogins | undefined };
  /** Follows the mock's clock, and can be moved on its own. */
  readonly clock: RestorableClock;
  readonly ids: Ids;
  /** Counts what is kept of the account. */
  readonly memory: Tally;
}

/** What was done to an account, as plain data without a secret. Agents' sessions are not in it. */
export interface AccountState {
  readonly clock: ClockState;
  readonly conversations: readonly EarlierConversation[];
  /** The last events; absent in a snapshot of an older version. */
  readonly events?: readonly AccountEvent[] | undefined;
  /** Absent where the app installations are as they were configured. */
  readonly installations?: InstallationsState | undefined;
  /** What consumers have said of themselves; absent when nobody has. */
  readonly profiles?: readonly EarlierProfile[] | undefined;
  readonly revokedTokens: readonly string[];
  /** The uploaded files; absent when there are none. */
  readonly uploads?: readonly EarlierFile[] | undefined;
  /** Logins by Sentinel's code flow, without what was given out; absent in a snapshot of an older version. */
  readonly codeLogins?: readonly KeptLogin[] | undefined;
  /** Where the account's ids stand; null without a seed. */
  readonly ids: number | null;
}

/** What an account is made with, beside its settings. */
export interface AccountSupplies {
  readonly clock: RestorableClock;
  readonly ids: Ids;
  readonly memory: Tally;
  readonly defaultConnectors: readonly Connector[];
  /** Called once with the account, when it has installations: at once, or when an agent first asks for them. */
  onInstallations?(account: Account): void;
}

const NO_APPS: ReadonlyMap<string, Installation> = new Map();

export function createAccount(settings: AccountSettings, supplies: AccountSupplies, state?: AccountState): Account {
  const { clock, ids, memory, defaultConnectors } = supplies;
  const earlier: Partial<AccountState> = state ?? {};
  const events = createEventLog(clock.now, earlier.events);
  const conversations = createConversations(ids, MAX_CONVERSATIONS_PER_ACCOUNT, memory, clock.now, events);
  if (state !== undefined) {
    clock.resume(state.clock);
    ids.resume(state.ids);
    conversations.restore(state.conversations);
  }
  let installations: Installations | undefined;
  const openInstallations = (): Installations => {
    if (installations !== undefined) return installations;
    const setup = { accountId: settings.accountId, configured: settings.apps, ids: ids.fork('installations'), memory };
    installations = createInstallations(setup, earlier.installations);
    supplies.onInstallations?.(account);
    return installations;
  };
  // Most accounts that nobody configured never need them, and there may be hundreds.
  const existing: { uploads?: Uploads; codeLogins?: CodeLogins } = {};
  const codeLogins = (): CodeLogins => (existing.codeLogins ??= createCodeLogins(earlier.codeLogins, memory));
  const uploads = (): Uploads => (existing.uploads ??= createUploads(ids, memory, earlier.uploads));
  const agentSessions = createAgentSessions(ids.fork('agents'), memory);
  const presence = createPresence();
  leaveWithLastLogin({ agentSessions, presence, clock });
  const account: Account = {
    id: settings.accountId,
    settings,
    agents: settings.agents,
    agentSessions,
    get installations() {
      return openInstallations();
    },
    get apps() {
      return installations?.apps ?? NO_APPS;
    },
    get codeLogins() {
      return codeLogins();
    },
    connectors: settings.connectors ?? defaultConnectors,
    unAuthMessaging: settings.unAuthMessaging,
    conversations,
    events,
    profiles: createProfiles(memory, earlier.profiles),
    presence,
    revokedTokens: createRevokedTokens(earlier.revokedTokens, memory),
    connections: createConnections(),
    get uploads() {
      return uploads();
    },
    existing,
    clock,
    ids,
    memory,
  };
  if (settings.apps.length > 0 || earlier.installations !== undefined) openInstallations();
  // Counted from the start: what a snapshot brings takes its place.
  if (earlier.codeLogins !== undefined) codeLogins();
  if (earlier.uploads !== undefined) uploads();
  return account;
}

/** The account is gone, or another has its place: its sockets are closed, and nothing of it falls due any more. */
export function endAccount({ connections, clock, memory }: Account, sentence: string): void {
  connections.endAll(sentence);
  clock.stop();
  memory.release();
}

export function accountState(account: Account): AccountState {
  const { clock, conversations, events, profiles, revokedTokens, uploads, codeLogins, ids } = account;
  const told = profiles.list();
  const files = uploads.list();
  const installations = account.installations.state();
  return {
    clock: clock.state(),
    conversations: conversations.list(),
    events: events.list(),
    ...(installations === undefined ? {} : { installations }),
    ...(told.length === 0 ? {} : { profiles: told }),
    revokedTokens: revokedTokens.list(),
    ...(files.length === 0 ? {} : { uploads: files }),
    codeLogins: codeLogins.list(),
    ids: ids.state(),
  };
}
