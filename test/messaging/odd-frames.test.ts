import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { TestSocket } from '../support/sockets.ts';
import { CONSUMER_SOCKET, initConnection, openSocket, signUp } from '../support/sockets.ts';
import { NOON } from '../support/through-every-adapter.ts';

async function openConsumer(options: MockOptions = {}): Promise<{ mock: Mock; socket: TestSocket }> {
  const mock = createMock({ seed: 'odd', ...options });
  mock.clock.freeze(NOON);
  const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
  return { mock, socket };
}

const refusal = (reqId: string, body = 'Bad Request'): object => ({
  kind: 'resp',
  reqId,
  code: 400,
  body,
  type: '.ReqBody$StringResp',
});
const CLOCK = { kind: 'req', id: 'after', type: 'GetClock' };
const nested = (depth: number): string =>
  `{"id":"1","type":"GetClock","body":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('An odd frame', () => {
  it.each([
    ['no JSON', 'hello', '0', 'frame-malformed'],
    ['empty', '', '0', 'frame-malformed'],
    ['a number', '7', '0', 'frame-malformed'],
    ['null', 'null', '0', 'frame-malformed'],
    ['a text', '"GetClock"', '0', 'frame-malformed'],
    ['an empty array', '[]', '0', 'frame-malformed'],
    ['an array of two', '[{"id":"1","type":"GetClock"},{"id":"2","type":"GetClock"}]', '0', 'frame-malformed'],
    ['without a type', '{"id":"1"}', '1', 'frame-malformed'],
    ['of a type that is a number', '{"id":"1","type":7}', '1', 'frame-malformed'],
    ['without an id and of an unknown type', '{"type":"cm.Nothing"}', '0', 'command-unknown'],
    ['with an object as its id', '{"id":{},"type":"cm.Nothing"}', '0', 'command-unknown'],
    ['nested 101 deep', nested(100), '1', 'frame-too-deep'],
    ['nested 10,000 deep', nested(10_000), '1', 'frame-too-deep'],
    ['of an unknown type', '{"id":"1","type":"cm.Nothing"}', '1', 'command-unknown'],
    ['of a type that objects have', '{"id":"1","type":"constructor"}', '1', 'command-unknown'],
    ['with a body that is an array', '{"id":"1","type":"ms.PublishEvent","body":[]}', '1', 'command-malformed'],
    [
      'with an event that is none',
      '{"id":"1","type":"ms.PublishEvent","body":{"dialogId":"x"}}',
      '1',
      'command-malformed',
    ],
    [
      'about an unknown dialog',
      '{"id":"1","type":"ms.SubscribeMessagingEvents","body":{"dialogId":"x"}}',
      '1',
      'conversation-unknown',
    ],
    [
      'with an odd convState',
      '{"id":"1","type":"cqm.SubscribeExConversations","body":{"convState":[7]}}',
      '1',
      'command-malformed',
    ],
    [
      'with an odd fromSeq',
      '{"id":"1","type":"ms.SubscribeMessagingEvents","body":{"dialogId":"x","fromSeq":"y"}}',
      '1',
      'conversation-unknown',
    ],
    [
      'ending no subscription',
      '{"id":"1","type":"cqm.UnsubscribeExConversations","body":{}}',
      '1',
      'command-malformed',
    ],
    [
      'with no fields to update',
      '{"id":"1","type":"cm.UpdateConversationField","body":{"conversationField":[]}}',
      '1',
      'command-malformed',
    ],
  ])('%s is a 400, and the next one works', async (_, text, reqId, slug) => {
    const { mock, socket } = await openConsumer();
    socket.send(text);
    socket.send(CLOCK);
    expect(socket.take()).toEqual([refusal(reqId), expect.objectContaining({ reqId: 'after', code: 200 })]);
    const entries = mock.journal.find({ method: 'RECEIVE' });
    expect(entries.map(({ outcome, verdict, reason }) => [outcome, verdict, reason?.slug])).toEqual([
      [400, 'refused', slug],
      [200, 'accepted', undefined],
    ]);
  });

  it('as deep as is taken, in an array of one, or with the id of another is answered', async () => {
    const { socket } = await openConsumer();
    for (const text of [`[${JSON.stringify(CLOCK)}]`, JSON.stringify(CLOCK), JSON.stringify(CLOCK)]) socket.send(text);
    socket.send(`{"id":"1","type":"GetClock","body":{"a":${'['.repeat(98)}${']'.repeat(98)}}}`);
    expect(socket.take().map(({ reqId, code }) => [reqId, code])).toEqual([
      ['after', 200],
      ['after', 200],
      ['after', 200],
      ['1', 200],
    ]);
  });

  it('without an id is carried out, and answered to 0', async () => {
    const { socket } = await openConsumer();
    socket.send('{"type":"GetClock"}');
    expect(socket.take()).toEqual([expect.objectContaining({ reqId: '0', code: 200 })]);
  });

  it('that is binary closes the socket with 1003, one over a megabyte with 1009', async () => {
    const [binary, large] = [await openConsumer(), await openConsumer()];
    binary.socket.session.receive(new TextEncoder().encode(JSON.stringify(CLOCK)));
    large.socket.send(JSON.stringify({ ...CLOCK, body: { text: 'x'.repeat(1_048_576) } }));
    expect([binary.socket.closed(), large.socket.closed()]).toEqual([
      [1003, 'frame-not-text; the frame is binary; this socket takes text frames of JSON'],
      [1009, 'frame-too-large; the frame is over 1048576 bytes'],
    ]);
    expect(large.mock.journal.find({ method: 'CLOSE' }).map(({ outcome }) => outcome)).toEqual([1009]);
  });

  it('that is binary waits its turn behind frames that wait for a signature', async () => {
    const [issuer, mock] = [createMock(), createMock()];
    // Another mock's token, of the same keys: its signature is not remembered here.
    const jwt = await signUp(issuer);
    const socket = await openSocket(mock);
    for (const frame of [initConnection(jwt), CLOCK]) socket.send(frame);
    for (let count = 0; count < 3; count += 1) socket.session.receive(new Uint8Array(1));
    socket.send(CLOCK);
    expect(socket.take()).toEqual([]);
    await mock.settled();
    expect(socket.take().map(({ reqId, code }) => [reqId, code])).toEqual([
      ['0', 200],
      ['after', 200],
    ]);
    expect(socket.closed()?.[0]).toBe(1003);
  });

  it('of a message over 5,000 characters is refused as at the Send API', async () => {
    const { mock, socket } = await openConsumer();
    socket.send({ id: '1', type: 'ms.PublishEvent', body: { dialogId: 'x', event: { message: 'x'.repeat(5000) } } });
    expect(socket.take()).toEqual([refusal('1')]);
    expect(mock.journal.find({ reason: 'request-too-long' })).toHaveLength(1);
  });

  it('with a number as its id is noted, and refused by a strict mock', async () => {
    const [open, strict] = [await openConsumer(), await openConsumer({ strict: true })];
    for (const { socket } of [open, strict]) socket.send({ ...CLOCK, id: 7 });
    expect([open.socket.take()[0]?.['code'], strict.socket.take()[0]?.['code']]).toEqual([200, 400]);
    expect(open.mock.journal.find({ method: 'RECEIVE' })[0]?.deviations.map(({ slug }) => slug)).toEqual([
      'request-id-number',
    ]);
  });

  it('is answered in its turn, a thousand of them behind one that takes its time', async () => {
    const mock = createMock({ seed: 'odd' });
    const socket = await openSocket(mock);
    socket.send(initConnection(await signUp(mock)));
    for (let id = 1; id <= 1000; id += 1) socket.send({ id: String(id), type: 'GetClock' });
    await mock.settled();
    expect(socket.take().map(({ reqId }) => reqId)).toEqual(Array.from({ length: 1001 }, (_, id) => String(id)));
  });

  it('that comes faster than it can be answered closes the socket with 1008', async () => {
    const mock = createMock({ seed: 'odd' });
    const socket = await openSocket(mock);
    socket.send(initConnection(await signUp(mock)));
    const large = JSON.stringify({ id: '1', type: 'GetClock', body: { text: 'x'.repeat(1_000_000) } });
    for (let count = 0; count < 9; count += 1) socket.send(large);
    expect(socket.closed()?.[0]).toBe(1008);
    await mock.settled();
    expect(socket.take()).toEqual([]);
  });
});

describe('A watcher that throws', () => {
  const REASON = 'test-code-failed; a watcher of the journal, or the option onExchange, threw: RangeError';

  async function openWatched(): Promise<{ mock: Mock; socket: TestSocket }> {
    const opened = await openConsumer();
    opened.mock.journal.watch(({ method }) => {
      if (method !== 'POST') throw new RangeError('mine');
    });
    return opened;
  }

  it('at an answer ends its socket with 1011', async () => {
    const { socket } = await openWatched();
    socket.send(CLOCK);
    expect(socket.closed()).toEqual([1011, REASON]);
  });

  it('at an answer that takes its time does, too', async () => {
    const jwt = await signUp(createMock());
    const mock = createMock();
    const socket = await openSocket(mock);
    mock.journal.watch(() => {
      throw new RangeError('mine');
    });
    socket.send(initConnection(jwt));
    await mock.settled();
    expect(socket.closed()).toEqual([1011, REASON]);
  });

  it('at a timer lets the clock go on, and the socket is closed as it would be', async () => {
    const mock = createMock();
    mock.clock.freeze(NOON);
    const socket = await openSocket(mock);
    mock.journal.watch(() => {
      throw new RangeError('mine');
    });
    mock.clock.advance('6s');
    expect(socket.closed()?.[0]).toBe(4407);
  });

  it('at the handshake leaves no socket behind', async () => {
    const mock = createMock();
    mock.clock.freeze(NOON);
    mock.journal.watch(() => {
      throw new RangeError('mine');
    });
    await expect(openSocket(mock)).rejects.toThrow('mine');
    expect(mock.sockets.list()).toEqual([]);
    mock.clock.advance('6s');
  });
});
