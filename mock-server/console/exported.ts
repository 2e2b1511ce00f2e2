import type { CapturedExchange, CapturedHeaders, JournalEntry, ToldAttempt } from './admin-api.ts';
import type { Row } from './rows.ts';
import { exchangeOf } from './kept.ts';

/** The calls of rows, frames too, oldest first. */
function entriesOf(rows: readonly Row[]): JournalEntry[] {
  const entries = rows.flatMap(({ entry, frames, handshake }) => [
    ...(handshake === undefined ? [] : [handshake]),
    ...(frames.length > 0 ? frames : entry === undefined ? [] : [entry]),
  ]);
  // The end of a socket may have a line of its own.
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => a.id - b.id);
}

/** What {@link readSaved} takes. */
export function asJson(rows: readonly Row[]): string {
  const changes = rows.flatMap(({ change }) => (change === undefined ? [] : [change]));
  const saved = { format: 'lp-auth-mock calls', version: 1, entries: entriesOf(rows), changes };
  const attempts = attemptsOf(rows);
  return JSON.stringify(attempts.length === 0 ? saved : { ...saved, attempts }, null, 1);
}

function attemptsOf(rows: readonly Row[]): ToldAttempt[] {
  return rows.flatMap(({ attempt }) => attempt ?? []);
}

interface Saved {
  readonly entries: readonly JournalEntry[];
  readonly changes: readonly NonNullable<Row['change']>[];
  readonly attempts: readonly ToldAttempt[];
}

/** @throws Error in words when the file is another one. */
export function readSaved(text: string): Saved {
  let saved: Partial<Saved & { readonly format: string; readonly log: { readonly entries?: unknown } }> | null;
  try {
    saved = JSON.parse(text) as typeof saved;
  } catch {
    throw new Error('The file is not JSON. Load one that this page has exported as JSON.');
  }
  if (saved?.log?.entries !== undefined) throw new Error('This is a HAR. Load a file that was exported as JSON.');
  const { format, entries, changes = [], attempts = [] } = saved ?? {};
  if (format !== 'lp-auth-mock calls' || !areAll(entries, isEntry) || !areAll(attempts, isAttempt))
    throw new Error('The file is JSON, but not one that this page has exported.');
  return { entries, changes, attempts };
}

function areAll<Each>(given: unknown, isOne: (each: Partial<Each> | null) => boolean): given is readonly Each[] {
  return Array.isArray(given) && given.every(isOne);
}

function isEntry(entry: Partial<JournalEntry> | null): boolean {
  return (
    typeof entry?.id === 'number' &&
    typeof entry.atMs === 'number' &&
    typeof entry.path === 'string' &&
    Array.isArray(entry.tokens) &&
    Array.isArray(entry.deviations)
  );
}

function isAttempt(attempt: Partial<ToldAttempt> | null): boolean {
  const [texts, numbers] = [
    ['id', 'deliveryId', 'accountId', 'clientId', 'event', 'url', 'state'],
    ['attempt', 'atMs', 'durationMs', 'afterEntry', 'afterChange'],
  ] as const;
  const given = attempt ?? {};
  return (
    texts.every((name) => typeof given[name] === 'string') && numbers.every((name) => Number.isFinite(given[name]))
  );
}

/** HAR 1.2. What is not kept of a call is empty there; tokens and secrets never are in it. */
export async function asHar(rows: readonly Row[], version: string): Promise<string> {
  const calls = entriesOf(rows).filter(({ frame }) => frame === undefined);
  const attempts = attemptsOf(rows);
  const dated = await Promise.all(
    calls.map(async (entry) => ({ order: entry.id, har: harEntry(entry, await exchangeOf(entry.id)) })),
  );
  if (attempts.length > 0)
    dated.push(...(await (await import('./webhooks/webhooks.ts')).harAttempts(attempts, HAR_COMMON)));
  const entries = dated.sort((one, other) => one.order - other.order).map(({ har }) => har);
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'lp-auth-mock', version }, entries } }, null, 1);
}

function harEntry(entry: JournalEntry, said: CapturedExchange | undefined): object {
  const { request } = said ?? {};
  return {
    startedDateTime: new Date(entry.atMs).toISOString(),
    time: entry.durationMs,
    request: {
      method: entry.method,
      url: `${said?.origin ?? 'http://localhost'}${request?.target ?? entry.path}`,
      ...HAR_COMMON,
      headers: pairsOf(request?.headers),
      queryString: queryOf(request?.target),
      ...(request === undefined || request.body.text === ''
        ? {}
        : { postData: { mimeType: typeOf(request.headers), text: request.body.text } }),
      bodySize: request?.body.characters ?? -1,
    },
    response: harAnswer(entry, said),
    cache: {},
    timings: { send: 0, wait: entry.durationMs, receive: 0 },
  };
}

function harAnswer({ outcome, reason }: JournalEntry, said: CapturedExchange | undefined): object {
  const answer = said !== undefined && 'status' in said.answer ? said.answer : undefined;
  const { text = '', characters = 0 } = answer?.body ?? {};
  return {
    status: typeof outcome === 'number' ? outcome : 0,
    statusText: '',
    ...HAR_COMMON,
    headers: pairsOf(answer?.headers),
    content: { size: characters, mimeType: typeOf(answer?.headers), text },
    redirectURL: '',
    bodySize: answer === undefined ? -1 : characters,
    comment: reason === undefined ? '' : `${reason.slug}; ${reason.sentence}`,
  };
}

const HAR_COMMON = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 };

function queryOf(target = ''): object[] {
  return Array.from(new URLSearchParams(/\?([^#]*)/.exec(target)?.[1]), ([name, value]) => ({ name, value }));
}

function pairsOf(headers: CapturedHeaders = []): object[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function typeOf(headers: CapturedHeaders = []): string {
  return headers.find(([name]) => name === 'content-type')?.[1] ?? '';
}
