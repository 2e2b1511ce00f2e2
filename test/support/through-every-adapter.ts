import { afterEach, describe } from '@jest/globals';
import type {
  Duration,
  FaultSpec,
  FaultState,
  FunctionAnswerOptions,
  Inspection,
  Instant,
  JournalEntry,
  JournalQuery,
  KeyState,
  Lineage,
  Mint,
  MockOptions,
  PublishKeyOptions,
  RetireKeyOptions,
  RotateKeyOptions,
  WebhookAttempt,
  WebhookFilter,
} from '../../mock-server/index.ts';
import type { Adapter, OpenAdapter } from './adapter.ts';
import { adapters, usualAdapters } from './adapters.ts';
import { watchAdapter } from './watch/adapter.ts';
import type { WireSocket } from './heard-socket.ts';
import type { WireReply } from './wire.ts';

/** When every conformance test starts, unless it says otherwise. */
export const NOON = '2026-11-20T12:00:00Z';
export const NOON_SECONDS = Date.parse(NOON) / 1000;

/** The first account of the fixtures. */
export const ACCOUNT = '12345678';
export const CLIENT_ID = '75588e18-0213-4e33-8174-883acac7e3c4';
export const CLIENT_SECRET = '0123456789abcdefghijklmnop';
/** The second account of the fixtures. */
export const OTHER_ACCOUNT = '87654321';
export const OTHER_CLIENT_ID = '82c73053-d763-4751-9256-f3a799bc54c4';
export const OTHER_CLIENT_SECRET = 'ponmlkjihgfedcba9876543210';

/** Where requests go when a test gives only a path. */
const DEFAULT_ORIGIN = 'http://localhost:4407';

export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON with its content type, URLSearchParams as a form with its own, a text bare. */
  readonly body?: string | object;
  /** Whether each character of the body goes as one byte, and comes back so, for what is no UTF-8. */
  readonly isLatin1?: boolean;
}

export interface Heard extends WireReply {
  /** The body as JSON. Throws when it is none. */
  json(): unknown;
}

/** What a test controls, of the whole mock or of one account. */
export interface OpenControls {
  readonly clock: {
    advance(by: Duration): Promise<void>;
    advanceAsync(by: Duration): Promise<void>;
    freeze(at?: Instant): Promise<void>;
    set(at: Instant): Promise<void>;
    reset(): Promise<void>;
  };
  readonly faults: {
    add(spec: FaultSpec): Promise<{ readonly id: string }>;
    list(): Promise<readonly FaultState[]>;
    explain(id: string): Promise<string>;
    remove(id: string): Promise<boolean>;
    clear(): Promise<void>;
  };
  readonly journal: {
    find(query?: JournalQuery): Promise<readonly JournalEntry[]>;
    count(query?: JournalQuery): Promise<number>;
    waitFor(query: JournalQuery, timeoutMs?: number): Promise<JournalEntry>;
    unmatched(): Promise<readonly JournalEntry[]>;
    trace(token: string): Promise<Lineage>;
    clear(): Promise<void>;
  };
  readonly mint: Mint;
  readonly conversations: {
    say(id: string, text: string, as?: 'agent' | 'consumer'): Promise<number>;
    transfer(id: string, skillId: string): Promise<void>;
    close(id: string, as?: 'agent' | 'consumer'): Promise<void>;
  };
  readonly webhooks: {
    list(filter?: WebhookFilter): Promise<readonly WebhookAttempt[]>;
    sign(body: string): Promise<string>;
  };
  reset(): Promise<void>;
}

/** The mock of one test, behind one adapter. Everything is asynchronous, because it may be in another process. */
export interface OpenMock extends OpenControls {
  get(pathOrUrl: string, parts?: RequestParts): Promise<Heard>;
  post(pathOrUrl: string, parts?: RequestParts): Promise<Heard>;
  ask(method: string, pathOrUrl: string, parts?: RequestParts): Promise<Heard>;
  /** Opens a socket. @throws Error when the handshake is refused. */
  openSocket(pathOrUrl: string, headers?: Readonly<Record<string, string>>): Promise<OpenSocket>;
  /** The answer that refuses a handshake. @throws Error when it is not refused. */
  refusedSocket(pathOrUrl: string, headers?: Readonly<Record<string, string>>): Promise<Heard>;
  account(accountId: string): OpenControls;
  readonly keys: {
    list(): Promise<readonly KeyState[]>;
    publish(options: PublishKeyOptions): Promise<KeyState>;
    rotate(options: RotateKeyOptions): Promise<KeyState>;
    retire(options: RetireKeyOptions): Promise<KeyState>;
  };
  readonly functions: { answer(id: string, body: unknown, options?: FunctionAnswerOptions): Promise<void> };
  inspect(token: string): Promise<Inspection>;
  revoke(token: string): Promise<void>;
}

/** A socket as its client sees it. */
export interface OpenSocket {
  /** Sends a frame: an object as JSON, a text as it is. */
  send(frame: object | string): void;
  /** The next frames. */
  take(count: number): Promise<unknown[]>;
  /** Sends a frame and takes what comes. */
  ask(frame: object, count?: number): Promise<unknown[]>;
  close(code?: number, reason?: string): void;
  readonly closed: Promise<readonly [code: number, reason: string]>;
}

export type OpenTheMock = (options?: MockOptions) => Promise<OpenMock>;

/** Only adapters whose caller chooses every header: for preflights and the like. */
export interface AdapterNeeds {
  /**
   * Whether the tests are about what the wire carries: then `npm test` too runs them through every one. Default: when
   * they need sockets.
   */
  readonly wire?: boolean;
  readonly anyHeader?: boolean;
  /** Only adapters that have sockets; with `'with headers'`, only those whose handshake carries them. */
  readonly sockets?: 'with headers' | 'any';
}

let chosenAdapters: readonly Adapter[] | undefined;

/** Other adapters than those of `adapters.ts` for the suites that this file loads from now on. */
export function chooseAdapters(chosen: readonly Adapter[]): void {
  chosenAdapters = chosen;
}

/**
 * Runs the tests once for each adapter. Each test opens its own mock, which starts frozen at {@link NOON} with a fixed
 * seed, so that whole bodies can be asserted.
 */
export function describeThroughEveryAdapter(
  title: string,
  tests: (open: OpenTheMock) => void,
  needs: AdapterNeeds = {},
): void {
  const isWire = needs.wire ?? needs.sockets !== undefined;
  const candidates = chosenAdapters ?? (isWire ? adapters : usualAdapters);
  const fitting = candidates.filter((adapter) => fits(adapter, needs));
  if (fitting.length === 0) return;
  describe.each(fitting.map((adapter) => [adapter.name, adapter] as const))(`${title} (%s)`, (_, adapter) => {
    const opened: OpenAdapter[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((each) => each.close()));
    });
    tests(async (options = {}) => {
      const open = watchAdapter(await openFrozen(adapter, options));
      opened.push(open);
      return openMock(open);
    });
  });
}

function fits(adapter: Adapter, { anyHeader = false, sockets }: AdapterNeeds): boolean {
  if (anyHeader && !adapter.sendsAnyHeader) return false;
  if (sockets === undefined) return true;
  return sockets === 'any' ? adapter.sockets !== undefined : adapter.sockets === sockets;
}

async function openFrozen(adapter: Adapter, options: MockOptions): Promise<OpenAdapter> {
  const open = await adapter.open({ seed: 'conformance', ...options });
  await open.control('clock.freeze', NOON);
  return open;
}

function openMock(adapter: OpenAdapter): OpenMock {
  const heard = (reply: WireReply): Heard => ({ ...reply, json: () => JSON.parse(reply.text) as unknown });
  const ask: OpenMock['ask'] = async (method, pathOrUrl, parts = {}) => {
    const url = pathOrUrl.startsWith('http') ? pathOrUrl : `${DEFAULT_ORIGIN}${pathOrUrl}`;
    const reply = await adapter.send({
      method,
      url,
      ...encode(parts),
      ...(parts.isLatin1 === true ? { isLatin1: true } : {}),
    });
    return heard(reply);
  };
  const connect = (pathOrUrl: string, headers: Readonly<Record<string, string>> = {}) => {
    if (adapter.connect === undefined) throw new Error('this adapter has no sockets: say so in what the tests need');
    const url = pathOrUrl.startsWith('ws') ? pathOrUrl : `${DEFAULT_ORIGIN.replace('http', 'ws')}${pathOrUrl}`;
    return adapter.connect({ url, headers });
  };
  return {
    ...openControls(adapter, ''),
    ask,
    openSocket: async (pathOrUrl, headers) => {
      const socket = await connect(pathOrUrl, headers);
      if ('status' in socket) throw new Error(`no socket: ${JSON.stringify(socket)}`);
      return openSocket(socket);
    },
    refusedSocket: async (pathOrUrl, headers) => {
      const reply = await connect(pathOrUrl, headers);
      if (!('status' in reply)) throw new Error('the handshake was not refused');
      return heard(reply);
    },
    get: (pathOrUrl, parts) => ask('GET', pathOrUrl, parts),
    post: (pathOrUrl, parts) => ask('POST', pathOrUrl, parts),
    account: (accountId) => openControls(adapter, `account(${accountId}).`),
    keys: {
      list: async () => (await adapter.control('keys.list')) as never,
      publish: async (options) => (await adapter.control('keys.publish', options)) as never,
      rotate: async (options) => (await adapter.control('keys.rotate', options)) as never,
      retire: async (options) => (await adapter.control('keys.retire', options)) as never,
    },
    functions: {
      answer: async (id, body, options) => {
        await adapter.control('functions.answer', id, body, options);
      },
    },
    inspect: (token) => adapter.control('inspect', token) as Promise<Inspection>,
    revoke: async (token) => {
      await adapter.control('revoke', token);
    },
  };
}

function openSocket(socket: WireSocket): OpenSocket {
  const send = (frame: object | string): void => {
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  };
  const take = async (count: number): Promise<unknown[]> => {
    const frames: unknown[] = [];
    while (frames.length < count) frames.push(JSON.parse(await socket.next()));
    return frames;
  };
  return {
    send,
    take,
    ask: (frame, count = 1) => {
      send(frame);
      return take(count);
    },
    close: socket.close,
    closed: socket.closed,
  };
}

/** @param owner - whose controls, as the start of the path that the adapter is given */
function openControls(adapter: OpenAdapter, owner: string): OpenControls {
  const control =
    (path: string) =>
    async (...args: unknown[]): Promise<never> =>
      (await adapter.control(`${owner}${path}`, ...args)) as never;
  return {
    clock: {
      advance: control('clock.advance'),
      advanceAsync: control('clock.advanceAsync'),
      freeze: control('clock.freeze'),
      set: control('clock.set'),
      reset: control('clock.reset'),
    },
    faults: {
      // A handle has functions, and those stay in the process that armed the fault.
      add: async (spec) => ({ id: ((await adapter.control(`${owner}faults.add`, spec)) as { id: string }).id }),
      list: control('faults.list'),
      explain: control('faults.explain'),
      remove: control('faults.remove'),
      clear: control('faults.clear'),
    },
    journal: {
      find: control('journal.find'),
      count: control('journal.count'),
      waitFor: control('journal.waitFor'),
      unmatched: control('journal.unmatched'),
      trace: control('journal.trace'),
      clear: control('journal.clear'),
    },
    mint: {
      appJwt: control('mint.appJwt'),
      consumerJws: control('mint.consumerJws'),
      extJwt: control('mint.extJwt'),
      lpJwt: control('mint.lpJwt'),
      idToken: control('mint.idToken'),
    },
    conversations: {
      say: control('conversations.say'),
      transfer: control('conversations.transfer'),
      close: control('conversations.close'),
    },
    webhooks: { list: control('webhooks.list'), sign: control('webhooks.sign') },
    reset: control('reset'),
  };
}

function encode({ headers = {}, body }: RequestParts): { headers: Record<string, string>; body: string | undefined } {
  if (body === undefined || typeof body === 'string') return { headers: { ...headers }, body };
  if (body instanceof URLSearchParams) {
    return { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: body.toString() };
  }
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
