import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../../../../mock-server/domain/conversation.ts';
import { newConversation } from '../../../../mock-server/domain/conversation.ts';
import type { EndpointHandler } from '../../../../mock-server/endpoints/endpoint.ts';
import type { HistoryBody } from '../../../../mock-server/endpoints/history/bodies.ts';
import { searchByConsumer } from '../../../../mock-server/endpoints/history/by-consumer.ts';
import { searchByConversation } from '../../../../mock-server/endpoints/history/by-conversation.ts';
import { searchConversations } from '../../../../mock-server/endpoints/history/search.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const START = { from: 0, to: 600_000 };
const authorization = 'OAuth oauth_consumer_key="key"';

const conversationOf = (id: string, startMs = 0, endMs?: number): Conversation => ({
  ...newConversation(id, id.startsWith('jane') ? 'jane' : 'joan', startMs, {}),
  ...(endMs === undefined ? {} : { endMs, state: 'CLOSE' }),
});

/** In the order in which they were opened. */
const OPENED = [
  conversationOf('a', 0, 9000),
  conversationOf('jane1', 1000, 3000),
  conversationOf('jane2', 1000),
  conversationOf('b', 2000, 5000),
];

interface Asked {
  readonly query?: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly opened?: readonly Conversation[];
}

function ask(handler: EndpointHandler, { query = '', body = {}, headers = { authorization }, opened = OPENED }: Asked) {
  const account = {
    id: '1',
    agents: [],
    agentSessions: { users: () => [], findByBearer: () => undefined },
    settings: {},
    profiles: { find: () => undefined },
    conversations: { all: () => opened, find: (id: string) => (id === 'none' ? undefined : conversationOf(id)) },
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return handler.handle(contextOf({ call: { target: `/found?${query}`, body: text, headers }, account })) as Answer;
}

function found(handler: EndpointHandler, asked: Asked): readonly [count: number, ids: readonly string[]] {
  const answer = ask(handler, asked);
  const { _metadata: metadata, conversationHistoryRecords: records } = JSON.parse(answer.body) as HistoryBody;
  expect(answer.status).toBe(200);
  return [metadata.count, records.map(({ info }) => info.conversationId)];
}

describe('A search', () => {
  it.each([
    ['', ['b', 'jane2', 'jane1', 'a']],
    ['sort=start', ['a', 'jane1', 'jane2', 'b']],
    ['sort=end:asc', ['jane1', 'b', 'a', 'jane2']],
    ['sort=end:desc', ['jane2', 'a', 'b', 'jane1']],
    ['sort=start&offset=1&limit=2', ['jane1', 'jane2']],
    ['sort=start&offset=3&limit=2', ['b']],
    ['offset=4', []],
  ])('with %p shows that part of all that it found, in that order', (query, ids) => {
    expect(found(searchConversations, { query, body: { start: START } })).toEqual([4, ids]);
  });

  it('is in order of the start whatever the order in which they are kept', () => {
    const opened = [...OPENED].reverse();
    const body = { start: START };
    expect(found(searchConversations, { query: 'sort=start', body, opened })[1]).toEqual(['a', 'jane2', 'jane1', 'b']);
  });

  it('finds what fits, with the parts that are asked for', () => {
    const body = { start: START, status: ['OPEN'], contentToRetrieve: ['transfers'] };
    const answer = JSON.parse(ask(searchConversations, { body }).body) as HistoryBody;
    expect(
      answer.conversationHistoryRecords.map((record) => [record.info.conversationId, Object.keys(record)]),
    ).toEqual([['jane2', ['info', 'transfers']]]);
  });
});

describe('A search by consumer', () => {
  it.each<[status: readonly string[] | undefined, query: string, count: number, ids: readonly string[]]>([
    [undefined, '', 2, ['jane2', 'jane1']],
    [['OPEN', 'CLOSE'], 'sort=start', 2, ['jane1', 'jane2']],
    [['CLOSE'], '', 1, ['jane1']],
    [[], '', 0, []],
    [undefined, 'limit=1', 2, ['jane2']],
  ])('with the status %j and %p finds his conversations', (status, query, ...all) => {
    expect(found(searchByConsumer, { query, body: { consumer: 'jane', status } })).toEqual(all);
  });
});

describe('A search by conversation', () => {
  const HUNDRED = Array.from({ length: 100 }, (_, at) => String(at));

  it.each<[what: string, body: object, ids: readonly string[]]>([
    ['one', { conversationId: 'a' }, ['a']],
    ['one, and each of a list once', { conversationId: 'b', conversationIds: ['a', 'b', 'a', 7] }, ['b', 'a', '7']],
    ['none that is not there', { conversationIds: ['a', 'none'] }, ['a']],
    ['no one', { conversationIds: [] }, []],
    ['a hundred', { conversationIds: HUNDRED }, HUNDRED],
    ['a hundred, one of them named twice', { conversationId: '0', conversationIds: HUNDRED }, HUNDRED],
  ])('finds %s', (_, body, ids) => {
    expect(found(searchByConversation, { body })).toEqual([ids.length, ids]);
  });

  it('has the parts that are asked for', () => {
    const body = { conversationId: 'a', contentToRetrieve: ['messageScores'] };
    const answer = JSON.parse(ask(searchByConversation, { body }).body) as HistoryBody;
    expect(answer.conversationHistoryRecords.map((record) => Object.keys(record))).toEqual([['info', 'messageScores']]);
  });

  it('takes a hundred ids, not one more', () => {
    expect(
      refusalOf(() => ask(searchByConversation, { body: { conversationId: 'a', conversationIds: HUNDRED } })),
    ).toEqual(['history_bad_request', 'body-wrong-shape', 'conversationIds has 101 ids; one call takes 100 at most']);
  });
});

const BY_ID = '{"conversationId":"e5c58e49-e4a5-40a8-8a18-d6580d1d5630"}';
const BY_CONSUMER = '{"consumer":"the lp_consumer_id, or the sub of the LP_JWT","status":["OPEN","CLOSE"]}';
it.each([
  [
    'conversation',
    searchByConversation,
    {},
    `conversationId and conversationIds are missing; send one of them, such as ${BY_ID}`,
  ],
  ['consumer', searchByConsumer, {}, `consumer is missing; send ${BY_CONSUMER}`],
  ['consumer', searchByConsumer, { consumer: '' }, `consumer is missing; send ${BY_CONSUMER}`],
])('A search by %s is refused without one: %#', (_, handler, body, sentence) => {
  expect(refusalOf(() => ask(handler, { body }))).toEqual(['history_bad_request', 'body-wrong-shape', sentence]);
});

describe.each([
  ['search', searchConversations, '{"start":{"from":0,"to":0}}'],
  ['search by conversation', searchByConversation, BY_ID],
  ['search by consumer', searchByConsumer, BY_CONSUMER],
])('A %s', (_, handler, example) => {
  it('is refused without an object, and shown one', () => {
    expect(refusalOf(() => ask(handler, { body: '7' }))).toEqual([
      'history_bad_request',
      'body-wrong-shape',
      `the body is a number; send an object, such as ${example}`,
    ]);
  });

  it('is refused with the error of the history to who may not read it, and for an account that is not there', () => {
    const [error, slug] = refusalOf(() => ask(handler, { headers: {} }));
    expect([error, slug]).toEqual(['history_unauthorized', 'agent-bearer-missing']);
    const [unknown, why] = refusalOf(() => handler.handle(contextOf({ parameters: { account: '1' } })));
    expect([unknown, why]).toEqual(['history_unauthorized', 'account-unknown']);
  });
});
