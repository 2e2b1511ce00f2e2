/** What is used of the runtime of Cloudflare Workers (workerd), written out: the package names no other. */

/** The bindings and variables of a worker. */
export interface WorkerEnv {
  /** One Durable Object for each account: the class {@link AccountCell}, with storage of the kind SQLite. */
  readonly ACCOUNT_CELLS?: CellNamespace | undefined;
  /** The options of the mock, as JSON or as an object. They go before those that `createWorker` was given. */
  readonly LP_AUTH_MOCK?: unknown;
  /** Opens the admin API to who sends it as a bearer. At least 16 characters; default: the admin API is off. */
  readonly LP_AUTH_MOCK_ADMIN_SECRET?: string | undefined;
  /** `one`: a single object has all accounts. Default: `each`, an object for each account. */
  readonly LP_AUTH_MOCK_CELLS?: string | undefined;
}

/** The objects of one class. */
export interface CellNamespace {
  idFromName(name: string): unknown;
  get(id: never): { fetch(request: Request): Promise<Response> };
}

/** What the runtime gives a Durable Object. */
export interface CellContext {
  readonly storage: CellStorage;
  acceptWebSocket(socket: CellSocket): void;
  getWebSockets(): readonly CellSocket[];
  blockConcurrencyWhile<Result>(run: () => Promise<Result>): Promise<Result>;
}

export interface CellStorage {
  readonly sql: {
    exec(query: string, ...bindings: readonly (string | number)[]): Iterable<Readonly<Record<string, unknown>>>;
  };
  /** All of it or, when it throws, nothing. */
  transactionSync<Result>(run: () => Result): Result;
  setAlarm(atMs: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

/** The server's end of a WebSocket, which stays open while its object sleeps. */
export interface CellSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  serializeAttachment(value: unknown): void;
  deserializeAttachment(): unknown;
}

/** What is global in workerd, and nowhere else. */
interface WorkerGlobals {
  readonly WebSocketPair: new () => { readonly 0: unknown; readonly 1: CellSocket };
}

/** Both ends of a new WebSocket: the client's, and ours. */
export function newSocketPair(): { readonly client: unknown; readonly server: CellSocket } {
  const { 0: client, 1: server } = new (globalThis as unknown as WorkerGlobals).WebSocketPair();
  return { client, server };
}

/** The answer that hands the client its end. */
export function switchProtocols(client: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status: 101, headers, webSocket: client } as ResponseInit);
}
