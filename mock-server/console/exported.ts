import type { CapturedExchange, CapturedHeaders, JournalEntry } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import type { Row } from './rows.ts';
import { shownFile } from './shown-file.ts';

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
  return JSON.stringify({ format: 'lp-auth-mock calls', version: 1, entries: entriesOf(rows), changes }, null, 1);
}

type Saved = { readonly entries: readonly JournalEntry[]; readonly changes: readonly NonNullable<Row['change']>[] };

/** @throws Error in words when the file is another one. */
export function readSaved(text: string): Saved {
  let saved: Partial<Saved & { readonly format: string }> | null;
  try {
    saved = JSON.parse(text) as typeof saved;
  } catch {
    throw new Error('The file is not JSON. Load one that this page has exported as JSON.');
  }
  if ((saved as { readonly log?: { readonly entries?: unknown } } | null)?.log?.entries !== undefined)
    throw new Error('This is a HAR. Load a file that was exported as JSON.');
  const isOurs = saved?.format === 'lp-auth-mock calls' && Array.isArray(saved.entries);
  if (!isOurs || !saved?.entries?.every(isEntry))
    throw new Error('The file is JSON, but not one that this page has exported.');
  return { entries: saved.entries, changes: saved.changes ?? [] };
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

/** HAR 1.2. What is not kept of a call is empty there; tokens and secrets never are in it. */
export async function asHar(rows: readonly Row[], version: string): Promise<string> {
  const calls = entriesOf(rows).filter(({ frame }) => frame === undefined);
  const entries = await Promise.all(calls.map(async (entry) => harEntry(entry, await exchangeOf(entry.id))));
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'lp-auth-mock', version }, entries } }, null, 1);
}

/** Undefined when it is not kept. */
export async function exchangeOf(id: number): Promise<CapturedExchange | undefined> {
  const said = await saidIn(id);
  return said === undefined || 'frame' in said ? undefined : said;
}

/** What was said in the frames of a journal entry. */
export interface SaidFrame {
  readonly realMs: number;
  readonly frame: {
    /** What the client sent. */
    readonly received?: CapturedExchange['request']['body'] | undefined;
    /** What the mock sent. */
    readonly sent?: CapturedExchange['request']['body'] | undefined;
  };
}

/** What was said in a call or a frame; undefined when it is not kept. */
export async function saidIn(id: number): Promise<CapturedExchange | SaidFrame | undefined> {
  if (shownFile() !== undefined) return undefined;
  try {
    return await askAdmin<CapturedExchange | SaidFrame>(`exchanges/${String(id)}`);
  } catch {
    return undefined;
  }
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
