import type { Change, JournalEntry } from '../admin-api.ts';
import type { Row } from '../rows.ts';
import { accountOf } from '../row.ts';
import { shortId } from './step-words.ts';
import type { FindSaid } from './steps.ts';

/** Of whom or of what the calls are drawn. */
export interface Subject {
  /** In the address. */
  readonly id: string;
  readonly name: string;
}

/** Every call. */
const ALL = 'all';
/** How many of each sort one can choose from; the newest. */
const MOST_CHOICES = 20;

/** What can be chosen, the newest of each sort first. */
export function subjectsOf(rows: readonly Row[], find: FindSaid): readonly Subject[] {
  const found = new Map<string, string>();
  for (const row of [...rows].reverse())
    for (const { id, name } of namesOf(row, find)) if (!found.has(id)) found.set(id, name);
  const sorted = (sort: string): Subject[] =>
    [...found].flatMap(([id, name]) => (id.startsWith(`${sort}-`) ? [{ id, name }] : [])).slice(0, MOST_CHOICES);
  const accounts = sorted('account');
  const hasOthers = rows.some(({ entry }) => entry !== undefined && entry.accountId === undefined);
  return [
    ...(accounts.length > 1 || hasOthers ? [{ id: ALL, name: 'All calls' }] : []),
    ...accounts,
    ...sorted('conversation'),
    ...sorted('consumer'),
    ...sorted('visitor'),
  ];
}

function entriesOf({ entry, frames }: Row): readonly JournalEntry[] {
  return frames.length > 0 ? frames : entry === undefined ? [] : [entry];
}

function namesOf(row: Row, find: FindSaid): readonly Subject[] {
  const { attempt } = row;
  return attempt === undefined
    ? entriesOf(row).flatMap((entry) => namedIn(entry, find))
    : placesOf(attempt.accountId, attempt.conversationId);
}

function namedIn(entry: JournalEntry, find: FindSaid): readonly Subject[] {
  return [...placesOf(entry.accountId, find(entry.id)?.conversation), ...entry.tokens.flatMap(personIn)];
}

function placesOf(account: string | undefined, conversation: string | undefined): readonly Subject[] {
  return [
    ...(account === undefined ? [] : [{ id: `account-${account}`, name: `Account ${account}` }]),
    ...(conversation === undefined
      ? []
      : [{ id: `conversation-${conversation}`, name: `Conversation ${shortId(conversation)}` }]),
  ];
}

function personIn({ kind, claims, id = '' }: JournalEntry['tokens'][number]): Subject[] {
  if (kind === 'ConsumerJWS') {
    const name = claims?.['ext_consumer_id'];
    return typeof name === 'string' ? [{ id: `consumer-${name}`, name: `Consumer ${name}` }] : [];
  }
  const sub = kind === 'LP_EXT_JWT' || kind === 'LP_JWT' ? claims?.['sub'] : undefined;
  return typeof sub === 'string' ? [{ id: `visitor-${sub}`, name: `Visitor ${id.slice(0, 4)}` }] : [];
}

/**
 * The rows of a subject: its own, those that issued the tokens of these, look-ups of the same account, and what testers
 * changed.
 */
export function rowsOf(rows: readonly Row[], id: string, find: FindSaid): readonly Row[] {
  if (id === ALL) return rows;
  const own = new Set(rows.filter((row) => namesOf(row, find).some((one) => one.id === id)));
  if (own.size === 0) return [];
  const accounts = new Set([...own].map(accountOf));
  if (!id.startsWith('account-')) addRelated(rows, own, find);
  const ids = [...own].flatMap(entriesOf).map((entry) => entry.id);
  const [first, end] = ids.reduce(([least, most], one) => [Math.min(least, one), Math.max(most, one)], [Infinity, 0]);
  const others = id.startsWith('account-') ? new Map<Row, Row>() : othersIn(rows, own, find);
  const [from, until] = [rows.findIndex((row) => own.has(row)), rows.findLastIndex((row) => own.has(row))];
  // A socket stands where its first frame came, webhooks where they came: behind the same call too.
  const isThen = ({ afterEntry }: Change, index: number): boolean =>
    (index > from && index < until) || (afterEntry >= first && afterEntry < end);
  const isTheirs = ({ accountId }: Change): boolean => accountId === undefined || accounts.has(accountId);
  return rows.flatMap((row, index) => {
    const { change, entry } = row;
    if (own.has(row)) return [row];
    if (change !== undefined) return isThen(change, index) && isTheirs(change) ? [row] : [];
    if (accounts.has(entry?.accountId) && isLookUp(entry)) return isBeforeOwn(rows, index, own) ? [row] : [];
    return others.get(row) ?? [];
  });
}

/** What the same account asked behind a look-up: whoever asked that has looked it up. */
function isBeforeOwn(rows: readonly Row[], index: number, own: ReadonlySet<Row>): boolean {
  const accountId = rows[index]?.entry?.accountId;
  const next = rows.find(({ entry }, at) => at > index && entry?.accountId === accountId && !isLookUp(entry));
  return next !== undefined && own.has(next);
}

/** Of the sockets of others, an agent's: the frames that are about the same conversations. */
function othersIn(rows: readonly Row[], own: ReadonlySet<Row>, find: FindSaid): ReadonlyMap<Row, Row> {
  const conversationOf = (entry: JournalEntry): string | undefined => find(entry.id)?.conversation;
  const conversations = new Set([...own].flatMap(entriesOf).map(conversationOf));
  conversations.delete(undefined);
  const found = rows.flatMap((row): [Row, Row][] => {
    if (own.has(row) || row.entry?.endpointId !== 'ums.brand') return [];
    const frames = row.frames.filter((frame) => conversations.has(conversationOf(frame)));
    return frames.length === 0 ? [] : [[row, { ...row, frames }]];
  });
  return new Map(found);
}

/** Whose answer is for whoever asks. */
function isLookUp(entry: JournalEntry | undefined): boolean {
  return /^(?:csds|account-config)\./.test(entry?.endpointId ?? '');
}

/**
 * From the newest back: whoever issued a token that is shown is shown, the sockets that were opened, and what was
 * refused for such a token: of such a call nothing else is known.
 */
function addRelated(rows: readonly Row[], own: Set<Row>, find: FindSaid): void {
  const wanted = new Set<string>();
  for (const row of [...rows].reverse()) {
    const tokens = tokensOf(row);
    if (tokens.some(({ use, id = '' }) => use === 'issued' && wanted.has(id))) own.add(row);
    if (own.has(row)) for (const id of presentedIn(tokens)) wanted.add(id);
  }
  const conversationOf = ({ entry }: Row): string | undefined => find(entry?.id ?? 0)?.conversation;
  const conversations = new Set([...own].map(conversationOf));
  const sockets = new Set([...own].map(({ entry }) => entry?.socket ?? NO_SOCKET));
  for (const row of rows) {
    const isItsToken = presentedIn(tokensOf(row)).some((id) => wanted.has(id));
    const isItsRefusal = row.verdict === 'refused' && isItsToken && conversations.has(conversationOf(row));
    if (isItsRefusal || sockets.has(socketOf(row))) own.add(row);
  }
  addWebhooks(rows, own, find);
}

/** Those that told of the conversations. */
function addWebhooks(rows: readonly Row[], own: Set<Row>, find: FindSaid): void {
  const told = new Set([...own].flatMap(entriesOf).map(({ id }) => find(id)?.conversation));
  told.delete(undefined);
  for (const row of rows) if (told.has(row.attempt?.conversationId)) own.add(row);
}

/** No socket is called that. */
const NO_SOCKET = 'none';

function socketOf({ frames: [first] }: Row): string {
  return first?.frame?.socket ?? '';
}

function tokensOf(row: Row): JournalEntry['tokens'] {
  return entriesOf(row).flatMap(({ tokens }) => tokens);
}

function presentedIn(tokens: JournalEntry['tokens']): string[] {
  return tokens.flatMap(({ use, id }) => (use === 'presented' && id !== undefined ? [id] : []));
}
