import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext } from '../endpoint.ts';

/**
 * The object that a call of the history has in its body.
 *
 * @param example - shown to who sent something else
 * @throws Refusal `history_bad_request`.
 */
export function requireBody({ call }: EndpointContext, example: string): JsonObject {
  const body = readJson(call);
  if (!body.ok) return refuse('history_bad_request', body.slug, body.sentence);
  return isObject(body.value)
    ? body.value
    : wrongShape(`the body is ${describeJson(body.value)}; send an object, such as ${example}`);
}

/** @throws Refusal `history_bad_request` always. */
export function wrongShape(sentence: string): never {
  return refuse('history_bad_request', 'body-wrong-shape', sentence);
}

/** A list of texts; undefined where there is none. Ids are numbers on the page, texts in clients: both are taken. */
export function readList(body: JsonObject, name: string): readonly string[] | undefined {
  const list = own(body, name);
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) return wrongList(name, 'it', list);
  const wrong: unknown = list.find((each) => !isId(each));
  return wrong === undefined ? list.map(String) : wrongList(name, 'one of them', wrong);
}

function wrongList(name: string, what: string, found: unknown): never {
  return wrongShape(`${name} must be an array of texts or numbers; ${what} is ${describeJson(found)}`);
}

/** The same where the page has a list of values. */
export function readChoice(body: JsonObject, name: string, values: readonly string[]): readonly string[] | undefined {
  const list = readList(body, name);
  const wrong = list?.find((each) => !values.includes(each));
  if (wrong === undefined) return list;
  return wrongShape(`${name} has ${JSON.stringify(cut(wrong, 40))}; it takes ${values.join(', ')}`);
}

/** A text; undefined where there is none. */
export function readText(body: JsonObject, name: string): string | undefined {
  const value = own(body, name);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : wrongShape(`${name} must be a text; it is ${describeJson(value)}`);
}

/** What a caller wrote himself; nothing that objects have by themselves. */
export function own(body: JsonObject, name: string): unknown {
  return Object.hasOwn(body, name) ? body[name] : undefined;
}

/** Everything that `contentToRetrieve` may ask for by the pages; the mock has some of it. */
const CONTENTS: readonly string[] = [
  'campaign',
  'messageRecords',
  'agentParticipants',
  'agentParticipantsLeave',
  'agentParticipantsActive',
  'consumerParticipants',
  'transfers',
  'interactions',
  'messageScores',
  'messageStatuses',
  'conversationSurveys',
  'coBrowseSessions',
  'summary',
  'sdes',
  'unAuthSdes',
  'monitoring',
  'dialogs',
  'responseTime',
  'skillChanges',
  'intents',
  'uniqueIntents',
  'latestAgentSurvey',
  'previouslySubmittedAgentSurveys',
];

/** The parts of the records that are wanted; undefined for all. What no page has is noted. */
export function readContent(context: EndpointContext, body: JsonObject): readonly string[] | undefined {
  const list = readList(body, 'contentToRetrieve');
  const unknown = list?.find((each) => !CONTENTS.includes(each));
  if (unknown !== undefined) {
    const sentence = `contentToRetrieve has ${JSON.stringify(cut(unknown, 40))}, which no page has`;
    deviate(context, 'history-content', sentence, 'history_bad_request');
  }
  return list;
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
