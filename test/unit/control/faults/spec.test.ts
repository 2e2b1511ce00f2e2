import { describe, expect, it } from '@jest/globals';
import { checkFault } from '../../../../mock-server/control/faults/spec.ts';
import { endpoints } from '../../../../mock-server/endpoints/index.ts';

const FRAMING = [
  'content-length',
  'transfer-encoding',
  'trailer',
  'connection',
  'proxy-connection',
  'keep-alive',
  'upgrade',
  'te',
  'http2-settings',
];
const SECRETS = ['authorization', 'proxy-authorization', 'x-lp-on-behalf', 'lp-on-behalf', 'cookie'];

const NO_EFFECT =
  'Expected the name of an error, reset, timeout, or an answer with a status; for sockets also duplicate, reorder, ' +
  'an answer with a code, or {"close":4401}';

/** What an unknown name is answered with, up to the list of all names. */
const unknownName = (quoted: string, nearest: string, status: number): RegExp =>
  new RegExp(
    `^fault: error: no error is called ${quoted}; nearest: ${nearest}; ` +
      `a status of your own is [{]"status":${String(status)}[}]; known: `,
  );

describe('a fault', () => {
  it.each<[string, unknown]>([
    ['a status without a body, where no body may be', { error: { status: 204 } }],
    ['a body, and a header of several words', { error: { status: 500, body: 'x', headers: { 'x-a': 'two words' } } }],
    ['a header without a value', { error: { status: 500, headers: { 'x-a': '' } } }],
    ['an answer that comes twice', { frame: 'answer', error: 'duplicate' }],
    ['an error of frames on a socket', { frame: 'GetClock', endpoint: 'ums.consumer', error: '40103' }],
    ['a close of a handshake', { endpoint: 'ums.consumer', error: { close: 4401 } }],
    ['no waiting at all', { delayMs: 0 }],
  ])('may be %s', (_, spec) => {
    expect(checkFault(spec, endpoints)).toEqual(spec);
  });

  it.each<[string, unknown, string | RegExp]>([
    ['an effect that is no name', { error: 5 }, `fault: error: ${NO_EFFECT}`],
    ['null as its effect', { error: null }, 'fault: error: Invalid type: Expected Object but received null'],
    ['a status as a text', { error: '404' }, unknownName('"404"', '1040, 40104, 1004', 404)],
    ['a status below 200', { error: '100' }, unknownName('"100"', '[^,]*, [^,]*, [^,]*', 503)],
    ['a status above 599', { error: '600' }, unknownName('"600"', '[^,]*, [^,]*, [^,]*', 503)],
    ['a number that ends like a status', { error: '1404' }, unknownName('"1404"', '[^,]*, [^,]*, [^,]*', 503)],
    ['a number that begins like a status', { error: '4041' }, unknownName('"4041"', '[^,]*, [^,]*, [^,]*', 503)],
    ['letters after a digit', { error: '4a4' }, unknownName('"4a4"', '[^,]*, [^,]*, [^,]*', 503)],
    ['a letter for the last digit', { error: '40a' }, unknownName('"40a"', '[^,]*, [^,]*, [^,]*', 503)],
    ['a very long name', { error: 'r'.repeat(65) }, unknownName(`"${'r'.repeat(61)}[.]{3}"`, '[^;]*', 503)],
    ['twice as an effect of a call', { error: 'duplicate' }, /^fault: error duplicate is for the frames of sockets: /],
    [
      'a long answer of a frame as that of a call',
      { error: { code: 500, body: 'x'.repeat(99) } },
      `fault: error {"code":500,"body":"${'x'.repeat(64 - 20)} is for the frames of sockets: name them with frame`,
    ],
    [
      'a frame that no socket has',
      { frame: 'ms.PublishEvnt', error: 'reset' },
      /^fault: no frame is called "ms\.PublishEvnt"; nearest: ms\.PublishEvent, [^,;]*, [^,;]*; known: request, answer, notification, any, InitConnection, GetClock, /,
    ],
    [
      'an error that its endpoint never answers',
      { endpoint: 'send-api.send', error: 'invalid_client' },
      /^fault: send-api\.send never answers invalid_client; it is an error of (sentinel\.[\w-]+(, |$))+$/,
    ],
    ['a space before a header', { error: { status: 500, headers: { ' x-a': 'b' } } }, /: Expected a header name$/],
    ['a space behind a header', { error: { status: 500, headers: { 'x-a ': 'b' } } }, /: Expected a header name$/],
  ])('is refused with %s', (_, spec, sentence) => {
    const check = (): unknown => checkFault(spec, endpoints);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(typeof sentence === 'string' ? new TypeError(sentence) : sentence);
  });

  it.each(FRAMING)('never answers with %s, which the host writes itself', (name) => {
    expect(() => checkFault({ error: { status: 500, headers: { [name]: 'a' } } }, endpoints)).toThrow(
      new TypeError(`fault: error.headers.${name}: The host writes this header itself`),
    );
  });

  it.each(SECRETS)('is never told by %s, which carries a secret', (name) => {
    expect(() => checkFault({ error: 'reset', match: { headers: { [name]: 'a' } } }, endpoints)).toThrow(
      new TypeError(`fault: match.headers.${name}: Match clientId or consumerId instead: this header carries a secret`),
    );
  });

  it.each([204, 205, 304])('has no body with status %d', (status) => {
    expect(() => checkFault({ error: { status, body: '' } }, endpoints)).toThrow(
      new TypeError('fault: error: An answer with this status has no body'),
    );
  });

  it('tells why its body cannot be sent', () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    const refused = (): unknown => checkFault({ error: { status: 500, body: circle } }, endpoints);
    expect(refused).toThrow('fault: error.body: Expected what JSON can hold: ');
    expect(refused).toThrow(expect.objectContaining({ cause: expect.any(TypeError) }));
  });
});
