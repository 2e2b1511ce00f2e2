import { describe, expect, it } from '@jest/globals';
import type { FaultSpec } from '../../mock-server/index.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { frozenMock } from './fault-setup.ts';

const CODES = 'Expected a close code: 1000 to 1003, 1007 to 1014 or 3000 to 4999';

describe('A fault for frames', () => {
  it.each<[FaultSpec, string]>([
    [
      { frame: 'ms.PublishEvnt', error: 'reset' },
      'fault: no frame is called "ms.PublishEvnt"; nearest: ms.PublishEvent, ',
    ],
    [{ frame: '', error: 'reset' }, 'fault: frame: '],
    [
      { frame: 'GetClock', endpoint: 'idp.consumer', error: 'reset' },
      'fault: frame is for sockets, and idp.consumer is none; sockets: ums.consumer, ums.brand',
    ],
    [
      { frame: 'GetClock', error: { status: 503 } },
      'fault: a frame has no status: error may be {"code":503} for a request, or {"close":4401}',
    ],
    [
      { frame: 'GetClock', error: '9007' },
      'fault: no frame is answered with 9007; errors of frames: 40001, 40102, 40103, 40104, 40105, BAD_REQUEST, TOO_MANY_REQUESTS',
    ],
    [
      { frame: 'notification', error: { code: 500 } },
      'fault: only requests are answered, and frame notification is a notification; name the request',
    ],
    [
      { frame: 'any', error: '40103' },
      'fault: only requests are answered, and frame any is any frame; name the request',
    ],
    [
      { frame: 'ms.PublishEvent', error: 'duplicate' },
      'fault: only what the mock sends can come twice, and frame ms.PublishEvent is a request',
    ],
    [
      { frame: 'GetClockResponse', error: 'reorder' },
      'fault: only notifications change their order, and frame GetClockResponse is an answer',
    ],
    [{ error: 'reorder' }, 'fault: error reorder is for the frames of sockets: name them with frame'],
    [{ error: { code: 500 } }, 'fault: error {"code":500} is for the frames of sockets: name them with frame'],
    [
      { error: 'reset', match: { text: 'boom' } },
      'fault: match.text is for the frames of sockets: name them with frame',
    ],
    [
      { endpoint: 'sentinel.jwks', error: { close: 4401 } },
      'fault: error.close is for sockets, and sentinel.jwks is none; sockets: ums.consumer, ums.brand',
    ],
    ...[999, 1004, 1005, 1006, 1015, 2999, 5000, 4401.5].map(
      (close) => [{ frame: 'any', error: { close } }, `fault: error.close: ${CODES}`] as [FaultSpec, string],
    ),
    [
      { frame: 'any', error: { close: 4401, reason: 'é'.repeat(62) } },
      'fault: error.reason: Expected at most 123 bytes of UTF-8 (RFC 6455 section 5.5)',
    ],
    [{ frame: 'request', error: { code: 600 } }, 'fault: error.code: '],
    [{ frame: 'request', error: { code: 500, body: { n: 1n } } }, 'fault: error.body: Expected what JSON can hold'],
    [{ frame: 'request' }, 'fault: Expected error or delayMs: this fault would do nothing'],
  ])('%j is refused', (spec, message) => {
    const mock = frozenMock();
    expect(() => mock.faults.add(spec)).toThrow(TypeError);
    expect(() => mock.faults.add(spec)).toThrow(message);
    expect(mock.faults.list()).toEqual([]);
  });

  it.each([1000, 1001, 1003, 1007, 1008, 1011, 1014, 3000, 4401, 4999])('may close with %d', (close) => {
    const mock = frozenMock();
    mock.faults.add({ frame: 'any', error: { close, reason: 'é'.repeat(61) } });
    expect(mock.faults.list()).toHaveLength(1);
  });

  it.each<[FaultSpec, string]>([
    [
      { frame: 'ms.PublishEvent', error: '40103' },
      'a request ms.PublishEvent on any socket is answered with the error 40103',
    ],
    [
      { frame: 'request', error: { code: 500 }, delayMs: 10, endpoint: 'ums.brand' },
      "a request on ums.brand is answered with code 500 10 ms of the mock's time later",
    ],
    [
      { frame: 'InitConnection', error: 'timeout', account: ACCOUNT },
      `a request InitConnection on any socket of account ${ACCOUNT} is never answered`,
    ],
    [
      { frame: '.ams.aam.ExConversationChangeNotification', error: 'timeout' },
      'a notification cqm.ExConversationChangeNotification on any socket never arrives',
    ],
    [
      { frame: '.ReqBody$StringResp', error: 'reset' },
      'an answer StringResp on any socket is lost with its connection, without a close frame',
    ],
    [{ frame: 'notification', error: 'duplicate' }, 'a notification on any socket arrives twice'],
    [
      { frame: 'notification', error: 'reorder' },
      'a notification on any socket arrives behind the notification that follows it',
    ],
    [{ frame: 'any', error: { close: 1011 } }, 'any frame on any socket is lost: the socket closes with 1011'],
    [
      { frame: 'GetClock', delayMs: 5 },
      "a request GetClock on any socket is carried out 5 ms of the mock's time later",
    ],
    [{ frame: 'answer', delayMs: 5 }, "an answer on any socket passes 5 ms of the mock's time later"],
    [{ error: { close: 4407 } }, 'a handshake at any socket opens a socket that closes with 4407 at once'],
    [{ error: 'reset' }, 'a call to any endpoint loses its connection'],
    [{ error: '40102' }, 'a call to any endpoint of its service is answered with the error 40102'],
    [{ error: 'not_mocked' }, 'a call to any endpoint is answered with the error not_mocked'],
    [{ error: 'timeout', endpoint: 'send-api.send' }, 'a call to send-api.send is never answered'],
  ])('%j says what the client will see', (spec, description) => {
    const mock = frozenMock();
    mock.faults.add(spec);
    expect(mock.faults.list()[0]?.description).toBe(description);
  });

  it('counts frames in its words, and is in snapshots by its short name', () => {
    const mock = frozenMock();
    const fault = mock.faults.add({ frame: '.ams.GetClock', error: 'timeout', times: 2, after: 1 });
    expect(fault.explain()).toBe('armed for 2 more frames, after 1 more frame, not fired yet');
    const snapshot = mock.snapshot();
    mock.faults.clear();
    mock.restore(snapshot);
    expect(mock.faults.list()).toMatchObject([{ id: fault.id, spec: { frame: 'GetClock', error: 'timeout' } }]);
  });

  it('is armed over the admin API with the same words, and refused with the same sentences', async () => {
    const mock = frozenMock();
    const server = await startServer(mock, { port: 0 });
    const { faults } = connectMock(server.url);
    const handle = await faults.add({ frame: 'ms.PublishEvent', error: { close: 4401, reason: 'bye' }, times: 1 });
    expect(await handle.explain()).toBe('armed for 1 more frame, not fired yet');
    expect(await faults.list()).toEqual(mock.faults.list());
    await expect(faults.add({ frame: 'any', error: 'reorder' })).rejects.toThrow(
      'fault: only notifications change their order, and frame any is any frame',
    );
    await expect(faults.add({ frame: 'any', error: { close: 1006 } })).rejects.toThrow(CODES);
    await handle.remove();
    expect(await faults.list()).toEqual([]);
    await server.close();
  });
});

describe('mock.sockets.close', () => {
  it.each([999, 1004, 1005, 1006, 1015, 2000, 5000])('refuses %d, which no close frame may carry', (code) => {
    expect(() => frozenMock().sockets.close('any', code)).toThrow(
      new RangeError(`close: the code is ${String(code)}; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999`),
    );
  });
});
