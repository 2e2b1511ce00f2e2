import type { Change, JournalEntry } from '../admin-api.ts';
import { LOOKS, nameOf } from '../chips.ts';
import { span, timeOfDay } from '../instants.ts';
import type { Row } from '../rows.ts';
import { changeWords, whyOf } from '../words.ts';
import { attemptStep } from './attempt-step.ts';
import { byCause } from './by-cause.ts';
import type { Said } from './said.ts';
import type { Asked, Asker, BandStep, CallStep, Step, StepToken } from './step.ts';
import { askedWords, frameWords, answeredWords } from './step-words.ts';

/** What was said in a call, as far as one knows. */
export type FindSaid = (id: number) => Said | undefined;

/**
 * What a picture of these rows shows, oldest first.
 *
 * @param rows - oldest first
 */
export function stepsOf(rows: readonly Row[], find: FindSaid = () => undefined): readonly Step[] {
  // A frame is grouped with its socket in a row, so what happened in between is found by the ids.
  const entries = rows
    .flatMap(({ entry, frames }) => (frames.length > 0 ? frames : entry === undefined ? [] : [entry]))
    .sort((a, b) => a.id - b.id);
  const shopper = shopperOf(entries);
  const shownBy = tokensOfSockets(entries);
  // Changes and webhooks stand in their order already where they came behind the same call.
  const others = rows
    .flatMap(({ change, attempt }) => [...bandOf(change), ...webhookOf(attempt)])
    .sort((a, b) => a.order - b.order);
  const dated: Step[] = [];
  for (const entry of byCause(entries)) {
    while (others[0] !== undefined && others[0].order < entry.id) dated.push(...others.splice(0, 1).map(stepIn));
    dated.push(callStep(withTokenNamed(entry, shownBy), find(entry.id), shopper));
  }
  const steps = joined([...dated, ...others.map(stepIn)]);
  const first = steps.findIndex((step) => !('band' in step));
  return first === -1 ? [] : steps.slice(first);
}

type Token = JournalEntry['tokens'][number];

/** The token that each socket was opened with. */
function tokensOfSockets(entries: readonly JournalEntry[]): ReadonlyMap<string, Token> {
  const found = entries.flatMap(({ frame, socket = frame?.socket, tokens }) => {
    const shownToken = tokens.find(({ use, kind }) => use === 'presented' && kind === 'LP_JWT');
    return socket === undefined || shownToken === undefined ? [] : [[socket, shownToken] as const];
  });
  return new Map(found);
}

/** The end of a socket says that the LP_JWT expired; which one is known from its beginning. */
function withTokenNamed(entry: JournalEntry, shownBy: ReadonlyMap<string, Token>): JournalEntry {
  const { frame, method, reason } = entry;
  const token = method === 'CLOSE' ? shownBy.get(frame?.socket ?? '') : undefined;
  if (token === undefined || reason?.slug !== 'lp-jwt-expired') return entry;
  const { iat, exp } = token.claims ?? {};
  const times = typeof iat === 'number' && typeof exp === 'number' ? ` (${time(iat)} to ${time(exp)})` : '';
  const sentence = reason.sentence.replace(/^the LP_JWT/, () => `the ${nameOf(token)}${times}`);
  return { ...entry, reason: { ...reason, sentence } };
}

function time(seconds: number): string {
  return timeOfDay(seconds * 1000);
}

/** Who asks where it does not show: an app, unless there are only visitors. */
function shopperOf(entries: readonly JournalEntry[]): Asker {
  const known = entries.map(askerOf);
  return known.includes('visitor') && !known.includes('client') ? 'visitor' : 'client';
}

const ASKERS: readonly (readonly [RegExp, Asker])[] = [
  [/^(?:sentinel\.(?:app-|token$|revoke$)|idp\.consumer$|send-api\.|functions\.)/, 'client'],
  [/^(?:idp\.|ums\.consumer$)/, 'visitor'],
  [/^(?:agent-vep\.|ums\.brand$|history\.|installations\.|sentinel\.(?:authorize|login)$)/, 'agent'],
];

function askerOf({ endpointId = '' }: JournalEntry): Asker | undefined {
  return ASKERS.find(([fits]) => fits.test(endpointId))?.[1];
}

const ASKED: readonly string[] = [
  'csds',
  'account-config',
  'sentinel',
  'idp',
  'agent-vep',
  'send-api',
  'messaging-rest',
  'history',
  'swift',
  'functions',
  'ums',
] satisfies readonly Asked[];

function callStep(entry: JournalEntry, said: Said | undefined, shopper: Asker): CallStep {
  const { atMs, endpointId = '', tokens, method, frame } = entry;
  const service = laneOf(endpointId);
  const used = (use: string): StepToken[] =>
    tokens.filter((token) => token.use === use).map((token) => shown(token, atMs));
  return {
    atMs,
    from: askerOf(entry) ?? shopper,
    to: service,
    words: frame === undefined ? askedWords(entry, said) : frameWords(entry, said),
    presented: used('presented'),
    answer: answeredWords(entry, said),
    issued: used('issued'),
    trouble: troubleOf(entry),
    isUnasked: frame !== undefined && method !== 'RECEIVE' ? true : undefined,
    isReceipt: said?.isReceipt,
  };
}

function laneOf(endpointId: string): Asked {
  const service = endpointId.split('.')[0] ?? '';
  // They are a part of the account's configuration, and seldom worth a lane.
  if (service === 'installations') return 'account-config';
  return ASKED.includes(service) ? (service as Asked) : 'unknown';
}

function troubleOf(entry: JournalEntry): CallStep['trouble'] {
  const { verdict, outcome, frame, method } = entry;
  // The answer to a frame has no verdict of its own where the socket is closed for it.
  const isRefusedFrame = frame !== undefined && method === 'RECEIVE' && Number(outcome) >= 400;
  if (verdict === 'accepted' && !isRefusedFrame) return undefined;
  const code = method === 'CLOSE' && frame !== undefined ? `closed with ${String(outcome)}` : String(outcome);
  return { isFault: verdict === 'faulted', code, why: shortWhy(entry) };
}

/** When something ran out is in the detail of the call; here it would be the longest part. */
function shortWhy(entry: JournalEntry): string | undefined {
  return whyOf(entry)
    ?.replace(/(?: this call)?\.$/, '')
    .replace(/^The /, 'the ');
}

function shown({ kind, id = '', claims }: JournalEntry['tokens'][number], atMs: number): StepToken {
  const exp = claims?.['exp'];
  return {
    look: LOOKS[kind ?? '']?.[0] ?? (kind === undefined ? 'foreign' : 'other'),
    kind: kind ?? 'not this mock’s',
    id: id.slice(0, 4),
    isOver: typeof exp === 'number' && exp * 1000 <= atMs,
  };
}

/** A step that says behind which call it came. */
interface Ordered {
  readonly order: number;
  readonly step: Step;
}

function stepIn({ step }: Ordered): Step {
  return step;
}

function webhookOf(attempt: Row['attempt']): Ordered[] {
  const step = attempt === undefined ? undefined : attemptStep(attempt);
  return attempt === undefined || step === undefined ? [] : [{ order: attempt.afterEntry + 0.5, step }];
}

/** A clock that was told where it stands anyway is no event. */
function bandOf(change: Change | undefined): Ordered[] {
  if (change === undefined) return [];
  const { verb, fromMs, atMs, afterEntry } = change;
  const moved = Math.abs(atMs - fromMs) < 1000 ? undefined : { fromMs, atMs };
  const isClock = verb.startsWith('clock.');
  if (moved === undefined && (isClock || verb === 'journal.clear')) return [];
  const words = changeWords(change).replace(/^You /, '');
  const band = isClock && moved !== undefined ? clockWords(moved) : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return [{ order: afterEntry + 0.5, step: { band, moved } }];
}

function clockWords({ fromMs, atMs }: NonNullable<BandStep['moved']>): string {
  return `Clock moved ${atMs < fromMs ? '−' : '+'}${span(atMs - fromMs)}`;
}

/** The same sent again and again unasked is one line, and so is a clock that was moved in several goes. */
function joined(steps: readonly Step[]): readonly Step[] {
  const kept: Step[] = [];
  let count = 1;
  for (const step of steps) {
    const before = kept.at(-1);
    const once = movedAtOnce(before, step);
    if (once !== undefined) {
      kept[kept.length - 1] = once;
      continue;
    }
    const isAgain = isUnaskedAgain(before, step, count);
    count = isAgain ? count + 1 : 1;
    if (isAgain)
      kept[kept.length - 1] = { ...(before as CallStep), words: `${(step as CallStep).words} × ${String(count)}` };
    else kept.push(step);
  }
  return kept;
}

function isUnaskedAgain(before: Step | undefined, step: Step, count: number): boolean {
  if (before === undefined || 'band' in before || 'band' in step) return false;
  const words = count === 1 ? before.words : before.words.replace(/ × \d+$/, '');
  return (
    step.isUnasked === true &&
    before.isUnasked === true &&
    step.trouble === undefined &&
    before.trouble === undefined &&
    words === step.words &&
    before.from === step.from
  );
}

function movedAtOnce(before: Step | undefined, step: Step): BandStep | undefined {
  if (before === undefined || !('band' in before) || !('band' in step)) return undefined;
  if (before.moved === undefined || step.moved === undefined) return undefined;
  const moved = { fromMs: before.moved.fromMs, atMs: step.moved.atMs };
  return { band: clockWords(moved), moved };
}
