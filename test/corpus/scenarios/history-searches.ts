import {
  A,
  api,
  CONVERSATION,
  control,
  command,
  openAndStrict,
  OPENED,
  post,
  postJson,
  scenario,
  send,
} from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';
import { NOON_SECONDS } from '../scenario.ts';

const OAUTH_1 = { authorization: 'OAuth oauth_consumer_key="key-of-the-app"' };
const HELLO = { type: 'ContentEvent', contentType: 'text/plain', message: 'hi' };
const TODAY = { from: NOON_SECONDS * 1000, to: NOON_SECONDS * 1000 + 86_400_000 };
const START = { start: TODAY };
const searchPath = (search: string): string => `/messaging_history${api(A)}/conversations/${search}`;
const find = (name: string, search: string, body: unknown): Step => postJson(name, searchPath(search), body, OAUTH_1);

/** A conversation with two messages and a receipt. */
const TALK: readonly Step[] = [
  ...OPENED,
  send('hello', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
  control('later', 'clock.advance', '10s'),
  send(
    'rich',
    command('ms.PublishEvent', { dialogId: CONVERSATION, event: { type: 'RichContentEvent', content: {} } }),
  ),
  send(
    'receipt',
    command('ms.PublishEvent', {
      dialogId: CONVERSATION,
      event: { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0, 1] },
    }),
  ),
];
const CLOSE = send(
  'close',
  command('cm.UpdateConversationField', {
    conversationId: CONVERSATION,
    conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' },
  }),
);

const FILTERS: readonly (readonly [name: string, body: unknown])[] = [
  ['start-alone', START],
  ['start-missing', {}],
  ['start-half', { start: { from: 1 } }],
  ['start-turned', { start: { from: 2, to: 1 } }],
  ['start-of-years', { start: { from: 0, to: TODAY.to } }],
  ['start-as-texts', { start: { from: String(TODAY.from), to: String(TODAY.to) } }],
  ['start-in-words', { start: { from: 'today', to: 'tomorrow' } }],
  ['status', { ...START, status: ['CLOSE'] }],
  ['status-unknown', { ...START, status: ['CLOSED'] }],
  ['keyword', { ...START, keyword: 'HI' }],
  ['keyword-number', { ...START, keyword: 1 }],
  ['mcs', { ...START, mcs: { from: 0, to: 100 } }],
  ['filter-unknown', { ...START, skills: ['1'] }],
  ['parts', { ...START, contentToRetrieve: ['messageRecords', 'messageStatuses'] }],
  ['part-unknown', { ...START, contentToRetrieve: ['messages'] }],
  ['array', []],
  ['null', null],
];
const QUERIES = [
  'limit=1',
  'limit=0',
  'limit=101',
  'offset=1',
  'offset=-1',
  'sort=end:asc',
  'sort=down',
  'limit=x&v=2',
];

/** What is found of conversations that were held through the Send API: there are no agents here. */
export const historySearches: readonly Scenario[] = [
  ...openAndStrict(
    FILTERS.map(([name, body]) => scenario(`history-search/${name}`, [...TALK, find('find', 'search', body)])),
  ),
  ...openAndStrict(
    QUERIES.map((query, at) =>
      scenario(`history-search/query-${String(at)}`, [...TALK, find('find', `search?${query}`, START)]),
    ),
  ),
  scenario('history-search/by-conversation', [
    ...TALK,
    CLOSE,
    find('one', 'conversation/search', { conversationId: CONVERSATION }),
    find('some', 'conversation/search', { conversationIds: ['none', CONVERSATION, CONVERSATION] }),
    find('none', 'conversation/search', {}),
    find('wrong', 'conversation/search', { conversationId: 7 }),
  ]),
  scenario('history-search/by-consumer', [
    ...TALK,
    find('all', 'search', START),
    find('one', 'consumer/search', {
      consumer: '{{all.body.conversationHistoryRecords.0.consumerParticipants.0.participantId}}',
      status: ['OPEN', 'CLOSE'],
    }),
    find('none', 'consumer/search', { status: ['OPEN'] }),
    find('wrong', 'consumer/search', { consumer: 'jane', status: 'OPEN' }),
  ]),
  scenario('history-search/bodies', [
    post('absent', searchPath('search'), '', OAUTH_1),
    post('broken', searchPath('search'), '{"start":', { ...OAUTH_1, 'content-type': 'application/json' }),
    post('no-credentials', searchPath('search'), '{}'),
  ]),
];
