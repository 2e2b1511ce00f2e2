import { describe, expect, it } from '@jest/globals';
import { checkFault } from '../../../../mock-server/control/faults/spec.ts';
import { endpoints } from '../../../../mock-server/endpoints/index.ts';
import { CLOSE_CODES } from '../../../../mock-server/http/socket.ts';
import { frameErrors } from '../../../../mock-server/messaging/frame-faults.ts';

const FOR_FRAMES = 'is for the frames of sockets: name them with frame';
const SOCKETS = 'ums.consumer, ums.brand';

describe('A fault of frames', () => {
  it.each<[spec: object, sentence: string]>([
    [{ error: 'duplicate' }, `error duplicate ${FOR_FRAMES}`],
    [{ error: 'reorder' }, `error reorder ${FOR_FRAMES}`],
    [{ error: { code: 503 } }, `error {"code":503} ${FOR_FRAMES}`],
    [{ error: 'reset', match: { text: 'x' } }, `match.text ${FOR_FRAMES}`],
    [{ error: 'reset', match: { path: '/', socketId: 'x' } }, `match.socketId ${FOR_FRAMES}`],
    [
      { error: { close: 4401 }, endpoint: 'idp.signup' },
      `error.close is for sockets, and idp.signup is none; sockets: ${SOCKETS}`,
    ],
    [
      { frame: 'any', error: 'reset', endpoint: 'idp.signup' },
      `frame is for sockets, and idp.signup is none; sockets: ${SOCKETS}`,
    ],
    [
      { frame: 'request', error: { status: 503 } },
      'a frame has no status: error may be {"code":503} for a request, or {"close":4401}',
    ],
    [
      { frame: 'request', error: 'invalid_client' },
      `no frame is answered with invalid_client; errors of frames: ${frameErrors().join(', ')}`,
    ],
    ...[
      ['any', 'any frame'],
      ['answer', 'an answer'],
      ['notification', 'a notification'],
      ['GetClockResponse', 'an answer'],
    ].flatMap(([frame = '', kind = '']): [object, string][] =>
      ['40103', { code: 503 }].map((error) => [
        { frame, error },
        `only requests are answered, and frame ${frame} is ${kind}; name the request`,
      ]),
    ),
    [{ frame: 'any', error: 'duplicate' }, 'only what the mock sends can come twice, and frame any is any frame'],
    [
      { frame: 'GetClock', error: 'duplicate' },
      'only what the mock sends can come twice, and frame GetClock is a request',
    ],
    [{ frame: 'answer', error: 'reorder' }, 'only notifications change their order, and frame answer is an answer'],
    [{ frame: 'request', error: 'reorder' }, 'only notifications change their order, and frame request is a request'],
  ])('is refused with its reason: %j', (spec, sentence) => {
    expect(() => checkFault(spec, endpoints)).toThrow(new TypeError(`fault: ${sentence}`));
  });

  it.each<[spec: object]>([
    [{ frame: 'request', error: '40103' }],
    [{ frame: 'GetClock', error: { code: 503 } }],
    [{ frame: 'any', error: 'timeout', endpoint: 'ums.brand' }],
    [{ frame: 'any', error: { close: 4401, reason: 'x'.repeat(123) } }],
    [{ frame: 'answer', error: 'duplicate' }],
    [{ frame: 'notification', error: 'duplicate' }],
    [{ frame: 'notification', error: 'reorder' }],
    [{ frame: 'notification', error: 'reset', match: { text: 'x', socketId: 'y' } }],
    [{ error: { close: 4401 } }],
    [{ error: 'reset', endpoint: 'idp.signup', match: { path: '/' } }],
    [{ error: 'reset', match: () => true }],
  ])('may be %j', (spec) => {
    expect(checkFault(spec, endpoints)).toEqual(spec);
  });

  it('names a frame that there is not by what is nearest, cut', () => {
    const long = `GetClock${'x'.repeat(99)}`;
    expect(() => checkFault({ frame: long, error: 'reset' }, endpoints)).toThrow(
      new RegExp(`^fault: no frame is called "GetClockx{50,60}\\.\\.\\."; nearest: [\\w.]+, [\\w.]+, [\\w.]+; known: `),
    );
  });

  it.each([0, 999, 1005, 1015, 2999, 5000, 1000.5])('ends no socket with the code %s', (close) => {
    expect(() => checkFault({ frame: 'any', error: { close } }, endpoints)).toThrow(
      `fault: error.close: Expected a close code: ${CLOSE_CODES}`,
    );
  });

  it('ends a socket with a reason of 123 bytes at most', () => {
    for (const reason of ['x'.repeat(124), 'é'.repeat(62)])
      expect(() => checkFault({ frame: 'any', error: { close: 4401, reason } }, endpoints)).toThrow(
        new TypeError('fault: error.reason: Expected at most 123 bytes of UTF-8 (RFC 6455 section 5.5)'),
      );
  });

  it.each(['\u0000', 'é', 'a\nb', 'a\u007f', '\u00e9 a', 'a \u00e9'])('answers with no header value %j', (value) => {
    expect(() => checkFault({ error: { status: 500, headers: { 'x-a': value } } }, endpoints)).toThrow(
      new TypeError('fault: error.headers.x-a: Expected visible ASCII'),
    );
  });
});
