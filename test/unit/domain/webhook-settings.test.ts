import { describe, expect, it } from '@jest/globals';
import type { WebhookSettings } from '../../../mock-server/domain/webhook-settings.ts';
import {
  unknownWebhookEvents,
  webhookComplaint,
  webhookSettings,
  WEBHOOK_EVENTS,
} from '../../../mock-server/domain/webhook-settings.ts';

const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
const CHAT_STATE = 'ms.MessagingEventNotification.ChatStateEvent';
const URL_OF_APP = 'https://app.example.test/events';

const withContent = (content: unknown, retry?: unknown): Record<string, unknown> => ({
  webhooks: { [CONTENT]: content, ...(retry === undefined ? {} : { retry }) },
});
const withHeader = (name: unknown, value: unknown): Record<string, unknown> =>
  withContent({ endpoint: URL_OF_APP, headers: [{ header_name: name, header_value: value }] });
const urlOfLength = (length: number): string => `https://a.test/${'a'.repeat(length - 'https://a.test/'.length)}`;
const headers = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ key: `x-${String(index)}`, value: '' }));

describe('webhooks that nothing is wrong with', () => {
  it.each<[string, Record<string, unknown>]>([
    ['none', {}],
    ['none of any event', { webhooks: {} }],
    [
      'an endpoint of each event',
      { webhooks: Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, { endpoint: URL_OF_APP }])) },
    ],
    ['an endpoint without https', withContent({ endpoint: 'http://localhost:3000/' })],
    ['an endpoint of 2,048 characters', withContent({ endpoint: urlOfLength(2048) })],
    ['no retries', withContent({ endpoint: URL_OF_APP, max_retries: 0 })],
    ['five retries', withContent({ endpoint: URL_OF_APP, max_retries: 5 })],
    ['the shortest retention', withContent({ endpoint: URL_OF_APP }, { retention_time: 2 })],
    ['the longest retention', withContent({ endpoint: URL_OF_APP }, { retention_time: 259_200 })],
    ['no headers', withContent({ endpoint: URL_OF_APP, headers: [] })],
    ['fifty headers', withContent({ endpoint: URL_OF_APP, headers: headers(50) })],
    ['a header of every character that a name may have', withHeader("!#$%&'*+.^_`|~aZ09-", 'x')],
    ['a header with the longest name and value', withHeader('n'.repeat(256), 'v'.repeat(8192))],
    ['a header with every character that a value may have', withHeader('x', '\t !~')],
    [
      'headers whose names are nearly those of the sender',
      withContent({
        endpoint: URL_OF_APP,
        headers: ['x-host', 'hosts', 'xte', 'tea', 'x-proxy-a', 'proxy', 'x-liveperson', 'content-type'].map(
          (name) => ({ key: name, value: 'x' }),
        ),
      }),
    ],
  ])('are %s', (_, capabilities) => {
    expect(webhookComplaint(capabilities)).toBeUndefined();
  });
});

const BAD_URL = `${CONTENT}.endpoint: Expected a URL of at most 2048 characters, for instance https://connector.example.test/events`;
const BAD_SCHEME = `${CONTENT}.endpoint: Expected a URL that starts with https:// or http://`;
const BAD_USER = `${CONTENT}.endpoint: Expected a URL without a user name or a password; send them in a header of the installation`;
const BAD_RETRIES = `${CONTENT}.max_retries: Expected a whole number from 0 to 5`;
const BAD_HEADERS = `${CONTENT}.headers: Expected an array of at most 50 headers`;
const BAD_RETENTION = 'retry.retention_time: Expected whole seconds from 2 to 259200';
const badHeader = (index = 0): string =>
  `${CONTENT}.headers[${String(index)}]: Expected a header_name and a header_value that can be sent, of none that the sender sets itself`;
const ENDPOINT = { endpoint: URL_OF_APP };

describe('webhooks with something wrong', () => {
  it.each([[null], ['text'], [[]], [1]])('are %j, which is no object of event types', (webhooks) => {
    expect(webhookComplaint({ webhooks })).toBe('webhooks: Expected an object of event types');
    expect([webhookSettings({ webhooks }), unknownWebhookEvents({ webhooks })]).toEqual([undefined, []]);
  });

  it.each<[unknown, string]>([
    ...[null, 'https://app.example.test/', [], 7].map((each): [unknown, string] => [
      each,
      `${CONTENT}: Expected an object with an endpoint`,
    ]),
    ...[undefined, null, 7, '', '/events', 'app.example.test', 'https://', [URL_OF_APP], urlOfLength(2049)].map(
      (endpoint): [unknown, string] => [{ endpoint }, BAD_URL],
    ),
    ...['ftp://app.example.test/', 'wss://app.example.test/', 'javascript:alert(1)'].map(
      (endpoint): [unknown, string] => [{ endpoint }, BAD_SCHEME],
    ),
    ...['https://me@app.example.test/', 'https://me:secret@app.example.test/', 'https://:secret@app.example.test/'].map(
      (endpoint): [unknown, string] => [{ endpoint }, BAD_USER],
    ),
    ...[-1, 6, 1.5, '3', null, NaN, [3]].map((count): [unknown, string] => [
      { ...ENDPOINT, max_retries: count },
      BAD_RETRIES,
    ]),
    ...[null, {}, 'x: y', headers(51)].map((each): [unknown, string] => [{ ...ENDPOINT, headers: each }, BAD_HEADERS]),
    ...[null, 'x: y', ['x', 'y'], {}, { key: 'x' }, { value: 'y' }].map((pair): [unknown, string] => [
      { ...ENDPOINT, headers: [{ key: 'good', value: '' }, pair] },
      badHeader(1),
    ]),
  ])('are %j', (content, complaint) => {
    expect(webhookComplaint(withContent(content))).toBe(`webhooks.${complaint}`);
    expect(webhookSettings(withContent(content))).toBeUndefined();
  });

  it.each([
    ['', 'x'],
    ['n'.repeat(257), 'x'],
    ...['a b', 'a:', ':a', 'ä', 'a\r\n', '\na', 'a,b', '(a)'].map((name) => [name, 'x']),
    [7, 'x'],
    ['x', 7],
    ['x', null],
    ['x', 'v'.repeat(8193)],
    ...['ä', '\r\nx: y', 'a\0', '\x7f', 'a\n'].map((value) => ['x', value]),
    ...[
      'host',
      'Host',
      'connection',
      'keep-alive',
      'transfer-encoding',
      'Content-Length',
      'upgrade',
      'te',
      'trailer',
      'expect',
      'proxy-authorization',
      'proxy-',
      'X-LivePerson-Signature',
      'x-liveperson-',
    ].map((name) => [name, 'x']),
  ])('are those with the header %j: %j', (...[name, value]) => {
    expect(webhookComplaint(withHeader(name, value))).toBe(`webhooks.${badHeader()}`);
  });

  it.each([[1], [259_201], [2.5], ['60'], [null], [undefined]])('are those with a retention of %j', (time) => {
    expect(webhookComplaint(withContent(ENDPOINT, { retention_time: time }))).toBe(`webhooks.${BAD_RETENTION}`);
    expect(webhookSettings(withContent(ENDPOINT, { retention_time: time }))?.retentionSeconds).toBeUndefined();
  });

  it.each([[null], [60], [[60]], ['60']])('are those whose retry is %j', (retry) => {
    expect(webhookComplaint({ webhooks: { retry } })).toBe(`webhooks.${BAD_RETENTION}`);
    expect(webhookSettings(withContent(ENDPOINT, retry))?.retentionSeconds).toBeUndefined();
  });
});

describe('what the webhooks of an installation come to', () => {
  it('is nothing without an endpoint', () => {
    for (const capabilities of [undefined, {}, { webhooks: {} }, { webhooks: { retry: { retention_time: 60 } } }])
      expect(webhookSettings(capabilities)).toBeUndefined();
  });

  it('is the address of each event with its retries and headers, in either spelling, without what is wrong', () => {
    const settings: WebhookSettings = {
      endpoints: {
        [CONTENT]: {
          url: URL_OF_APP,
          maxRetries: 3,
          headers: [
            ['one', '1'],
            ['two', '2'],
          ],
        },
        [CHAT_STATE]: { url: 'http://localhost/', maxRetries: undefined, headers: [] },
      },
      retentionSeconds: 60,
    };
    const webhooks = {
      [CONTENT]: {
        endpoint: URL_OF_APP,
        max_retries: 3,
        headers: [
          { header_name: 'one', header_value: '1', key: 'no' },
          { key: 'two', value: '2' },
        ],
      },
      [CHAT_STATE]: { endpoint: 'http://localhost/' },
      'ms.MessagingEventNotification.AcceptStatusEvent': { endpoint: 'no URL' },
      unknown: { endpoint: URL_OF_APP },
      retry: { retention_time: 60 },
    };
    expect(webhookSettings({ webhooks })).toEqual(settings);
    expect(unknownWebhookEvents({ webhooks })).toEqual(['unknown']);
    expect(unknownWebhookEvents(undefined)).toEqual([]);
    expect(webhookSettings(withContent(ENDPOINT))).toEqual({
      endpoints: { [CONTENT]: { url: URL_OF_APP, maxRetries: undefined, headers: [] } },
      retentionSeconds: undefined,
    });
  });
});
