import { deviate } from '../../errors/deviate.ts';
import { FARTHEST_MS } from '../../instant.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext } from '../endpoint.ts';
import { own, readChoice, readContent, readList, readText, wrongShape } from './body.ts';

/** From and to, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is searched for. An undefined filter is none. */
export interface HistoryFilter {
  /** In epoch milliseconds. */
  readonly start: Span;
  readonly end: Span | undefined;
  readonly status: readonly string[] | undefined;
  readonly skillIds: readonly string[] | undefined;
  readonly latestSkillIds: readonly string[] | undefined;
  readonly agentIds: readonly string[] | undefined;
  readonly latestAgentIds: readonly string[] | undefined;
  readonly agentGroupIds: readonly string[] | undefined;
  readonly keyword: string | undefined;
  /** In seconds. */
  readonly duration: Span | undefined;
  readonly csat: Span | undefined;
  readonly source: readonly string[] | undefined;
  readonly device: readonly string[] | undefined;
  readonly messageContentTypes: readonly string[] | undefined;
  readonly latestConversationQueueState: string | undefined;
  /** It asks for something that no conversation of the mock has: a score, a summary. */
  readonly asksForUnknown: boolean;
}

export const STATUSES: readonly string[] = ['OPEN', 'CLOSE'];

/** What conversations are searched by that the mock does not keep. */
const UNKNOWN_HERE: readonly string[] = ['mcs', 'alertedMcsValues', 'summary', 'sdeSearch'];

const NAMES: readonly string[] = [
  'start',
  'end',
  'status',
  'skillIds',
  'latestSkillIds',
  'agentIds',
  'latestAgentIds',
  'agentGroupIds',
  'keyword',
  'duration',
  'csat',
  'source',
  'device',
  'messageContentTypes',
  'latestConversationQueueState',
  'contentToRetrieve',
  ...UNKNOWN_HERE,
];

/** Filters and parts of a search. @throws Refusal `history_bad_request` for what is none. */
export function readFilter(
  context: EndpointContext,
  body: JsonObject,
): { readonly filter: HistoryFilter; readonly content: readonly string[] | undefined } {
  noteUnknown(context, body);
  const start = readTimes(body, 'start');
  if (start === undefined) return wrongShape(`start is missing; send ${TIMES_EXAMPLE}`);
  const [queueState] = readChoice(wrapped(body), 'latestConversationQueueState', ['IN_QUEUE', 'ACTIVE']) ?? [];
  return {
    filter: {
      start,
      end: readTimes(body, 'end'),
      status: readChoice(body, 'status', STATUSES),
      skillIds: readList(body, 'skillIds'),
      latestSkillIds: readList(body, 'latestSkillIds'),
      agentIds: readList(body, 'agentIds'),
      latestAgentIds: readList(body, 'latestAgentIds'),
      agentGroupIds: readList(body, 'agentGroupIds'),
      keyword: readText(body, 'keyword')?.toLowerCase(),
      duration: readSpan(body, 'duration'),
      csat: readSpan(body, 'csat'),
      source: readList(body, 'source'),
      device: readList(body, 'device'),
      messageContentTypes: readList(body, 'messageContentTypes'),
      latestConversationQueueState: queueState,
      asksForUnknown: UNKNOWN_HERE.some((name) => (own(body, name) ?? null) !== null),
    },
    content: readContent(context, body),
  };
}

/** The queue state is one text, which is read as a list of one. */
function wrapped(body: JsonObject): JsonObject {
  const state = readText(body, 'latestConversationQueueState');
  return state === undefined ? {} : { latestConversationQueueState: [state] };
}

function noteUnknown(context: EndpointContext, body: JsonObject): void {
  const unknown = Object.keys(body).find((name) => !NAMES.includes(name));
  if (unknown === undefined) return;
  const sentence = `the body has ${JSON.stringify(cut(unknown, 40))}, which is no filter of the pages and filters nothing`;
  deviate(context, 'history-filter', sentence, 'history_bad_request');
}

const TIMES_EXAMPLE = '{"start":{"from":1470037448000,"to":1472543048000}}, in epoch milliseconds';

/** Times are rounded outwards to ten minutes (documented). */
const ROUNDED_MS = 600_000;

/** Three months (documented), however long they are. */
const LONGEST_MS = 93 * 86_400_000;

function readTimes(body: JsonObject, name: string): Span | undefined {
  const given = readSpan(body, name, true);
  if (given === undefined) return undefined;
  const { from, to } = given;
  if (to - from > LONGEST_MS) {
    const days = String(Math.ceil((to - from) / 86_400_000));
    return wrongShape(`${name} spans ${days} days; three months are the most, so ask for them one after the other`);
  }
  return { from: Math.floor(from / ROUNDED_MS) * ROUNDED_MS, to: Math.ceil(to / ROUNDED_MS) * ROUNDED_MS };
}

/** @param isWhole - whether both ends must be there; otherwise one is enough */
function readSpan(body: JsonObject, name: string, isWhole = false): Span | undefined {
  const span = own(body, name);
  if (span === undefined || span === null) return undefined;
  if (!isObject(span)) return wrongShape(`${name} is ${describeJson(span)}; it must be an object with from and to`);
  const [from, to] = [readBound(span, name, 'from'), readBound(span, name, 'to')];
  const given = [from, to].filter((bound) => bound !== undefined);
  if (isWhole && given.length < 2) return wrongShape(`${name} needs both from and to; send ${TIMES_EXAMPLE}`);
  if (given.length === 0) return wrongShape(`${name} needs from or to`);
  return ordered({ from: from ?? 0, to: to ?? Infinity }, name);
}

function ordered(span: Span, name: string): Span {
  if (span.from <= span.to) return span;
  return wrongShape(`${name}.from is ${String(span.from)}, which is after ${name}.to, ${String(span.to)}`);
}

/** A number, also as a text, as the pages' own examples have some. */
function readBound(span: JsonObject, name: string, side: 'from' | 'to'): number | undefined {
  const value = own(span, side);
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && number >= 0 && number <= FARTHEST_MS) return number;
  const found = typeof value === 'number' ? String(value) : describeJson(value);
  return wrongShape(`${name}.${side} is ${found}; it must be a number from 0, such as 1472543048000`);
}
