import { expect, it } from '@jest/globals';
import {
  own,
  readChoice,
  readContent,
  readList,
  readText,
  requireBody,
} from '../../../../mock-server/endpoints/history/body.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const wrongShape = (sentence: string): readonly string[] => ['history_bad_request', 'body-wrong-shape', sentence];

it('The body of a call of the history is an object; what else it is, is told with an example', () => {
  const read = (body: string): unknown => requireBody(contextOf({ call: { body } }), '{"such":"this"}');
  expect(read('{"a":1}')).toEqual({ a: 1 });
  const send = 'send an object, such as {"such":"this"}';
  expect(refusalOf(() => read(''))).toEqual(wrongShape(`the body is absent; ${send}`));
  expect(refusalOf(() => read('[{}]'))).toEqual(wrongShape(`the body is an array; ${send}`));
  expect(refusalOf(() => read('{'))).toEqual([
    'history_bad_request',
    'body-not-json',
    'the request body is not valid JSON',
  ]);
});

it('A list has texts and numbers, as texts; one that is null or not there is none', () => {
  expect(readList({ ids: ['a', 7] }, 'ids')).toEqual(['a', '7']);
  expect(readList({ ids: [] }, 'ids')).toEqual([]);
  expect([readList({ ids: null }, 'ids'), readList({}, 'ids'), readList({}, 'constructor')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it.each<[list: unknown, found: string]>([
  ['7', 'it is a string'],
  [{ 0: '7' }, 'it is an object'],
  [['7', {}], 'one of them is an object'],
  [['7', null], 'one of them is null'],
])('A list is refused that is %j', (ids, found) => {
  expect(refusalOf(() => readList({ ids }, 'ids'))).toEqual(
    wrongShape(`ids must be an array of texts or numbers; ${found}`),
  );
});

it('A list of values takes these alone, and names them', () => {
  expect(readChoice({ status: ['B', 'A'] }, 'status', ['A', 'B'])).toEqual(['B', 'A']);
  expect(readChoice({}, 'status', ['A', 'B'])).toBeUndefined();
  expect(refusalOf(() => readChoice({ status: ['A', 'c'.repeat(41)] }, 'status', ['A', 'B']))).toEqual(
    wrongShape(`status has "${'c'.repeat(37)}..."; it takes A, B`),
  );
});

it('A text is one, or not there; what every object has by itself is not there', () => {
  expect([readText({ id: 'a' }, 'id'), readText({ id: null }, 'id'), readText({}, 'toString')]).toEqual([
    'a',
    undefined,
    undefined,
  ]);
  expect(own({}, 'toString')).toBeUndefined();
  expect(refusalOf(() => readText({ id: false }, 'id'))).toEqual(wrongShape('id must be a text; it is a boolean'));
});

it.each([
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
])('The part %s may be asked for by the pages', (part) => {
  const context = contextOf();
  expect([readContent(context, { contentToRetrieve: [part] }), context.deviations]).toEqual([[part], []]);
});

it('A part of no page is noted, and a strict mock refuses it', () => {
  const body = { contentToRetrieve: ['transfers', 'm'.repeat(41)] };
  const sentence = `contentToRetrieve has "${'m'.repeat(37)}...", which no page has`;
  const context = contextOf();
  expect(readContent(context, body)).toEqual(body.contentToRetrieve);
  expect(context.deviations).toEqual([{ slug: 'history-content', sentence }]);
  const strict = contextOf({ settings: { strict: true } });
  expect(refusalOf(() => readContent(strict, body))).toEqual(['history_bad_request', 'deviation-refused', sentence]);
  expect(readContent(strict, {})).toBeUndefined();
});
