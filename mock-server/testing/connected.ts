import type { JournalEntry } from '../control/journal/entry.ts';
import { checkOptions, requireTimes } from './options.ts';
import type { SeenSocket, Side } from './seen-sockets.ts';
import { refusalsIn, socketsIn } from './seen-sockets.ts';
import type { MatcherResult } from './subject.ts';
import { describeCall, listCalls, timeOf, timesInWords } from './words.ts';

export interface ConnectedOptions {
  /** Whose sockets. Default: either side's */
  readonly side?: Side | undefined;
  /** Only sockets of this account. Default: any */
  readonly accountId?: string | undefined;
  /** Exactly how often. Default: at least once */
  readonly times?: number | undefined;
}

/** The options of `toHaveReconnected`. */
export type ReconnectedOptions = Pick<ConnectedOptions, 'side' | 'accountId'>;

/**
 * Whether somebody opened a socket and was let in.
 *
 * @throws TypeError when an option is unknown or wrong.
 */
export function judgeConnected(entries: readonly JournalEntry[], options: ConnectedOptions): MatcherResult {
  checkSide('toHaveConnected', options, ['side', 'accountId', 'times']);
  const { times } = options;
  requireTimes('toHaveConnected', times);
  const connected = wanted(entries, options).filter(({ isConnected }) => isConnected);
  const pass = times === undefined ? connected.length > 0 : connected.length === times;
  const rule = `${whose(options)} ${pass ? 'not ' : ''}to have connected${times === undefined ? '' : ` ${timesInWords(times)}`}`;
  const found =
    connected.length === 0
      ? `none was let in${refused(entries, options)}`
      : `that happened ${timesInWords(connected.length)}:\n${listCalls(connected.map(({ handshake }) => handshake))}`;
  return { pass, message: () => `expected ${rule}; ${found}` };
}

/**
 * Whether each client whose socket was closed or lost opened another one and was let in: a consumer as the same
 * consumer, an agent at the same account. Sockets that a client closed by itself do not count.
 *
 * @throws Error when no socket ended: nothing can be said of reconnecting then.
 */
export function judgeReconnected(entries: readonly JournalEntry[], options: ReconnectedOptions): MatcherResult {
  checkSide('toHaveReconnected', options, ['side', 'accountId']);
  const sockets = wanted(entries, options).filter(({ isConnected }) => isConnected);
  const ended = sockets.filter(({ end }) => end !== undefined && isByOthers(end));
  if (ended.length === 0)
    throw new Error(
      `toHaveReconnected: no ${options.side ?? ''} socket was closed by the mock, or lost, so none had to be opened again`.replace(
        '  ',
        ' ',
      ),
    );
  const left = ended.filter((socket) => !sockets.some((each) => isNext(socket, each)));
  if (left.length === 0) {
    const ends = listCalls(ended.flatMap(({ end }) => end ?? []));
    return {
      pass: true,
      message: () => `expected ${whose(options)} not to have reconnected; each did after:\n${ends}`,
    };
  }
  const lines = left.map((socket) => describeLeft(socket, sockets));
  return {
    pass: false,
    message: () => `expected ${whose(options)} to have reconnected; ${lines.join('\n')}${refused(entries, options)}`,
  };
}

function wanted(entries: readonly JournalEntry[], { side, accountId }: ConnectedOptions): readonly SeenSocket[] {
  return socketsIn(entries).filter(
    (each) => (side === undefined || each.side === side) && (accountId === undefined || each.accountId === accountId),
  );
}

/** What the mock has closed has a reason; a connection that was lost is told as 1006. */
function isByOthers({ reason, outcome }: JournalEntry): boolean {
  return reason !== undefined || outcome === CODE_LOST;
}

/** RFC 6455 section 7.4.1. */
const CODE_LOST = 1006;

function isNext({ end, ...before }: SeenSocket, after: SeenSocket): boolean {
  return isLater(after, end) && isAlike(before, after) && before.consumerId === after.consumerId;
}

function isLater({ handshake }: SeenSocket, end: JournalEntry | undefined): boolean {
  return end !== undefined && handshake.id > end.id;
}

function isAlike(one: Pick<SeenSocket, 'side' | 'accountId'>, other: Pick<SeenSocket, 'side' | 'accountId'>): boolean {
  return one.side === other.side && one.accountId === other.accountId;
}

function describeLeft(socket: SeenSocket, all: readonly SeenSocket[]): string {
  const { side, end, consumerId } = socket;
  if (end === undefined) return '';
  const ended = `the ${side}'s socket ended at ${timeOf(end)}: ${describeCall(end)}${end.reason === undefined ? '' : `, ${end.reason.slug}`}`;
  const next = all.find((each) => isLater(each, end) && isAlike(socket, each));
  const after =
    next === undefined ? 'none was opened after it' : `the next was of another consumer, ${String(next.consumerId)}`;
  return `${ended}, and ${after}${consumerId === undefined ? '' : ` (it was ${consumerId})`}`;
}

function refused(entries: readonly JournalEntry[], { side, accountId }: ConnectedOptions): string {
  const refusals = refusalsIn(entries, side).filter((each) => accountId === undefined || each.accountId === accountId);
  if (refusals.length === 0) return '';
  const last = refusals.at(-1)?.reason;
  return `. These were refused${last === undefined ? '' : `, the last because ${last.sentence}`}:\n${listCalls(refusals)}`;
}

function whose({ side, accountId }: ConnectedOptions): string {
  const who = side === undefined ? 'a consumer or an agent' : side === 'agent' ? 'an agent' : 'a consumer';
  return accountId === undefined ? who : `${who} of account ${accountId}`;
}

function checkSide(matcher: string, options: ConnectedOptions, known: readonly string[]): void {
  checkOptions(matcher, options, known);
  const { side, accountId } = options;
  if (side !== undefined && !['consumer', 'agent'].includes(side))
    throw new TypeError(`${matcher}: side is ${JSON.stringify(side)}; use 'consumer' or 'agent'`);
  if (accountId !== undefined && typeof accountId !== 'string')
    throw new TypeError(`${matcher}: accountId is not a string`);
}
