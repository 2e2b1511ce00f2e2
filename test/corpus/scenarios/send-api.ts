import {
  batch,
  command,
  control,
  CONVERSATION,
  createPath,
  mint,
  ON_BEHALF,
  openAndStrict,
  OPENED,
  post,
  postJson,
  profile,
  request,
  scenario,
  send,
  sendPath,
  TOKENS,
  under,
} from '../building.ts';
import type { PlainOptions, Scenario } from '../scenario.ts';

const create = (name: string, body: unknown) => postJson(name, createPath(), body, ON_BEHALF);
const HELLO = { type: 'ContentEvent', contentType: 'text/plain', message: 'hi' };

const SHORT = JSON.stringify(command('userprofile.SetUserProfile', {}));
const long = (length: number): string => `${SHORT}${' '.repeat(length)}`;
const EMPTY_LENGTH = long(0).length;
const BODIES: readonly (readonly [name: string, body: string, type?: string])[] = [
  ['absent', ''],
  ['null', 'null', 'application/json'],
  ['empty', '{}', 'application/json'],
  ['array-empty', '[]', 'application/json'],
  ['array-of-one', `[${long(0)}]`, 'application/json'],
  ['array-of-two', `[${long(0)},${long(0)}]`, 'application/json'],
  ['array-of-text', '["x"]', 'application/json'],
  ['text', '"x"', 'application/json'],
  ['broken', '{"id":"7",', 'application/json'],
  ['form', 'a=b', 'application/x-www-form-urlencoded'],
  ['as-text', long(0), 'text/plain'],
  ['no-type', long(0)],
  ['charset', long(0), 'application/json;charset=UTF-8'],
  ['at-the-limit', long(5000 - EMPTY_LENGTH), 'application/json'],
  ['past-the-limit', long(5001 - EMPTY_LENGTH), 'application/json'],
  ['past-the-bytes', long(1_048_577), 'application/json'],
  ['deep', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'application/json'],
  ['unknown-type', '{"kind":"req","id":"7","type":"x","body":{}}', 'application/json'],
  ['request-alone', JSON.stringify(request()), 'application/json'],
  ['id-number', '{"kind":"req","id":7,"type":"userprofile.SetUserProfile","body":{}}', 'application/json'],
  ['id-missing', '{"kind":"req","type":"userprofile.SetUserProfile","body":{}}', 'application/json'],
  ['kind-missing', '{"id":"7","type":"userprofile.SetUserProfile","body":{}}', 'application/json'],
  ['long-type', '{"kind":"req","id":"7","type":".ams.userprofile.SetUserProfile","body":{}}', 'application/json'],
  ['type-missing', '{"kind":"req","id":"7","body":{}}', 'application/json'],
  ['body-missing', '{"kind":"req","id":"7","type":"ms.PublishEvent"}', 'application/json'],
  ['body-array', '{"kind":"req","id":"7","type":"ms.PublishEvent","body":[]}', 'application/json'],
];
const bodies: readonly Scenario[] = openAndStrict(
  BODIES.map(([name, body, type]) =>
    scenario(`send-api/body/${name}`, [
      ...TOKENS,
      post('send', sendPath(), body, { ...ON_BEHALF, ...(type === undefined ? {} : { 'content-type': type }) }),
      post('create', createPath(), body, { ...ON_BEHALF, ...(type === undefined ? {} : { 'content-type': type }) }),
    ]),
  ),
);

const HEADERS: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ['none', {}],
  ['app-alone', { authorization: '{{appJwt}}' }],
  ['consumer-alone', { 'x-lp-on-behalf': '{{jws}}' }],
  ['swapped', { authorization: '{{jws}}', 'x-lp-on-behalf': '{{appJwt}}' }],
  ['bearer', { ...ON_BEHALF, authorization: 'Bearer {{appJwt}}' }],
  ['jwt', { ...ON_BEHALF, authorization: 'jwt {{appJwt}}' }],
  ['on-behalf-bearer', { ...ON_BEHALF, 'x-lp-on-behalf': 'Bearer {{jws}}' }],
  ['on-behalf-jwt', { ...ON_BEHALF, 'x-lp-on-behalf': 'jwt {{jws}}' }],
  ['on-behalf-empty', { ...ON_BEHALF, 'x-lp-on-behalf': '' }],
  ['lp-on-behalf', { authorization: '{{appJwt}}', 'lp-on-behalf': '{{jws}}' }],
  ['both-spellings', { ...ON_BEHALF, 'lp-on-behalf': 'nonsense' }],
  ['lp-on-behalf-bearer', { authorization: '{{appJwt}}', 'lp-on-behalf': 'Bearer {{jws}}' }],
  ['blank', { authorization: ' ', 'x-lp-on-behalf': ' ' }],
  ['properties', { ...ON_BEHALF, 'client-properties': '{"type":".ClientProperties"}' }],
  ['properties-broken', { ...ON_BEHALF, 'client-properties': '[object Object]' }],
  ['properties-array', { ...ON_BEHALF, 'client-properties': '[]' }],
  ['properties-empty', { ...ON_BEHALF, 'client-properties': '' }],
  ['undefined', { authorization: 'undefined', 'x-lp-on-behalf': 'undefined' }],
];
const headers: readonly Scenario[] = openAndStrict(
  HEADERS.map(([name, own]) =>
    scenario(`send-api/headers/${name}`, [
      ...TOKENS,
      send('send', profile(), own),
      postJson('create', createPath(), batch(), own),
    ]),
  ),
);

const VERSIONS = ['', '?', '?v=', '?v=3', '?v=3.0', '?v=2', '?v=4', '?v=3&v=3', '?v=3&v=4', '?V=3', '?v=3&__d=1'];
const versions: readonly Scenario[] = openAndStrict(
  VERSIONS.map((query, index) =>
    scenario(`send-api/version/${String(index + 1)}`, [
      ...TOKENS,
      postJson('send', sendPath().replace('?v=3', query), profile(), ON_BEHALF),
      postJson('create', createPath().replace('?v=3', query), batch(), ON_BEHALF),
      postJson('without-tokens', sendPath().replace('?v=3', query), profile()),
    ]),
  ),
);

const OTHER = { authorization: '{{appJwt}}', 'x-lp-on-behalf': '{{other}}' };
const CLOSE = command('cm.UpdateConversationField', {
  conversationId: CONVERSATION,
  conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' },
});
const several = (): readonly Scenario[] => [
  scenario('send-api/duplicate', [
    ...OPENED,
    create('again', batch()),
    create('two-at-once', [...batch(), request('3')]),
  ]),
  scenario('send-api/reopened', [
    ...OPENED,
    send('close', CLOSE),
    create('again', batch()),
    send('old', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
  ]),
  scenario('send-api/foreign', [
    ...OPENED,
    mint('other', 'consumerJws', { extConsumerId: 'other' }),
    send('publish', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO }), OTHER),
    send('close', CLOSE, OTHER),
  ]),
  scenario('send-api/sequence', [
    ...OPENED,
    ...[1, 2, 3].map((count) =>
      send(`publish-${String(count)}`, command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
    ),
    send(
      'chat',
      command('ms.PublishEvent', { dialogId: CONVERSATION, event: { type: 'ChatStateEvent', chatState: 'ACTIVE' } }),
    ),
    send('after', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
  ]),
  scenario('send-api/no-profile', [...TOKENS, create('create', [request()])]),
  scenario('send-api/refused', [
    ...TOKENS,
    send('no-tokens', profile('7'), {}),
    send('no-consumer', profile('7'), { authorization: '{{appJwt}}' }),
    create('no-brand', [profile(), request('2', { brandId: undefined })]),
  ]),
  scenario('send-api/reset', [
    ...OPENED,
    control('reset', 'reset'),
    send('publish', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
    create('again', batch()),
  ]),
];
const OPTIONS: readonly (readonly [suffix: string, options: PlainOptions])[] = [
  ['duplicate-200', { sendApi: { duplicateConversationStatus: 200 } }],
  ['req-id', { sendApi: { errorRespReqId: true } }],
  ['foreign-bad-request', { sendApi: { foreignConversation: 'badRequest' } }],
  ['max-100', { sendApi: { maxRequestChars: 100 } }],
  ['code-40104', { sendApi: { missingAppJwtErrorCode: 40104 } }],
  ['claim-401', { sendApi: { missingClaimStatus: 401 } }],
  ['lax-batch', { sendApi: { strictBatch: false } }],
  ['strict-version', { sendApi: { strictVersion: true } }],
  ['strict', { strict: true }],
  ['closed', { closed: true }],
];
/** Tokens, versions, bodies and what several calls come to. */
export const sendApi: readonly Scenario[] = [
  ...bodies,
  ...headers,
  ...versions,
  ...several(),
  ...OPTIONS.flatMap(([suffix, options]) => under(suffix, options, several())),
];
