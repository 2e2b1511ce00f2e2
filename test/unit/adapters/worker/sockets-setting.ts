import { createCellSockets } from '../../../../mock-server/adapters/worker/cell-sockets.ts';
import type { CellSockets } from '../../../../mock-server/adapters/worker/cell-sockets.ts';
import type { RowStore } from '../../../../mock-server/adapters/worker/row-store.ts';
import { createRowStore } from '../../../../mock-server/adapters/worker/row-store.ts';
import type { CellContext, CellStorage } from '../../../../mock-server/adapters/worker/runtime.ts';
import type { RestorableClock } from '../../../../mock-server/clock.ts';
import { createClock } from '../../../../mock-server/clock.ts';
import type { Call, Reply } from '../../../../mock-server/http/call.ts';
import type { SocketLink } from '../../../../mock-server/http/socket.ts';
import type { Ids } from '../../../../mock-server/ids.ts';
import { createIds } from '../../../../mock-server/ids.ts';
import type { TestCellSocket } from './socket-pairs.ts';
import { createStoredRows } from './stored-rows.ts';

/** A mock for sockets: it answers what makes them what they are, and tells all that it was asked. */
export interface Setting {
  readonly store: RowStore;
  readonly accepted: unknown[];
  readonly accounts: Map<string, { readonly clock: RestorableClock; readonly ids: Ids }>;
  /** Each frame and end that sessions were told, frames with the time of their account. */
  readonly told: unknown[];
  readonly calls: Call[];
  readonly links: Map<string, SocketLink>;
  /** How handshakes are refused, if they are; and what frames set off. */
  readonly state: { reply: Reply | undefined; onReceive: (id: string) => void };
  readonly wakeUp: () => CellSockets;
  readonly setOpen: (sockets: TestCellSocket[]) => void;
}

export function createSetting(): Setting {
  const { sql } = createStoredRows();
  const store = createRowStore({ sql } as CellStorage);
  const accepted: unknown[] = [];
  let open: TestCellSocket[] = [];
  const accounts: Setting['accounts'] = new Map(
    ['a', 'b'].map((id) => [id, { clock: createClock({ now: () => 5000 }), ids: createIds(`seed of ${id}`) }]),
  );
  const told: unknown[] = [];
  const calls: Call[] = [];
  const links = new Map<string, SocketLink>();
  const state: Setting['state'] = { reply: undefined, onReceive: () => undefined };
  const at = (accountId: string): number | undefined => accounts.get(accountId)?.clock.now();
  const wakeUp = (): CellSockets =>
    createCellSockets({
      context: {
        acceptWebSocket: (socket) => accepted.push(socket),
        getWebSockets: () => open,
      } as Partial<CellContext> as CellContext,
      store,
      handshakeHeaders: { 'lp-mock-instance': 'edge' },
      accountOf: (accountId) => accounts.get(accountId),
      settled: () => {
        told.push('settled');
        return Promise.resolve();
      },
      connect: (call, link) => {
        calls.push(call);
        const [, , , accountId = ''] = call.path.split('/');
        if (state.reply !== undefined) return Promise.resolve(state.reply);
        const ids = accounts.get(accountId)?.ids;
        const id = ids?.uuid() ?? 'of nobody';
        links.set(id, link);
        return Promise.resolve({
          id,
          pinged: () => undefined,
          closed: (code, reason) => told.push([id, 'closed', code, reason]),
          receive: (data) => {
            told.push([id, data, at(accountId)]);
            state.onReceive(id);
            if (typeof data !== 'string' || !data.startsWith('{')) return;
            const request = JSON.parse(data) as { id: string; type: string };
            const body = request.type.includes('Subscribe') ? { subscriptionId: ids?.uuid() } : {};
            link.send(JSON.stringify({ kind: 'resp', reqId: request.id, code: 200, body }));
          },
        });
      },
    });
  return {
    store,
    accepted,
    accounts,
    told,
    calls,
    links,
    state,
    wakeUp,
    setOpen: (sockets: TestCellSocket[]) => {
      open = sockets;
    },
  };
}
