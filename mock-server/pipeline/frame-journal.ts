import { bounded } from '../control/journal/bounded-entry.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { Account } from '../domain/account.ts';
import type { FrameRecord } from '../messaging/socket-setup.ts';
import type { Ending } from './journal.ts';
import type { KeptHandshake } from './kept-handshake.ts';
import { checksOfReason, kept, keptPath, keptReason, NOTHING, shared, verdictOf } from './journal.ts';
import type { SeenTokens } from './record-tokens.ts';

/** Writes the entry of a frame of one socket, or of its end. */
export type FrameEntries = (
  ending: Omit<Ending, 'evicted'> & { readonly id: number },
  frame: FrameRecord,
  seen: SeenTokens | undefined,
) => JournalEntry;

type KeptFrame = NonNullable<JournalEntry['frame']>;

/** The longest type of a frame that is kept. */
const LONGEST_TYPE = 80;

/**
 * The entries of the frames of one socket. What its handshake decides is made once, and the entries share it: a socket
 * has thousands of frames, most of a type that it had before.
 *
 * @param socket - its id
 */
export function createFrameEntries(
  { path, endpoint, accountId }: Pick<KeptHandshake, 'path' | 'endpoint' | 'accountId'>,
  account: Account | undefined,
  socket: string,
): FrameEntries {
  const handshake = { path: keptPath(path), endpointId: endpoint?.id, accountId: account?.id ?? accountId };
  const last: Partial<Record<FrameRecord['event'], KeptFrame>> = {};
  const keptFrame = ({ event, type }: FrameRecord): KeptFrame => {
    const before = last[event];
    if (before !== undefined && before.type === type) return before;
    const frame = Object.freeze({ socket, type: type === undefined ? undefined : kept(type, LONGEST_TYPE) });
    last[event] = frame;
    return frame;
  };
  return ({ id, atMs, durationMs }, frame, seen) => {
    const { event, outcome, reason, error, deviations = NOTHING, faults = NOTHING } = frame;
    return bounded(
      {
        id,
        method: METHODS[event],
        path: handshake.path,
        endpointId: handshake.endpointId,
        accountId: handshake.accountId,
        outcome,
        verdict: verdictOf(reason),
        error,
        reason: keptReason(reason),
        checks: checksOfReason(reason),
        deviations: shared(deviations),
        faults: shared(faults),
        tokens: shared(seen?.tokens ?? NOTHING),
        secretInQuery: undefined,
        evicted: undefined,
        frame: keptFrame(frame),
        atMs,
        durationMs,
      },
      seen?.jsonBytes ?? 0,
    );
  };
}

const METHODS: Readonly<Record<FrameRecord['event'], string>> = { receive: 'RECEIVE', send: 'SEND', close: 'CLOSE' };
