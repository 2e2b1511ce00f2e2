import { systemTime } from '../../clock.ts';
import type { Answer, Call, Reply } from '../../http/call.ts';
import type { MemoryBudget } from '../../memory/budget.ts';
import { detached } from '../../memory/detached.ts';
import { textBytes } from '../../memory/heap-bytes.ts';
import type { KeptItem } from '../../memory/kept-items.ts';
import { createKeptItems } from '../../memory/kept-items.ts';
import type { NumberedItem } from '../../memory/kept-ring.ts';
import { createKeptRing } from '../../memory/kept-ring.ts';
import type { Claims } from '../../tokens/jws.ts';
import type { TokenKind } from '../../tokens/kind.ts';
import { kindOf } from '../../tokens/kind.ts';
import { tokenId } from '../../tokens/token-id.ts';
import type { CapturedBody, CapturedExchange, CapturedFrame, CapturedHeaders } from './captured-exchange.ts';
import type { Header } from './familiar.ts';
import { createFamiliars } from './familiar.ts';
import type { Redaction, SeenToken } from './redaction.ts';
import { createRedaction, NOT_KEPT } from './redaction.ts';

/** A call that was answered, with what is needed to take its secrets out. */
export interface SaidCall {
  /** Of its journal entry. */
  readonly id: number;
  readonly accountId: string | undefined;
  readonly call: Call;
  readonly reply: Reply;
  /** By their text, its tokens whose signature counts. */
  readonly tokens: ReadonlyMap<string, SeenToken>;
  /** The secrets of its account. */
  readonly secrets: readonly string[];
}

/** What was said in the frames of a journal entry, likewise. */
export interface SaidFrame extends Pick<SaidCall, 'id' | 'accountId' | 'tokens' | 'secrets'> {
  /** Of the handshake. */
  readonly origin: string;
  readonly received: string | undefined;
  readonly sent: string | undefined;
}

/** What was said in calls and frames, and the tokens that the mock issued. */
export interface Capture {
  record(said: SaidCall): void;
  recordFrame(said: SaidFrame): void;
  exchange(id: number): CapturedExchange | CapturedFrame | undefined;
  /** A token that this mock issued. */
  keepToken(token: string, claims: Claims): void;
  token(id: string): string | undefined;
  /** Of one account, or all of it. */
  clear(accountId?: string): void;
  /** Gives up the older half of the exchanges, then the tokens. How many went. */
  evict(): number;
}

/** The bounds, of which the first that is met counts. */
const MOST_EXCHANGES = 2000;
const MOST_BYTES = 32_000_000;
/** In a mock of few megabytes: the part of what it may keep. */
const MOST_OF_MEMORY = 0.5;
const MOST_TOKENS = 2000;
const LONGEST_TOKEN_CHARS = 4096;

/** How much of a body is kept, in bytes of UTF-8; of a path and of all headers together, in characters. */
export const MAX_BODY_BYTES = 8192;
const LONGEST_TARGET = 4096;
const LONGEST_HEADERS = 8192;
const LONGEST_NAME = 100;

/** What is read past the end, so that a secret that stands across it is seen whole. */
const MARGIN = 1024;

/** What an exchange or a frame takes of the heap without its texts, and a header or a token without its own. */
const EXCHANGE_BYTES = 1200;
const FRAME_BYTES = 300;
const HEADER_BYTES = 100;

interface KeptExchange extends NumberedItem {
  readonly value: CapturedExchange | CapturedFrame;
}

interface KeptToken extends KeptItem {
  readonly value: string;
  readonly kind: TokenKind | undefined;
}

export function createCapture(memory: MemoryBudget): Capture {
  const tally = memory.tally();
  const mostBytes = Math.min(MOST_BYTES, memory.limitBytes * MOST_OF_MEMORY);
  const exchanges = createKeptRing<KeptExchange>(tally, MOST_EXCHANGES, mostBytes);
  const tokens = createKeptItems<string, KeptToken>(tally, MOST_TOKENS, mostBytes);
  const familiars = createFamiliars();

  /** A call that is refused for one token is not looked at for the next, and a frame may name any token of the mock. */
  const issued = (token: string): SeenToken | undefined => {
    const id = tokenId(token);
    const kept = tokens.get(id);
    return kept?.value === token ? { id, kind: kept.kind } : undefined;
  };
  const redactionOf = (
    accountId: string | undefined,
    seen: SaidCall['tokens'],
    secrets: readonly string[],
  ): Redaction => createRedaction({ tokens: seen, secrets, issued, familiar: familiars.of(accountId, secrets) });
  return {
    record: ({ id, accountId, call, reply, tokens: seen, secrets }) => {
      const value = exchangeOf(id, call, reply, redactionOf(accountId, seen, secrets));
      exchanges.put(id, { id, value, accountId, bytes: exchangeBytes(value) });
    },
    recordFrame: ({ accountId, tokens: seen, secrets, ...said }) => {
      const value = frameOf(said, redactionOf(accountId, seen, secrets));
      exchanges.put(said.id, { id: said.id, value, accountId, bytes: frameBytes(value) });
    },
    exchange: (id) => exchanges.get(id)?.value,
    keepToken: (token, claims) => {
      if (token.length > LONGEST_TOKEN_CHARS) return;
      const bytes = HEADER_BYTES + textBytes(token);
      tokens.put(tokenId(token), { value: token, kind: kindOf(claims), accountId: accountOf(claims), bytes });
    },
    token: (id) => tokens.get(id)?.value,
    clear: (accountId) => {
      familiars.clear();
      exchanges.dropOf(accountId);
      tokens.dropOf(accountId);
    },
    evict: () => {
      familiars.clear();
      return exchanges.dropOldest(Math.ceil(exchanges.size() / 2)) || tokens.dropOldest(tokens.size());
    },
  };
}

function accountOf({ account_id: accountId, aud }: Claims): string | undefined {
  const named = accountId ?? aud;
  return typeof named === 'string' ? named.replace(/^acc:/, '') : undefined;
}

function exchangeOf(id: number, call: Call, reply: Reply, redaction: Redaction): CapturedExchange {
  const headers = headersOf(call.headers, redaction);
  const body = bodyOf(call.body, call.isBodyUtf8 !== false, redaction);
  const request = { method: cutTo(call.method, 64), target: targetOf(call, redaction), headers, body };
  const answer = 'abort' in reply ? { abort: reply.abort } : answerOf(reply, redaction);
  const exchange = {
    id,
    realMs: systemTime.now(),
    origin: redaction.header(':origin', cutTo(call.origin, 300))[1],
    request,
    answer,
  };
  if (!redaction.saidMore()) return exchange;
  return {
    ...exchange,
    request: { ...readAgain(request, redaction), target: redaction.again(request.target) },
    answer: 'abort' in answer ? answer : readAgain(answer, redaction),
  };
}

function frameOf(
  { id, origin, received, sent }: Pick<SaidFrame, 'id' | 'origin' | 'received' | 'sent'>,
  redaction: Redaction,
): CapturedFrame {
  const frame = {
    received: received === undefined ? undefined : bodyOf(received, true, redaction),
    sent: sent === undefined ? undefined : bodyOf(sent, true, redaction),
  };
  const kept = { id, realMs: systemTime.now(), origin: cutTo(origin, 300), frame };
  if (!redaction.saidMore()) return kept;
  return {
    ...kept,
    frame: {
      received: frame.received === undefined ? undefined : bodyAgain(frame.received, redaction),
      sent: frame.sent === undefined ? undefined : bodyAgain(frame.sent, redaction),
    },
  };
}

/** What one part said as a secret may stand in an earlier one. */
function readAgain<Part extends { readonly headers: CapturedHeaders; readonly body: CapturedBody }>(
  part: Part,
  redaction: Redaction,
): Part {
  const headers = part.headers.map(([name, value]) => [name, redaction.again(value)] as const);
  return { ...part, headers, body: bodyAgain(part.body, redaction) };
}

function bodyAgain(body: CapturedBody, redaction: Redaction): CapturedBody {
  return body.text === '' ? body : { ...body, text: redaction.again(body.text) };
}

function answerOf(
  { status, headers, cookies, body }: Answer,
  redaction: Redaction,
): Extract<CapturedExchange['answer'], { status: number }> {
  return { status, headers: headersOf(headers, redaction, cookies), body: bodyOf(body, true, redaction) };
}

/** A socket's bearer stands in its path. */
const BEARER_SEGMENT = /(^\/ws_api\/.*\/messaging\/(?:brand|consumer)\/)([^/]+)/;

function targetOf({ path, query }: Call, redaction: Redaction): string {
  const target = query.size === 0 ? path : `${path}?${query.toString()}`;
  // As headers are, because most calls have the target of one before.
  const [, shown] = redaction.header(':target', cutTo(target, LONGEST_TARGET + MARGIN));
  return cutTo(shown.startsWith('/ws_api/') ? withoutBearer(shown) : shown, LONGEST_TARGET);
}

function withoutBearer(path: string): string {
  return path.replace(BEARER_SEGMENT, (_, before: string, segment: string) =>
    segment.startsWith('<') ? `${before}${segment}` : `${before}${NOT_KEPT}`,
  );
}

function headersOf(
  headers: Readonly<Record<string, string>>,
  redaction: Redaction,
  cookies: readonly string[] = [],
): CapturedHeaders {
  const kept: Header[] = [];
  let left = LONGEST_HEADERS;
  const keep = (name: string, value: string): void => {
    if (left <= 0) return;
    const header = redaction.header(name, cutTo(value, LONGEST_HEADERS + MARGIN));
    const [, shown] = header;
    const fits = name.length <= LONGEST_NAME && shown.length <= left;
    kept.push(fits ? header : [cutTo(name, LONGEST_NAME), cutTo(shown, left)]);
    left -= name.length + Math.min(shown.length, left);
  };
  for (const name in headers) keep(name, headers[name] ?? '');
  for (const cookie of cookies) keep('set-cookie', cookie);
  return redaction.headers(kept);
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(MAX_BODY_BYTES);

function bodyOf(whole: string, isUtf8: boolean, redaction: Redaction): CapturedBody {
  if (whole === '') return NO_BODY;
  const redacted = redaction.text(
    whole.length > MAX_BODY_BYTES + MARGIN ? whole.slice(0, MAX_BODY_BYTES + MARGIN) : whole,
  );
  const isShort = redacted.length * 3 <= MAX_BODY_BYTES;
  const end = isShort ? redacted.length : encoder.encodeInto(redacted, scratch).read;
  return {
    text: redacted === whole && end === whole.length ? whole : detached(redacted.slice(0, end)),
    characters: whole.length,
    isCut: end < redacted.length || whole.length > MAX_BODY_BYTES + MARGIN,
    isUtf8,
  };
}

const NO_BODY: CapturedBody = Object.freeze({ text: '', characters: 0, isCut: false, isUtf8: true });

/** Without a mark, because half of what is kept is parsed again. */
function cutTo(text: string, longest: number): string {
  return text.length <= longest ? text : detached(text.slice(0, longest));
}

function exchangeBytes({ origin, request, answer }: CapturedExchange): number {
  const { method, target } = request;
  let bytes = EXCHANGE_BYTES + textBytes(origin) + textBytes(method) + textBytes(target);
  for (const part of 'abort' in answer ? [request] : [request, answer]) {
    bytes += textBytes(part.body.text);
    for (const [name, value] of part.headers) bytes += HEADER_BYTES + textBytes(name) + textBytes(value);
  }
  return bytes;
}

function frameBytes({ origin, frame: { received, sent } }: CapturedFrame): number {
  return FRAME_BYTES + textBytes(origin) + textBytes(received?.text) + textBytes(sent?.text);
}
