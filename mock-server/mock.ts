import firstAccount from '../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../fixtures/accounts/87654321.json' with { type: 'json' };
import defaultConnectors from '../fixtures/connectors.json' with { type: 'json' };
import type { Awaitable } from './awaitable.ts';
import { proceed } from './awaitable.ts';
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
import type { AgentClient, AgentClientOptions } from './control/clients/agent-client.ts';
import type { ConsumerClient, ConsumerClientOptions } from './control/clients/consumer-client.ts';
import type { ScriptedAgent } from './control/conversations/agent.ts';
import { createScriptedAgents } from './control/conversations/agent.ts';
import { createFaultStore } from './control/faults/store.ts';
import type { Keys } from './control/keys/keys.ts';
import { createKeys } from './control/keys/keys.ts';
import type { Capture } from './control/capture/capture.ts';
import { openCapture } from './control/capture/open.ts';
import { createChangeLog } from './control/changes/change-log.ts';
import { recordedKeys } from './control/changes/recorded.ts';
import { createJournalStore } from './control/journal/store.ts';
import type { Inspection } from './control/inspect.ts';
import type { Accounts } from './domain/accounts.ts';
import { createAccounts } from './domain/accounts.ts';
import { LIVEPERSON_DOMAINS, LIVEPERSON_HOSTS, PUBLIC_SITES, SERVICE_HOSTS } from './domain/hosts.ts';
import { settleOwnAccount, settleOwnConnectors } from './domain/own-accounts.ts';
import type { PipelineSetup } from './pipeline/pipeline.ts';
import type { EndpointRow } from './endpoints/endpoint.ts';
import { endpoints, isLivePersonUrl } from './endpoints/index.ts';
import type { AnswerStream, BodyReader, Call, Reply } from './http/call.ts';
import type { Session, SocketLink } from './http/socket.ts';
import { createIds } from './ids.ts';
import { inTurn, lazily } from './lazily.ts';
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

/** A mock, with its own time, state and keys. Two mocks in one process share nothing. */
export interface Mock extends Controls {
  /** The options with the defaults filled in; frozen. */
  readonly settings: Settings;
  /** Lists, creates and removes accounts. */
  readonly accounts: AccountRegister;
  /** Publishes, rotates and retires signing keys; the JWKS follows. */
  readonly keys: Keys;
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
   * Opens a consumer's socket, with a token of its own, for a test to talk through: instead of frames by hand. The
   * account's journal has its frames as any client's.
   *
   * @throws TypeError when an option is unknown, or the mock has no such account.
   * @throws SocketRefusal when the mock refuses the token or the handshake; `code` is the close code or the status.
   */
  consumer(options?: ConsumerClientOptions): Promise<ConsumerClient>;
  /**
   * Logs an agent in, online and there for rings, and opens the agent's socket.
   *
   * @throws TypeError when an option is unknown, or the mock has no such account or agent.
   * @throws SocketRefusal when the mock refuses the handshake.
   */
  agentClient(options?: AgentClientOptions): Promise<AgentClient>;
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

/** What answers: loaded with the first call to any mock, because many a mock is made and never asked. */
const loadPipeline = lazily(async () => {
  const { createPipeline, loadRouter } = await inTurn(() => import('./pipeline/pipeline.ts'));
  return { createPipeline, router: await loadRouter(endpoints) };
});

type LoadedPipeline = Awaited<ReturnType<typeof loadPipeline>>;

/** The path of the calls of one mock. */
interface OpenPipeline {
  readonly setup: PipelineSetup;
  readonly answer: (call: Call, era?: number) => Promise<Reply>;
}

/** Loaded with the first socket. */
const loadHandshake = lazily(() => inTurn(() => import('./pipeline/handshake.ts')));

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
  const openPipeline = ({ createPipeline, router }: LoadedPipeline, capture: Capture | undefined): OpenPipeline => {
    const setup = { engine, router, clock, ids, faults, journal, memory, capture };
    return { setup, answer: createPipeline(setup) };
  };
  let opened: OpenPipeline | undefined;
  const pipeline = (): Awaitable<OpenPipeline> =>
    opened ??
    proceed(loadPipeline(), (loaded) =>
      proceed(captured.open?.(), (capture) => (opened ??= openPipeline(loaded, capture))),
    );
  const handle = (call: Call): Promise<Reply> => {
    const loading = pipeline();
    if (!(loading instanceof Promise)) return loading.answer(call);
    const era = journal.era();
    return loading.then(({ answer }) => answer(call, era));
  };
  const handshake = lazily(async () => {
    const { createHandshake } = await loadHandshake();
    return createHandshake((await pipeline()).setup, underWay, handle);
  });
  const controls = mockControls(controlled);
  if (agents.isWanted) for (const account of accounts.configured) agents.onMake(account);
  const mock: Mock = {
    settings,
    ...controls,
    reset: (accountId) => {
      agents.forget(accountId);
      controls.reset(accountId);
    },
    agent: { script: agents.script },
    account: (accountId) => accountControls(controlled, accountId),
    accounts: createAccountRegister(accounts, ids),
    keys: recordedKeys(createKeys(controlled), changes, clock),
    handle,
    connect: async (call, link) => (await handshake())(call, link),
    consumer: async (options) => (await clients()).consumer(options),
    agentClient: async (options) => (await clients()).agentClient(options),
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
    (await inTurn(() => import('./admin/admin.ts'))).createAdmin(mock, { changes, clock, capture: captured.open }),
  );
  const clients = lazily(async () =>
    (await inTurn(() => import('./control/clients/clients.ts'))).createClients({
      settings,
      accounts,
      journal,
      mint: mock.mint,
      connect: (call, link) => mock.connect(call, link),
    }),
  );
  const inspector = lazily(async () =>
    (await inTurn(() => import('./control/inspect.ts'))).createInspector(engine, endpoints, clock),
  );
  return mock;
}
