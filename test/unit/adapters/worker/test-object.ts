import { ACCOUNT_HEADER, AccountCell } from '../../../../mock-server/adapters/worker/account-cell.ts';
import type { CellContext } from '../../../../mock-server/adapters/worker/runtime.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import type { TestCellSocket } from './socket-pairs.ts';
import { socketOf } from './socket-pairs.ts';
import { createStoredRows } from './stored-rows.ts';

/** An object of the worker as its runtime has it: storage and sockets stay when the object is forgotten. */
export interface TestObject {
  /** What the tests change of it. */
  readonly state: {
    env: { LP_AUTH_MOCK?: unknown };
    /** What the storage throws at the next writes. */
    failure: unknown;
  };
  /** The object, made anew after it was forgotten. */
  awake(): AccountCell;
  forget(): void;
  ask(target: string, body?: object, accountId?: string): Promise<Response>;
  connect(target?: string, accountId?: string): Promise<TestCellSocket>;
  /** What is stored, by its name, in its order. */
  rows(): ReadonlyMap<string, unknown>;
  /** When it was told to wake, each time that it was told. */
  readonly alarms: (number | 'none')[];
  /** How often something was written. */
  written(): number;
}

export const CONSUMER = `/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`;

export function createTestObject(options: object = {}): TestObject {
  const { sql, rows } = createStoredRows();
  const sockets: TestCellSocket[] = [];
  const alarms: (number | 'none')[] = [];
  // Without a time within which a consumer has to authenticate, nothing is due after a test.
  const given = { seed: 'worker', ums: { initTimeoutMs: 0 }, ...options };
  const state: TestObject['state'] = { env: { LP_AUTH_MOCK: given }, failure: undefined };
  let written = 0;
  let isWriting = false;
  let instance: AccountCell | undefined;
  const context: CellContext = {
    storage: {
      sql: {
        exec: (query, ...bindings) => {
          if (/^(?:DELETE|INSERT)/.test(query) && !isWriting) throw new Error('outside of a transaction');
          return sql.exec(query, ...bindings);
        },
      },
      transactionSync: (run) => {
        const { failure } = state;
        // What it throws may be no error.
        if (failure !== undefined) throw failure as Error;
        written += 1;
        isWriting = true;
        try {
          return run();
        } finally {
          isWriting = false;
        }
      },
      setAlarm: (atMs) => {
        alarms.push(atMs);
        return Promise.resolve();
      },
      deleteAlarm: () => {
        alarms.push('none');
        return Promise.resolve();
      },
    },
    acceptWebSocket: (socket) => {
      sockets.push(socket as TestCellSocket);
    },
    getWebSockets: () => sockets.filter(({ isGone }) => !isGone),
    blockConcurrencyWhile: (run) => run(),
  };
  const object: TestObject = {
    state,
    alarms,
    awake: () => (instance ??= new AccountCell(context, state.env)),
    forget: () => {
      instance = undefined;
    },
    ask: (target, body, accountId = ACCOUNT) =>
      object
        .awake()
        .fetch(
          new Request(`https://worker.example.test${target}`, {
            headers: { [ACCOUNT_HEADER]: accountId, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
          }),
        ),
    connect: async (target = CONSUMER, accountId = ACCOUNT) => {
      const headers = { [ACCOUNT_HEADER]: accountId, upgrade: 'WebSocket' };
      const request = new Request(`https://worker.example.test${target}`, { headers });
      return socketOf(await object.awake().fetch(request));
    },
    rows: () => new Map(rows().map(({ name, text }) => [name, JSON.parse(text) as unknown])),
    written: () => written,
  };
  return object;
}
