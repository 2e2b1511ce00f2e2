import { A, api, B, call, control, mint, openAndStrict, postJson, scenario } from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';

type Headers = Readonly<Record<string, string>>;

const BRAND = { 'brand-id': A, 'client-source': 'corpus' };
const CONSUMER = { ...BRAND, authorization: 'Bearer {{lpJwt}}' };
const APP = { ...BRAND, authorization: '{{appJwt}}', 'lp-on-behalf': '{{jws}}' };
const AGENT = { ...BRAND, authorization: 'Bearer {{login.body.bearer}}' };
const LOGIN = postJson('login', `${api(A)}/login?v=1.3`, { username: 'ada', password: 'secret-of-the-agent' });
const TOKENS: readonly Step[] = [
  mint('lpJwt', 'lpJwt', { sub: 'jane' }),
  mint('appJwt', 'appJwt'),
  mint('jws', 'consumerJws'),
  LOGIN,
];

const ID = '{{open.body.id}}';
const consumer = (id: string): string => `/messaging/v1/consumers/${id}`;
const conversation = (id = ID): string => `/messaging/v1/conversations/${id}`;
const messages = (query = '', id = ID): string => `${conversation(id)}/dialogs/${id}/messages${query}`;
const ask = (name: string, method: string, target: string, body?: unknown, headers: Headers = CONSUMER): Step =>
  call(name, target, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const say = (name: string, text: string): Step =>
  ask(name, 'POST', messages(), { type: 'PLAIN_TEXT', content: { text } });
const OPEN: readonly Step[] = [
  ...TOKENS,
  ask('open', 'POST', `${consumer('jane')}/conversations`, { channelType: 'MESSAGING' }),
];

const CREDENTIALS: readonly (readonly [name: string, headers: Headers])[] = [
  ['consumer', CONSUMER],
  ['consumer-bare', { ...BRAND, authorization: '{{lpJwt}}' }],
  ['app', APP],
  ['app-bearer', { ...APP, authorization: 'Bearer {{appJwt}}' }],
  ['app-alone', { ...BRAND, authorization: '{{appJwt}}' }],
  ['app-other-spelling', { ...BRAND, authorization: '{{appJwt}}', 'x-lp-on-behalf': '{{jws}}' }],
  ['app-other-account', { ...APP, 'brand-id': B }],
  ['agent', AGENT],
  ['agent-unknown', { ...BRAND, authorization: 'Bearer bearer-of-nobody' }],
  ['nobody', BRAND],
  ['no-brand', { 'client-source': 'corpus', authorization: '{{lpJwt}}' }],
  ['no-source', { 'brand-id': A, authorization: '{{lpJwt}}' }],
  ['basic', { ...BRAND, authorization: 'Basic a2V5OnNlY3JldA==' }],
  ['jws-malformed', { ...APP, 'lp-on-behalf': 'x' }],
];
const BODIES: readonly (readonly [name: string, body: unknown])[] = [
  ['text', { type: 'PLAIN_TEXT', content: { text: 'hi' } }],
  ['rich', { type: 'RICH_CONTENT', content: { type: 'vertical' } }],
  ['file', { type: 'HOSTED_FILE', content: { relativePath: '/a.png', fileType: 'PNG' } }],
  ['file-without-path', { type: 'HOSTED_FILE', content: {} }],
  ['type-unknown', { type: 'TEXT', content: { text: 'hi' } }],
  ['content-missing', { type: 'PLAIN_TEXT' }],
  ['text-number', { type: 'PLAIN_TEXT', content: { text: 1 } }],
  ['array', []],
  ['null', null],
];
const QUERIES = [
  '?limit=1',
  '?limit=0',
  '?limit=101',
  '?newerThanSequence=1',
  '?newerThanSequence=x',
  '?sortOrder=DESC',
];

/** Conversations without a socket: who may hold them, what is said, and how they are closed. */
export const messagingRest: readonly Scenario[] = [
  ...openAndStrict(
    CREDENTIALS.map(([name, headers]) =>
      scenario(`messaging-rest/credentials-${name}`, [...OPEN, ask('get', 'GET', conversation(), undefined, headers)]),
    ),
  ),
  ...openAndStrict(
    BODIES.map(([name, body]) =>
      scenario(`messaging-rest/message-${name}`, [
        ...OPEN,
        ask('say', 'POST', messages(), body),
        ask('get', 'GET', messages()),
      ]),
    ),
  ),
  ...QUERIES.map((query, at) =>
    scenario(`messaging-rest/query-${String(at)}`, [
      ...OPEN,
      say('one', 'one'),
      say('two', 'two'),
      ask('get', 'GET', messages(query)),
    ]),
  ),
  scenario('messaging-rest/consumer', [
    ...TOKENS,
    ask('put', 'PUT', consumer('jane'), { firstName: 'Jane' }),
    ask('again', 'PUT', consumer('jane'), {}),
    ask('foreign', 'PUT', consumer('john'), {}),
    ask('by-agent', 'PUT', consumer('john'), {}, AGENT),
    ask('array', 'PUT', consumer('jane'), []),
  ]),
  scenario('messaging-rest/closing', [
    ...OPEN,
    ask('second', 'POST', `${consumer('jane')}/conversations`, {}),
    ask('get', 'GET', conversation()),
    ask('bare', 'PATCH', conversation(), { stage: 'CLOSE' }),
    ask('stale', 'PATCH', conversation(), { stage: 'CLOSE' }, { ...CONSUMER, 'if-match': '"stale"' }),
    ask('wrong', 'PATCH', conversation(), { stage: 'OPEN' }, { ...CONSUMER, 'if-match': '*' }),
    control('later', 'clock.advance', '10s'),
    ask('close', 'PATCH', conversation(), { stage: 'CLOSE' }, { ...CONSUMER, 'if-match': '{{get.headers.etag}}' }),
    ask('again', 'PATCH', conversation(), { stage: 'CLOSE' }, { ...CONSUMER, 'if-match': '*' }),
    say('late', 'late'),
  ]),
  scenario('messaging-rest/not-there', [
    ...OPEN,
    ask('conversation', 'GET', conversation('none')),
    ask('dialog', 'GET', `${conversation()}/dialogs/none/messages`),
    ask('delete', 'DELETE', conversation()),
    ask('list', 'GET', '/messaging/v1/conversations'),
  ]),
];
