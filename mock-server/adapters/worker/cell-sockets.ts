import type { RestorableClock } from '../../clock.ts';
import type { RowChanges } from '../../control/state/account-rows.ts';
import type { Call, Reply } from '../../http/call.ts';
import type { Session, SocketLink } from '../../http/socket.ts';
import { LOST } from '../../http/socket.ts';
import type { Ids } from '../../ids.ts';
import type { KeptFrame } from './kept-frames.ts';
import { createFrameKeeper } from './kept-frames.ts';
import type { RowStore } from './row-store.ts';
import type { CellContext, CellSocket } from './runtime.ts';
import { newSocketPair, switchProtocols } from './runtime.ts';

/** The sockets of an object, which stay open while it sleeps and is forgotten. */
export interface CellSockets {
  /** Answers a handshake. */
  open(call: Call, accountId: string): Promise<Response | Reply>;
  receive(socket: CellSocket, data: string | ArrayBuffer): void;
  closed(socket: CellSocket, code: number, reason: string): void;
  /** Undefined when it is not open any more. */
  accountOf(socket: CellSocket): string | undefined;
  /** Takes up those that were open when the object fell asleep, each as of when it was last heard of. */
  wake(): Promise<void>;
  /** What is to be written of them. */
  changes(): RowChanges;
  /** What is to be sent since it was last asked. It waits until what it tells of is stored. */
  takeOutgoing(): Outgoing;
}

/** Frames, and ends of sockets, in their order. */
export interface Outgoing {
  send(): void;
  /** Sends none of it, and closes the sockets that would have heard something. */
  refuse(reason: string): void;
}

export interface CellSocketsSetup {
  readonly context: CellContext;
  readonly store: RowStore;
  readonly connect: (call: Call, link: SocketLink) => Promise<Session | Reply>;
  readonly settled: () => Promise<void>;
  /** Of the answer that opens a socket. */
  readonly handshakeHeaders: Readonly<Record<string, string>>;
  /** Clock and ids of the account of a socket, if it is there. */
  readonly accountOf: (accountId: string) => { readonly clock: RestorableClock; readonly ids: Ids } | undefined;
}

/** A socket as its row has it. */
interface KeptSocket {
  readonly accountId: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Call['headers'];
  readonly origin: string;
  readonly frames: readonly KeptFrame[];
}

/** What stays with the socket itself. */
interface Attachment {
  readonly id: string;
  /** When it was last heard of, by the account's clock. */
  readonly lastMs: number;
}

interface OpenedSocket {
  readonly session: Session;
  readonly wire: Wire;
  readonly kept: Omit<KeptSocket, 'frames'>;
  readonly frames: ReturnType<typeof createFrameKeeper>;
}

/** Where the prefix of the rows of sockets is; no account has such an id. */
export const SOCKET_ROWS = 'socket:';

export function createCellSockets(setup: CellSocketsSetup): CellSockets {
  const { context, store, connect, accountOf } = setup;
  const opened = new Map<CellSocket, OpenedSocket>();
  const put = new Map<string, string>();
  const gone = new Set<string>();
  let waiting: WaitingSend[] = [];

  const keep = ({ session, kept, frames }: OpenedSocket): void => {
    put.set(session.id, JSON.stringify({ ...kept, frames: frames.all() } satisfies KeptSocket));
  };
  const note = (socket: CellSocket, id: string, accountId: string): void => {
    const lastMs = accountOf(accountId)?.clock.now() ?? 0;
    socket.serializeAttachment({ id, lastMs } satisfies Attachment);
  };
  const forget = (socket: CellSocket): void => {
    const known = opened.get(socket);
    if (known === undefined) return;
    opened.delete(socket);
    put.delete(known.session.id);
    gone.add(known.session.id);
  };
  const waitingSends = (one: WaitingSend): void => {
    waiting.push(one);
  };
  const begin = async (
    kept: Omit<KeptSocket, 'frames'>,
    wire: Wire,
    earlier: readonly KeptFrame[],
  ): Promise<OpenedSocket | Reply> => {
    const frames = createFrameKeeper(earlier);
    const { path, headers, origin } = kept;
    const session = await connect(
      { method: 'GET', path, query: new URLSearchParams(kept.query), headers, body: '', origin, peer: 'remote' },
      {
        send: (text) => {
          if (frames.answered(text) && known !== undefined) keep(known);
          wire.send(text);
        },
        close: (code, reason) => {
          wire.close(code, reason);
          if (wire.socket !== undefined) forget(wire.socket);
        },
      },
    );
    if (!('receive' in session)) return session;
    const known: OpenedSocket | undefined = { session, wire, kept, frames };
    return known;
  };
  const takeUp = async (socket: CellSocket, { id }: Attachment, { frames, ...kept }: KeptSocket): Promise<void> => {
    const ids = accountOf(kept.accountId)?.ids;
    const wire = createWire(waitingSends, socket);
    wire.mute(true);
    ids?.repeat([id]);
    const known = await begin(kept, wire, frames);
    if (!('session' in known)) {
      socket.close(RESTARTED, 'the account is no longer as it was when this socket was opened');
      gone.add(id);
      return;
    }
    opened.set(socket, known);
    for (const { text, subscriptionId } of frames) {
      ids?.repeat(subscriptionId === undefined ? [] : [subscriptionId]);
      known.session.receive(text);
      await setup.settled();
    }
    ids?.repeat([]);
    wire.mute(false);
  };

  return {
    open: async (call, accountId) => {
      const { path, origin, headers } = call;
      const wire = createWire(waitingSends);
      const known = await begin({ accountId, path, origin, headers, query: call.query.toString() }, wire, []);
      if (!('session' in known)) return known;
      const { client, server } = newSocketPair();
      context.acceptWebSocket(server);
      wire.socket = server;
      opened.set(server, known);
      note(server, known.session.id, accountId);
      keep(known);
      return switchProtocols(client, setup.handshakeHeaders);
    },
    receive: (socket, data) => {
      const known = opened.get(socket);
      if (known === undefined) return;
      const { session, kept, frames } = known;
      if (typeof data === 'string') frames.received(data);
      session.receive(typeof data === 'string' ? data : new Uint8Array(data));
      if (opened.has(socket)) note(socket, session.id, kept.accountId);
    },
    closed: (socket, code, reason) => {
      const known = opened.get(socket);
      forget(socket);
      known?.session.closed(code, reason);
    },
    accountOf: (socket) => opened.get(socket)?.kept.accountId,
    wake: async () => {
      const rows = store.read(SOCKET_ROWS);
      const sleeping = context
        .getWebSockets()
        .map((socket) => ({ socket, attachment: socket.deserializeAttachment() as Attachment }))
        .sort((one, other) => one.attachment.lastMs - other.attachment.lastMs);
      const clocks = new Map<RestorableClock, ReturnType<RestorableClock['state']>>();
      for (const { socket, attachment } of sleeping) {
        const row = rows.get(attachment.id);
        rows.delete(attachment.id);
        if (row === undefined) {
          socket.close(RESTARTED, 'the mock was restarted');
          continue;
        }
        const kept = JSON.parse(row) as KeptSocket;
        const clock = accountOf(kept.accountId)?.clock;
        if (clock !== undefined && !clocks.has(clock)) clocks.set(clock, clock.state());
        clock?.resume({ offsetMs: 0, frozenAtMs: attachment.lastMs });
        await takeUp(socket, attachment, kept);
      }
      for (const [clock, state] of clocks) clock.resume(state);
      // Of sockets that went with the process.
      for (const id of rows.keys()) gone.add(id);
    },
    changes: () => {
      const changes = { gone: [...gone], put: new Map(put) };
      gone.clear();
      put.clear();
      return changes;
    },
    takeOutgoing: () => {
      const taken = waiting;
      waiting = [];
      return {
        send: () => {
          for (const { run } of taken) run();
        },
        refuse: (reason) => {
          for (const wire of new Set(taken.map(({ wire }) => wire))) wire.end(INTERNAL_ERROR, reason);
        },
      };
    },
  };
}

/** RFC 6455's registry: the service restarts. */
const RESTARTED = 1012;
/** In the place of a connection that is lost, which a worker cannot bring about. */
const INTERNAL_ERROR = 1011;

/** The way out of one socket, which may come to be later, and is silent while what was said is said again. */
interface Wire extends SocketLink {
  socket: CellSocket | undefined;
  mute(isMuted: boolean): void;
  /** Closes it at once. */
  end(code: number | undefined, reason: string | undefined): void;
}

interface WaitingSend {
  readonly wire: Wire;
  readonly run: () => void;
}

function createWire(wait: (one: WaitingSend) => void, socket?: CellSocket): Wire {
  let isMuted = false;
  const wire: Wire = {
    socket,
    mute: (muted) => {
      isMuted = muted;
    },
    send: (text) => {
      if (isMuted) return;
      wait({
        wire,
        run: () => {
          guarded(() => wire.socket?.send(text));
        },
      });
    },
    close: (code, reason) => {
      const isLost = code === LOST;
      wait({
        wire,
        run: () => {
          wire.end(isLost ? INTERNAL_ERROR : code, isLost ? 'connection lost' : reason);
        },
      });
    },
    end: (code, reason) => {
      guarded(() => wire.socket?.close(code, reason));
    },
  };
  return wire;
}

/** The client may have gone without this object having heard of it. */
function guarded(run: () => void): void {
  try {
    run();
  } catch {
    // `webSocketClose` follows
  }
}
