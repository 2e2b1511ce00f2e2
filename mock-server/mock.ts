import firstAccount from '../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../fixtures/accounts/87654321.json' with { type: 'json' };
import defaultConnectors from '../fixtures/connectors.json' with { type: 'json' };
import type { MockFetch } from './adapters/fetch.ts';
import { createFetch } from './adapters/fetch.ts';
import { createClock, systemTime } from './clock.ts';
import type { MockOptions, Settings } from './config/options.ts';
import { settle } from './config/settle.ts';
import { isAdminPath } from './admin/path.ts';
import type { AccountRegister } from './control/state/account-register.ts';
import { revokeToken } from './control/revoke.ts';
import { createAccountRegister } from './control/state/account-register.ts';
import type { AccountControls, Controls } from './control/controls.ts';
import { accountControls, mockControls } from './control/controls.ts';
import type { ConversationControl } from './control/conversations/conversations.ts';
import { createConversationControl } from './control/conversations/conversations.ts';
import type { ScriptedAgent } from './control/conversations/agent.ts';
import { createScriptedAgents } from './control/conversations/agent.ts';
import type { SocketControl } from './control/conversations/sockets.ts';
import { createSocketControl } from './control/conversations/sockets.ts';
import { createFaultStore } from './control/faults/store.ts';
import type { Keys } from './control/keys/keys.ts';
import { createKeys } from './control/keys/keys.ts';
import { openCapture } from './control/capture/open.ts';
import { createChangeLog } from './control/changes/change-log.ts';
import { recordedKeys } from './control/changes/recorded.ts';
import { createJournalStore } from './control/journal/store.ts';
import type { Inspection } from './control/inspect.ts';
import type { Accounts } from './domain/accounts.ts';
import { createAccounts } from './domain/accounts.ts';
import { LIVEPERSON_DOMAINS, LIVEPERSON_HOSTS, PUBLIC_SITES, SERVICE_HOSTS } from './domain/hosts.ts';
import { settleOwnAccount, settleOwnConnectors } from './domain/own-accounts.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { isLivePersonUrl } from './pipeline/route.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import type { AnswerStream, BodyReader, Call, Reply } from './http/call.ts';
import type { Session, SocketLink } from './http/socket.ts';
import { createRouter } from './http/router.ts';
import { createIds } from './ids.ts';
import { lazily } from './lazily.ts';
import { createMemoryBudget } from './memory/budget.ts';
import { createConnectorKeys } from './tokens/connector-keys.ts';
import { createKeyRing } from './tokens/key-ring.ts';
import { createSigner } from './tokens/signer.ts';
import { createUnderWay } from './under-way.ts';

/** LivePerson's host names. */
export interface LivePersonHosts {
  /** The hosts whose names are known. */
  readonly known: readonly string[];
  /** The public web sites under {@link Mock.domains}, which the mock leaves alone. */
  readonly publicSites: readonly string[];
  /** The host of each service that the Domain API lists. */
  readonly services: Readonly<Record<string, string>>;
}

/** One row of the endpoint table: a documented URL with all its spellings. */
export type EndpointRow = Omit<Endpoint, 'handle' | 'connect' | 'renderFault'>;

/** A mock, with its own time, state and keys. Two mocks in one process share nothing. */
export interface Mock extends Controls {
  /** The options with the defaults filled in; frozen. */
  readonly settings: Settings;
  /** Lists, creates and removes accounts. */
  readonly accounts: AccountRegister;
  /** Publishes, rotates and retires signing keys; the JWKS follows. */
  readonly keys: Keys;
  /** The conversations, in which a test can take part. */
  readonly conversations: ConversationControl;
  /** The open sockets. */
  readonly sockets: SocketControl;
  /** The agent who answers by a script, see the option `agent`. */
  readonly agent: ScriptedAgent;
  /**
   * Answers one call. An error in the mock itself is a 500 that says so; `handle` rejects only with what your
   * `onExchange` or `watch` throws.
   */
  handle(call: Call): Promise<Reply>;
  /**
   * Opens a messaging socket, for a call that asks for an upgrade to WebSocket: what an adapter calls with each
   * handshake. Resolves to a session, which the adapter then tells of frames, or to the answer that refuses the
   * handshake. Rejects only with what your `onExchange` or `watch` throws.
   *
   * @param link - what the mock sends and closes with
   */
  connect(call: Call, link: SocketLink): Promise<Session | Reply>;
  /**
   * Resolves when nothing is under way any more: frames that wait for a signature to be checked, a socket that is about
   * to be closed. Calls are not counted, because who makes one waits for its answer.
   */
  settled(): Promise<void>;
  /**
   * A `fetch` that this mock answers: pass it to a client that accepts one. A `'reset'` fault gives `Response.error()`;
   * after a `'timeout'` fault only the request's signal ends the wait. Rejects as `fetch` does when the URL is invalid,
   * the request's body has already been read, or its signal aborts.
   */
  readonly fetch: MockFetch;
  /**
   * Answers one call to the admin API at `/__admin`. Its gate judges `peer`, `Host` and where the call comes from. No
   * fault fires at it, it is not in the journal, and it never rejects. With the option `admin: false` it answers as
   * `handle` does.
   *
   * @param readBody - reads the body once the call has been let in; without it, `call.body` is the body
   */
  admin(call: Call, readBody?: BodyReader): Promise<Reply | AnswerStream>;
  /**
   * Whether a path or a host is this mock's: `handle` answers it or, below `/__admin`, `admin`. An adapter passes
   * everything else on.
   */
  owns(path: string, host?: string): boolean;
  /** The endpoint table: everything that is mocked, one row for each documented URL. */
  readonly endpoints: readonly EndpointRow[];
  /** The host suffixes of LivePerson's production, alpha and QA zones; `hosts.publicSites` are excepted. */
  readonly domains: readonly string[];
  /**
   * Known hosts under those domains, for instance for a certificate or a shell variable. There are others; the domain
   * decides.
   */
  readonly hosts: LivePersonHosts;
  /** What a token says, and whether and where this mock would accept it now. */
  inspect(token: string): Promise<Inspection>;
  /**
   * Revokes an anonymous token: the IDP refuses it with 1049 from now on.
   *
   * @throws TypeError when it is anything but an LP_EXT_JWT, or of an account that this mock does not have.
   */
  revoke(token: string): void;
  /** The controls of one account. @throws TypeError when this mock has no such account. */
  account(accountId: string): AccountControls;
  /**
   * Goes back to the start, see {@link Controls.reset}; with an account id, only for that account. @throws TypeError
   * when there is no such account.
   */
  reset(accountId?: string): void;
}

/** The part of the memory that the journal keeps as long as something else can go. */
const JOURNAL_SHARE = 0.25;

/**
 * Makes a mock.
 *
 * @throws ConfigError naming the options that are unknown or out of range.
 */
export function createMock(options: MockOptions = {}): Mock {
  const settings = settle(options);
  const underWay = createUnderWay();
  const clock = createClock(settings.clock ?? systemTime, underWay.settled);
  const ids = createIds(settings.seed === undefined ? undefined : String(settings.seed));
  const faults = createFaultStore();
  const memory = createMemoryBudget(settings.limits.megabytes);
  const captured = openCapture(settings, memory);
  const { entriesPerAccount } = settings.journal;
  const journal = createJournalStore(entriesPerAccount, undefined, memory.tally(), captured.onClear);
  const agents = createScriptedAgents(settings, underWay, () => accounts);
  const accounts: Accounts = createAccounts({
    settings: settings.accounts ?? [firstAccount, secondAccount].map(settleOwnAccount),
    closed: settings.closed,
    maxUnconfigured: settings.limits.unconfiguredAccounts,
    clock,
    settled: underWay.settled,
    ids,
    defaultConnectors: settleOwnConnectors(defaultConnectors),
    memory,
    onMake: agents.onMake,
    onForget: (accountId) => {
      faults.clear(accountId);
      journal.clear(accountId);
    },
  });
  const keys = createKeyRing(clock, settings.keys);
  const signer = createSigner(memory);
  memory.giveUpInOrder([
    signer.remembered,
    ...captured.keepers,
    journal.keeper(memory.limitBytes * JOURNAL_SHARE),
    accounts.unconfiguredAccounts,
    accounts.closedConversations,
    accounts.agentSessions,
    accounts.messages,
    journal.keeper(0),
  ]);
  const engine = {
    settings,
    accounts,
    keys,
    signer: captured.keepTokens(signer),
    connectorKeys: createConnectorKeys(),
  };
  const changes = createChangeLog(() => journal.lastId());
  const controlled = { engine, keys, accounts, endpoints, clock, ids, faults, journal, changes };
  const path = { engine, router: createRouter(endpoints), clock, ids, faults, journal, memory, capture: captured.open };
  const handle = createPipeline(path);
  // Loaded with the first socket.
  const handshake = lazily(async () =>
    (await import('./pipeline/handshake.ts')).createHandshake(path, underWay, handle),
  );
  const controls = mockControls(controlled);
  for (const account of accounts.configured) agents.onMake(account);
  const mock: Mock = {
    settings,
    ...controls,
    reset: (accountId) => {
      agents.forget(accountId);
      controls.reset(accountId);
    },
    conversations: createConversationControl(accounts),
    sockets: createSocketControl(accounts),
    agent: { script: agents.script },
    account: (accountId) => accountControls(controlled, accountId),
    accounts: createAccountRegister(accounts, ids),
    keys: recordedKeys(createKeys(controlled), changes, clock),
    handle,
    connect: async (call, link) => (await handshake())(call, link),
    settled: underWay.settled,
    fetch: createFetch(handle),
    admin: settings.admin === false ? handle : async (call, readBody) => (await admin())(call, readBody),
    owns: (path, host = '') => (settings.admin !== false && isAdminPath(path)) || isLivePersonUrl(path, host),
    endpoints,
    domains: LIVEPERSON_DOMAINS,
    hosts: { known: LIVEPERSON_HOSTS, publicSites: PUBLIC_SITES, services: SERVICE_HOSTS },
    inspect: async (token) => (await inspector())(token),
    revoke: (token) => {
      revokeToken(accounts, token);
    },
  };
  // Loaded when somebody first asks for it: most mocks are controlled by their own verbs.
  const admin = lazily(async () =>
    (await import('./admin/admin.ts')).createAdmin(mock, { changes, clock, capture: captured.open }),
  );
  const inspector = lazily(async () =>
    (await import('./control/inspect.ts')).createInspector(engine, endpoints, clock),
  );
  return mock;
}
