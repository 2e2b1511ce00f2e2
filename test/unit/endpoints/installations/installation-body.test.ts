import { expect, it } from '@jest/globals';
import type { Installation } from '../../../../mock-server/domain/installations.ts';
import type { EndpointContext } from '../../../../mock-server/endpoints/endpoint.ts';
import { readRecord } from '../../../../mock-server/endpoints/installations/installation-body.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
const USUAL = { grant_types: ['client_credentials'], scope: 'msg.consumer', enabled: true, deleted: false };
const BEFORE: Installation = { client_id: 'a', client_secret: 'secret', ...USUAL };

const contextWith = (body: unknown, settings: object = {}, origin = 'http://localhost:4407'): EndpointContext =>
  contextOf({ call: { body: typeof body === 'string' ? body : JSON.stringify(body), origin }, settings });
const refused = (body: unknown, origin?: string): unknown =>
  refusalOf(() => readRecord(contextWith(body, {}, origin), undefined));
const webhook = (endpoint: unknown): object => ({ webhooks: { [CONTENT]: { endpoint } } });

it('A record has what it needs, and what else was said', () => {
  expect(readRecord(contextWith({}), undefined)).toStrictEqual(USUAL);
  const whole = {
    client_name: 'Bot',
    description: '',
    grant_types: [],
    response_types: ['token'],
    redirect_uris: ['https://example.test/'],
    scope: '',
    enabled: false,
    deleted: true,
    capabilities: webhook('https://example.test/'),
  };
  expect(readRecord(contextWith(whole), undefined)).toStrictEqual(whole);
});

it('Members that no page names are kept beside the others, id and secret are not', () => {
  const own = { client_id: 'a', client_secret: 'secret', id: 'a' };
  expect(readRecord(contextWith({ ...own, logo: 'l', tos: null }), BEFORE)).toStrictEqual({
    ...USUAL,
    others: { logo: 'l', tos: null },
  });
  expect(readRecord(contextWith(own), BEFORE)).toStrictEqual(USUAL);
});

it.each<[before: Installation | undefined, body: object, isNoted: boolean]>([
  [undefined, {}, false],
  [undefined, { id: 'mine' }, false],
  [undefined, { client_id: 'mine' }, true],
  [undefined, { client_secret: 'mine' }, true],
  [BEFORE, { client_id: 'a', client_secret: 'secret' }, false],
  [BEFORE, { client_id: 'mine' }, true],
  [BEFORE, { client_id: 'a', client_secret: 'mine' }, true],
])('Before %j the credentials of %j are noted when they are others: %p', (before, body, isNoted) => {
  const context = contextWith(body);
  readRecord(context, before);
  const whose = before === undefined ? 'the mock makes both for a new app' : "the installation's own stay";
  const sentence = `the body has a client_id or a client_secret: ${whose}`;
  expect(context.deviations).toEqual(isNoted ? [{ slug: 'installation-credentials', sentence }] : []);
  if (!isNoted) return;
  expect(refusalOf(() => readRecord(contextWith(body, { strict: true }), before))).toEqual([
    'installation_bad_request',
    'deviation-refused',
    sentence,
  ]);
});

it('An event type that there is not is noted and kept; a strict mock refuses it', () => {
  const event = 'e'.repeat(81);
  const body = { capabilities: { webhooks: { [event]: { endpoint: 'https://example.test/' } } } };
  const sentence = `no event type is called "${'e'.repeat(77)}..."; it is kept, and never sent`;
  const context = contextWith(body);
  expect(readRecord(context, undefined)).toMatchObject(body);
  expect(context.deviations).toEqual([{ slug: 'webhook-event-unknown', sentence }]);
  expect(refusalOf(() => readRecord(contextWith(body, { strict: true }), undefined))).toEqual([
    'installation_bad_request',
    'deviation-refused',
    sentence,
  ]);
});

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const OBJECT = 'send the record of an app, such as {"client_name":"Bot"}';
it.each<[what: string, body: unknown, slug: string, sentence: string]>([
  ['nothing', '', 'body-wrong-shape', `the body is absent; ${OBJECT}`],
  ['a list', [], 'body-wrong-shape', `the body is an array; ${OBJECT}`],
  ['no JSON', '{', 'body-not-json', 'the request body is not valid JSON'],
  ['over 64 kB', `"${'x'.repeat(65_535)}"`, 'body-too-large', 'the request body is over 65536 bytes'],
  ['33 levels', deep(33), 'body-wrong-shape', 'the record is nested more than 32 levels deep'],
  ['a flag that is none', { enabled: 1 }, 'body-wrong-shape', 'enabled: Invalid type: Expected boolean but received 1'],
])('A record is refused that is %s', (_, body, slug, sentence) => {
  expect(refused(body)).toEqual(['installation_bad_request', slug, sentence]);
});

it('A record may be 32 levels deep and 64 kB long', () => {
  expect(readRecord(contextWith(deep(32)), undefined)).toHaveProperty('others');
  const description = 'x'.repeat(65_536 - '{"description":""}'.length);
  expect(readRecord(contextWith({ description }), undefined)).toStrictEqual({ ...USUAL, description });
});

it('An endpoint that is the mock itself is refused, under any scheme and path', () => {
  const url = `https://mock.example.test/${'x'.repeat(80)}`;
  const sentence = `the endpoint ${url.slice(0, 77)}... is this mock itself, which would be told of what it tells`;
  const wrong = ['installation_bad_request', 'body-wrong-shape', sentence];
  const capabilities = webhook(url);
  for (const origin of ['http://mock.example.test', 'mock.example.test'])
    expect(refused({ capabilities }, origin)).toEqual(wrong);
  const both = { webhooks: { ...(webhook('https://example.test/') as { webhooks: object }).webhooks } };
  expect(readRecord(contextWith({ capabilities: both }), undefined)).toMatchObject({ capabilities: both });
  expect(readRecord(contextWith({ capabilities }, {}, 'http://mock.example.test:8080'), undefined)).toHaveProperty(
    'capabilities',
  );
});
