import { A, api, B, call, control, mint, openAndStrict, post, postJson, scenario } from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';

const UUID = 'a2b7cfa4-0000-4000-8000-000000000000';
const TOKEN = mint('appJwt', 'appJwt', { scope: 'faas.lambda.invoke' });
const BEARER = { authorization: 'Bearer {{appJwt}}' };
const BODY = { timestamp: 1, headers: [], payload: { order: 7 } };
const invokePath = (account = A): string => `${api(account)}/lambdas/${UUID}/invoke?v=1`;
const EVENT = `${api(A)}/events/conversational_command`;
const invoke = (name: string, body: unknown = BODY, headers: Readonly<Record<string, string>> = BEARER): Step =>
  postJson(name, invokePath(), body, headers);
const three = (headers: Readonly<Record<string, string>>): readonly Step[] => [
  invoke('invoke', BODY, headers),
  postJson('event', `${EVENT}/invoke?v=1`, BODY, headers),
  call('implemented', `${EVENT}/isImplemented?v=1`, { headers }),
];

const SCOPES = ['msg.consumer', 'faas.lambda.invoke msg.consumer', 'odd', ''];
const HEADERS: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ['none', {}],
  ['bare', { authorization: '{{appJwt}}' }],
  ['empty', { authorization: 'Bearer ' }],
  ['basic', { authorization: 'Basic YTpi' }],
  ['no-token', { authorization: 'Bearer undefined' }],
];
const BODIES: readonly unknown[] = [{}, { payload: null }, { payload: 'x' }, [], null, 'x', 1];

/** Invocations of functions, by UUID and by event. */
export const functions: readonly Scenario[] = [
  ...openAndStrict([
    scenario('functions/unsaid', [TOKEN, ...three(BEARER)]),
    ...HEADERS.map(([name, headers]) => scenario(`functions/header-${name}`, [TOKEN, ...three(headers)])),
    ...SCOPES.map((scope, index) =>
      scenario(`functions/scope-${String(index + 1)}`, [mint('appJwt', 'appJwt', { scope }), ...three(BEARER)]),
    ),
  ]),
  scenario('functions/said', [
    TOKEN,
    control('answer', 'functions.answer', UUID, { said: true }),
    control('event', 'functions.answer', 'conversational_command', []),
    ...three(BEARER),
    control('fail', 'functions.answer', UUID, { errorCode: 'x', errorMsg: 'y' }, { status: 500, accountId: A }),
    invoke('failed'),
    control('reset', 'account(12345678).reset'),
    TOKEN,
    invoke('after-reset'),
  ]),
  scenario('functions/of-options', [TOKEN, ...three(BEARER)], {
    functions: { [UUID]: { of: 'options' }, conversational_command: [1] },
  }),
  ...BODIES.map((body, index) => scenario(`functions/body-${String(index + 1)}`, [TOKEN, invoke('invoke', body)])),
  scenario('functions/bodies', [
    TOKEN,
    post('absent', invokePath(), '', BEARER),
    post('broken', invokePath(), '{"payload":', BEARER),
    post('no-type', invokePath(), '{"payload":1}', BEARER),
  ]),
  scenario('functions/accounts', [
    TOKEN,
    postJson('other', invokePath(B), BODY, BEARER),
    postJson('undefined', invokePath('undefined'), BODY, BEARER),
  ]),
  scenario('functions/expired', [TOKEN, control('wait', 'clock.advance', '1h'), invoke('invoke')]),
];
