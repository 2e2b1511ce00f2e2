import { isAdminPath, MAX_SNAPSHOT_BODY_BYTES } from '../../admin/path.ts';
import { originsInCode } from '../../config/origins.ts';
import type { RowChanges } from '../../control/state/account-rows.ts';
import { createKeptMock } from '../../control/state/kept-mock.ts';
import { instanceHeader } from '../../http/instance-header.ts';
import { createControlledMock } from '../../mock.ts';
import { writeReply, writeStream } from '../fetch.ts';
import { admittedCall } from './admin-gate.ts';
import { createCellClock } from './cell-clock.ts';
import type { CellSockets } from './cell-sockets.ts';
import { createCellSockets, SOCKET_ROWS } from './cell-sockets.ts';
import { workerOptions } from './options.ts';
import { readBoundedCall } from './requests.ts';
import type { RowStore } from './row-store.ts';
import { createRowStore } from './row-store.ts';
import type { CellContext, WorkerEnv } from './runtime.ts';

/** A mock in an object, with its state in the object's storage. */
export interface Cell {
  /** @param accountId - the account that the request is about */
  answer(request: Request, accountId: string): Promise<Response>;
  readonly sockets: Pick<CellSockets, 'receive' | 'closed'>;
  /** Does what is due. */
  ring(): void;
  /**
   * Waits for what is under way, stores what changed, in one write, and sends what sockets are to hear of it.
   *
   * @throws what the storage throws; nothing was stored then, and sockets that were to hear of it are closed.
   */
  store(): Promise<void>;
  /** Lets nothing fall due and nothing be written any more: another takes its place. */
  stop(): void;
}

/** The rows of the mock. */
const MOCK_ROWS = 'mock:';

/** Opens the mock of an object, as it was when it last stored something. @throws ConfigError for bad options. */
export async function openCell(context: CellContext, env: WorkerEnv, ring: () => void): Promise<Cell> {
  const options = workerOptions(env);
  const clock = createCellClock(ring);
  // Who may come to the admin API was decided before.
  const given = { ...options, admin: { hosts: [] }, clock };
  const { mock, controlled: open } = createControlledMock(given, originsInCode(options));
  const controlled = open();
  const store = createRowStore(context.storage);
  const kept = createKeptMock(controlled);
  const sockets = createCellSockets({
    context,
    store,
    connect: (call, link) => mock.connect(call, link),
    settled: () => mock.settled(),
    handshakeHeaders: instanceHeader(options.instance),
    accountOf: (accountId) => controlled.accounts.enter(accountId),
  });
  const arm = kept.takeUp(store.read(MOCK_ROWS));
  await sockets.wake();
  arm();

  const answer = async (request: Request, accountId: string): Promise<Response> => {
    const call = await readBoundedCall(request, (path) =>
      isAdminPath(path) ? MAX_SNAPSHOT_BODY_BYTES : mock.bodyBytes(request.method, path),
    );
    if (isAdminPath(call.path)) {
      const reply = await mock.admin(admittedCall(call));
      return 'stream' in reply ? writeStream(reply) : writeReply(reply);
    }
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return writeReply(await mock.handle(call));
    const answered = await sockets.open(call, accountId);
    return answered instanceof Response ? answered : writeReply(answered);
  };
  const alarm = createAlarmSetter(context);
  /** Accounts that may have changed since the last write; undefined when any may have. */
  let touched: Set<string> | undefined = new Set();
  let isStopped = false;
  return {
    answer: async (request, accountId) => {
      try {
        return await answer(request, accountId);
      } finally {
        if (isAdminPath(new URL(request.url).pathname)) touched = undefined;
        touched?.add(accountId);
      }
    },
    sockets: {
      receive: (socket, data) => {
        touched?.add(sockets.accountOf(socket) ?? '');
        sockets.receive(socket, data);
      },
      closed: (socket, code, reason) => {
        touched?.add(sockets.accountOf(socket) ?? '');
        sockets.closed(socket, code, reason);
      },
    },
    ring: () => {
      touched = undefined;
      controlled.clock.runDue();
    },
    store: async () => {
      const before = touched;
      try {
        await mock.settled();
        // First: an alarm that finds nothing to do does no harm, a write without its alarm does.
        await alarm(clock.wakeAtMs());
        if (isStopped) throw new Error('a write before it had failed');
        // Another write may have come between, for which these were not done yet.
        const changes = kept.changes(before && touched && new Set([...before, ...touched]));
        touched = new Set();
        writeAll(context, store, [
          [MOCK_ROWS, changes],
          [SOCKET_ROWS, sockets.changes()],
        ]);
      } catch (error) {
        sockets.takeOutgoing().refuse('the storage did not take the change');
        throw error;
      }
      sockets.takeOutgoing().send();
    },
    stop: () => {
      isStopped = true;
      controlled.clock.stop();
    },
  };
}

function writeAll(
  { storage }: CellContext,
  store: RowStore,
  all: readonly (readonly [prefix: string, changes: RowChanges])[],
): void {
  if (all.every(([, { gone, put }]) => gone.length + put.size === 0)) return;
  storage.transactionSync(() => {
    for (const [prefix, changes] of all) store.write(prefix, changes);
  });
}

/** Has the object woken in time; the storage is asked only when that changes. */
function createAlarmSetter({ storage }: CellContext): (atMs: number | undefined) => Promise<void> {
  let setForMs: number | undefined;
  return async (atMs) => {
    const wantedMs = atMs === undefined ? undefined : Math.ceil(atMs);
    if (wantedMs === setForMs) return;
    setForMs = wantedMs;
    if (wantedMs === undefined) await storage.deleteAlarm();
    else await storage.setAlarm(wantedMs);
  };
}
