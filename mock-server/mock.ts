import type { MockFetch } from './adapters/fetch.ts';
import { createFetch } from './adapters/fetch.ts';
import { isAdminPath } from './admin/path.ts';
import type { MockOptions } from './config/options.ts';
import type { Settings } from './config/settings.ts';
import type { OriginOf } from './config/origins.ts';
import { originsInCode } from './config/origins.ts';
import { settle } from './config/settle.ts';
import { recordedKeys } from './control/changes/recorded.ts';
import type { AgentClient, AgentClientOptions } from './control/clients/agent-client.ts';
import type { ConsumerClient, ConsumerClientOptions } from './control/clients/consumer-client.ts';
import type { AccountControls, Controls } from './control/controls.ts';
import { accountControls, mockControls } from './control/controls.ts';
import type { ScriptedAgent } from './control/conversations/agent.ts';
import { isAgentWanted } from './control/conversations/agent.ts';
import type { Functions } from './control/functions.ts';
import { createFunctions } from './control/functions.ts';
import type { Inspection } from './control/inspect.ts';
import type { Keys } from './control/keys/keys.ts';
import { createKeys } from './control/keys/keys.ts';
import { revokeToken } from './control/revoke.ts';
import type { AccountRegister } from './control/state/account-register.ts';
import { createAccountRegister } from './control/state/account-register.ts';
import { LIVEPERSON_DOMAINS, LIVEPERSON_HOSTS, PUBLIC_SITES, SERVICE_HOSTS } from './domain/hosts.ts';
import type { EndpointRow } from './endpoints/endpoint.ts';
import { bodyBytesOf, endpoints, isLivePersonUrl } from './endpoints/index.ts';
import type { AnswerStream, BodyReader, Call, Reply } from './http/call.ts';
import type { Session, SocketLink } from './http/socket.ts';
import { inTurn, lazily } from './lazily.ts';
import { once } from './once.ts';
import type { MockParts } from './open-mock.ts';
import { openMock } from './open-mock.ts';
import { createWebhookHub } from './control/webhooks/hub.ts';
import type { MockWebhooks } from './control/webhooks/webhooks.ts';
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
  /** What LivePerson Functions answer. */
  readonly functions: Functions;
  readonly webhooks: MockWebhooks;
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
  /**
   * How many bytes of a body an adapter has to read before it hands the call over: 1 MiB, and for an upload as much as
   * the option `uploads.maxFileBytes` allows. What is longer may be cut one byte past that.
   */
  bodyBytes(method: string, path: string): number;
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

/**
 * Makes a mock.
 *
 * @throws ConfigError naming the options that are unknown or out of range.
 */
export function createMock(options: MockOptions = {}): Mock {
  return createMockFrom(options, originsInCode(options));
}

/**
 * The same from options that were written elsewhere: the admin API says where.
 *
 * @param onOpen - is given what the mock is made of, when somebody first asks it for anything. Default: nobody is
 */
export function createMockFrom(options: MockOptions, originOf: OriginOf, onOpen?: (parts: MockParts) => void): Mock {
  const settings = settle(options);
  const underWay = createUnderWay();
  // Put together for the first who asks for anything: many a mock is made and never asked.
  const hub = createWebhookHub(settings.webhooks, underWay);
  const parts = once(() => {
    const opened = openMock(settings, underWay, hub);
    onOpen?.(opened);
    return opened;
  });
  const controls = once(() => mockControls(parts().controlled));
  const register = once(() => createAccountRegister(parts().controlled.accounts, parts().controlled.ids));
  const keys = once(() => {
    const { controlled } = parts();
    return recordedKeys(createKeys(controlled), controlled.changes, controlled.clock);
  });
  const functions = once(() => createFunctions(parts().engine.functions, () => parts().controlled.accounts));
  const handle = (call: Call): Promise<Reply> => parts().handle(call);
  const mock: Mock = {
    settings,
    get clock() {
      return controls().clock;
    },
    get faults() {
      return controls().faults;
    },
    get journal() {
      return controls().journal;
    },
    get mint() {
      return controls().mint;
    },
    get conversations() {
      return controls().conversations;
    },
    get sockets() {
      return controls().sockets;
    },
    get accounts() {
      return register();
    },
    get keys() {
      return keys();
    },
    snapshot: () => controls().snapshot(),
    restore: (snapshot) => {
      controls().restore(snapshot);
    },
    reset: (accountId) => {
      parts().agents.forget(accountId);
      controls().reset(accountId);
    },
    agent: {
      script: (script, accountId) => {
        parts().agents.script(script, accountId);
      },
      current: (accountId) => parts().agents.current(accountId),
    },
    get functions() {
      return functions();
    },
    webhooks: {
      list: (filter) => controls().webhooks.list(filter),
      resend: (id) => controls().webhooks.resend(id),
      send: (url, event, app) => controls().webhooks.send(url, event, app),
      pause: () => {
        hub.pause();
      },
      resume: () => {
        hub.resume();
      },
      sign: (body, app) => controls().webhooks.sign(body, app),
      deliverTo: hub.deliverTo,
      carryBy: hub.carryBy,
    },
    account: (accountId) => accountControls(parts().controlled, accountId),
    handle,
    connect: (call, link) => parts().connect(call, link),
    consumer: async (given) => (await clients()).consumer(given),
    agentClient: async (given) => (await clients()).agentClient(given),
    settled: underWay.settled,
    fetch: createFetch(handle),
    admin: settings.admin === false ? handle : async (call, readBody) => (await admin())(call, readBody),
    owns: (path, host = '') => (settings.admin !== false && isAdminPath(path)) || isLivePersonUrl(path, host),
    bodyBytes: (method, path) => bodyBytesOf({ method, path }, settings),
    endpoints,
    domains: LIVEPERSON_DOMAINS,
    hosts: { known: LIVEPERSON_HOSTS, publicSites: PUBLIC_SITES, services: SERVICE_HOSTS },
    inspect: async (token) => (await inspector())(token),
    revoke: (token) => {
      revokeToken(parts().controlled.accounts, token);
    },
  };
  // Loaded when somebody first asks for it: most mocks are controlled by their own verbs.
  const admin = lazily(async () => {
    const { createAdmin } = await inTurn(() => import('./admin/admin.ts'));
    const { controlled, capture } = parts();
    return createAdmin(mock, { changes: controlled.changes, clock: controlled.clock, capture, originOf });
  });
  const clients = lazily(async () => {
    const { createClients } = await inTurn(() => import('./control/clients/clients.ts'));
    const { accounts, journal } = parts().controlled;
    return createClients({
      settings,
      accounts,
      journal,
      mint: mock.mint,
      connect: (call, link) => mock.connect(call, link),
    });
  });
  const inspector = lazily(async () => {
    const { createInspector } = await inTurn(() => import('./control/inspect.ts'));
    return createInspector(parts().engine, endpoints, parts().controlled.clock);
  });
  if (isAgentWanted(settings)) parts();
  return mock;
}
