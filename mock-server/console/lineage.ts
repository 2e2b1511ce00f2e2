import type { JournalEntry } from './admin-api.ts';
import { isOver, nameOf } from './chips.ts';
import { timeOfDay } from './instants.ts';
import type { Row } from './rows.ts';

type Token = JournalEntry['tokens'][number];

/** A token, or something that was made with one. */
export interface LineageNode {
  readonly token: Token | undefined;
  readonly title: string;
  readonly note: string;
  /** The calls that it is about. */
  readonly calls: readonly Row[];
  /** The call that is looked at is among them, and was accepted. */
  readonly isThis: boolean;
  readonly wasOver: boolean;
}

/** What came from what. */
export interface Lineage {
  /** From the first token to what was said with the last. */
  readonly chain: readonly LineageNode[];
  /** The call that is looked at, when it made nothing: which of the chain it showed, and how that ended. */
  readonly aside: { readonly from: number; readonly title: string; readonly note: string } | undefined;
  /** The token that was got in the place of the one that was refused. */
  readonly successor: LineageNode | undefined;
}

const MOST_IN_CHAIN = 5;

/**
 * @param rows - everything that happened, oldest first
 * @param webhooks - attempts at a webhook that told of the call: it is they that are looked at
 */
export function lineageOf(
  row: Row,
  entry: JournalEntry,
  rows: readonly Row[],
  webhooks: readonly Row[] = [],
): Lineage | undefined {
  const seed = seedOf(entry);
  if (seed === undefined) return undefined;
  const calls = callsOf(rows);
  const nowMs = entry.atMs;
  const tokens = chainOf(seed, entry, calls);
  const last = tokens.at(-1) ?? seed;
  const made = [
    ...tokens.map((token) => tokenNode(token, { entry, calls, atMs: nowMs })),
    ...thingsOf(last, { row, entry, calls }),
  ];
  const chain =
    webhooks.length === 0 ? made : [...made.map((node) => ({ ...node, isThis: false })), webhookNode(webhooks)];
  const isShown = chain.some(({ isThis }) => isThis);
  const from = tokens.findIndex(({ id }) => id === seed.id);
  const isRefused = entry.reason !== undefined;
  return {
    chain,
    aside: isShown
      ? undefined
      : { from, title: `${isRefused ? '✕ ' : ''}This call, #${String(entry.id)}`, note: asideNote(entry) },
    successor: isRefused ? successorOf(seed, { entry, calls, atMs: nowMs }) : undefined,
  };
}

/** Calls and handshakes, without frames. */
function callsOf(rows: readonly Row[]): Row[] {
  return rows.filter(({ entry, frameCount }) => entry !== undefined && frameCount === undefined);
}

/** The token that the call is about: the one it was refused for, else what it got or showed. */
function seedOf({ tokens, checks, reason }: JournalEntry): Token | undefined {
  const known = tokens.filter(({ id, kind }) => id !== undefined && kind !== undefined);
  const guilty =
    reason === undefined ? undefined : known.find(({ use, kind }) => use === 'presented' && kind === checks?.kind);
  return guilty ?? known.find(({ use }) => use === 'issued') ?? known.at(-1);
}

/** The tokens that it came from, first, and those that came from it. */
function chainOf(seed: Token, entry: JournalEntry, calls: readonly Row[]): Token[] {
  const chain = [seed];
  for (let parent = parentOf(seed, calls); parent !== undefined && chain.length < MOST_IN_CHAIN;) {
    const { id } = parent;
    if (chain.some((each) => each.id === id)) break;
    chain.unshift(parent);
    parent = parentOf(parent, calls);
  }
  const others = new Set(entry.tokens.map(({ id }) => id));
  for (let child = childOf(seed, others, calls); child !== undefined && chain.length < MOST_IN_CHAIN;) {
    const { id } = child;
    if (chain.some((each) => each.id === id)) break;
    chain.push(child);
    child = childOf(child, others, calls);
  }
  return chain;
}

function parentOf({ id }: Token, calls: readonly Row[]): Token | undefined {
  const issuing = calls.find(({ entry }) => has(entry, 'issued', id));
  return issuing?.entry?.tokens.find((token) => token.use === 'presented' && token.id !== undefined);
}

/** Of several, the one that the call showed too, else the latest. */
function childOf({ id }: Token, others: ReadonlySet<string | undefined>, calls: readonly Row[]): Token | undefined {
  const children = calls
    .filter(({ entry }) => has(entry, 'presented', id))
    .flatMap(({ entry }) => entry?.tokens.filter((token) => token.use === 'issued' && token.id !== undefined) ?? []);
  return children.find((child) => others.has(child.id)) ?? children.at(-1);
}

function has(entry: JournalEntry | undefined, use: Token['use'], id: string | undefined): boolean {
  return id !== undefined && entry?.tokens.some((token) => token.use === use && token.id === id) === true;
}

/** What nodes are made from. */
interface Around {
  readonly entry: JournalEntry;
  readonly calls: readonly Row[];
  readonly atMs: number;
}

function tokenNode(token: Token, { entry, calls, atMs }: Around): LineageNode {
  const issuing = calls.find((call) => has(call.entry, 'issued', token.id));
  const wasOver = isOver(token, atMs);
  return {
    token,
    title: nameOf(token),
    note: noteOf(token, wasOver, issuing),
    calls: issuing === undefined ? [] : [issuing],
    isThis: issuing?.entry?.id === entry.id,
    wasOver,
  };
}

function noteOf({ claims }: Token, wasOver: boolean, issuing: Row | undefined): string {
  const exp = claims?.['exp'];
  if (wasOver && typeof exp === 'number') return `expired ${timeOfDay(exp * 1000)}`;
  const name = claims?.['ext_consumer_id'];
  if (typeof name === 'string') return name;
  return issuing === undefined ? 'not issued on this page' : `issued ${timeOfDay(issuing.atMs)}, #${issuing.id}`;
}

/** The conversations and messages that were made with a token, or the sockets that it opened. */
function thingsOf(token: Token, { row, entry, calls }: Omit<Around, 'atMs'> & { readonly row: Row }): LineageNode[] {
  const made = (endpointId: string): Row[] =>
    calls.filter(
      (call) =>
        call.entry?.endpointId === endpointId &&
        call.entry.verdict === 'accepted' &&
        has(call.entry, 'presented', token.id),
    );
  const node = (title: string, found: readonly Row[]): LineageNode[] =>
    found.length === 0
      ? []
      : [
          {
            token: undefined,
            title,
            note: numbersOf(found),
            calls: found,
            isThis: found.some((call) => call.entry?.id === entry.id || call.id === row.id),
            wasOver: false,
          },
        ];
  const [opened, sent] = [made('send-api.create'), made('send-api.send')];
  const sockets = [...made('ums.consumer'), ...made('ums.brand')];
  return [
    ...node(counted(opened.length, 'conversation'), opened),
    ...node(counted(sent.length, 'message'), sent),
    ...node(counted(sockets.length, 'socket'), sockets),
  ];
}

function webhookNode(calls: readonly Row[]): LineageNode {
  const title = counted(calls.length, 'webhook attempt');
  return { token: undefined, title, note: numbersOf(calls), calls, isThis: true, wasOver: false };
}

function counted(count: number, what: string): string {
  return count === 1 ? `${what.charAt(0).toUpperCase()}${what.slice(1)}` : `${String(count)} ${what}s`;
}

function numbersOf(calls: readonly Row[]): string {
  const shown = calls.slice(0, 3).map(({ id }) => `#${id}`);
  return `${shown.join(' · ')}${calls.length > 3 ? ' …' : ''}`;
}

function asideNote({ reason, checks, atMs }: JournalEntry): string {
  if (reason === undefined) return `at ${timeOfDay(atMs)}`;
  if (reason.slug.endsWith('-expired')) return 'shown too late';
  if (checks?.failed === 'account') return 'for another account';
  return reason.slug;
}

function successorOf({ kind, id }: Token, around: Around): LineageNode | undefined {
  const { entry, calls } = around;
  const taking = calls.find(
    (call) =>
      call.entry !== undefined &&
      call.entry.id > entry.id &&
      call.entry.accountId === entry.accountId &&
      call.entry.tokens.some((token) => token.use === 'issued' && token.kind === kind && token.id !== id),
  );
  const token = taking?.entry?.tokens.find((each) => each.use === 'issued' && each.kind === kind);
  if (taking === undefined || token === undefined) return undefined;
  return {
    ...tokenNode(token, around),
    note: `took over at ${timeOfDay(taking.atMs)}, #${taking.id}`,
    calls: [taking],
  };
}
