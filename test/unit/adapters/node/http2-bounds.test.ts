import { describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { boundExchange, boundSession } from '../../../../mock-server/adapters/node/http2-bounds.ts';
import { DEFAULT_TIMES } from '../../../../mock-server/adapters/node/connection-times.ts';

const NEVER = 3_600_000;
const LONG = { ...DEFAULT_TIMES, idleSessionMs: NEVER, lingerMs: NEVER, requestMs: NEVER, takeAnswerMs: NEVER };

/** Something with events that notes what it is told, and tells the test of it. */
function noting(names: readonly string[], members: object = {}) {
  const told: unknown[] = [];
  const emitter = new EventEmitter();
  for (const name of names)
    Object.assign(emitter, {
      [name]: (...given: unknown[]) => {
        told.push([name, ...given]);
        emitter.emit(`told ${name}`);
      },
    });
  return Object.assign(emitter, { told, ...(members as { destroyed?: boolean }) });
}

/** How many timers the process waits for. */
const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;

describe('a session of HTTP/2', () => {
  function bound(times: object, members: object = {}) {
    const before = timers();
    const session = noting(['close', 'destroy']);
    const carrier = noting(['destroy'], { destroyed: false });
    const handle = noting(['readStart']);
    const socket = noting([], { _parent: carrier, _handle: handle, bytesRead: 0, ...members });
    boundSession(session as never, socket as never, { ...LONG, ...times });
    const end = (): void => {
      carrier.emit('close');
      socket.emit('close');
      expect(timers()).toBe(before);
    };
    return { session, carrier, handle, socket, end };
  }

  it('that is idle is closed, and cut off where that is of no use', async () => {
    const { session, carrier, end } = bound({ idleSessionMs: 1, lingerMs: 1 });
    await once(session, 'told close');
    expect([session.told, carrier.told]).toEqual([[['close']], []]);
    await once(carrier, 'told destroy');
    expect(session.told).toEqual([['close'], ['destroy']]);
    end();
  });

  it('is not idle as long as a request is open', async () => {
    const { session, end } = bound({ idleSessionMs: 1 });
    const [one, two] = [new EventEmitter(), new EventEmitter()];
    session.emit('stream', one);
    session.emit('stream', two);
    one.emit('close');
    const later = bound({ idleSessionMs: 1 });
    await once(later.session, 'told close');
    later.end();
    expect(session.told).toEqual([]);
    two.emit('close');
    await once(session, 'told close');
    end();
  });

  it('takes its connection with it, after which nothing waits', () => {
    const { session, carrier, end } = bound({});
    session.emit('close');
    expect(carrier.told).toEqual([['destroy']]);
    end();
  });

  it('waits for nothing where its connection is gone', () => {
    const before = timers();
    const { socket, end } = bound({}, { _parent: noting([], { destroyed: true }) });
    expect(timers()).toBe(before + 1);
    socket.emit('close');
    end();
  });

  it('is asked to read where nothing has come since the last look', async () => {
    const { handle, socket, end } = bound({});
    const looks = new EventEmitter();
    Object.defineProperty(socket, 'bytesRead', {
      get: () => {
        looks.emit('look');
        return 1;
      },
    });
    await once(looks, 'look');
    expect(handle.told).toEqual([]);
    await once(handle, 'told readStart');
    Object.assign(socket, { _handle: null });
    await once(looks, 'look');
    expect(handle.told).toEqual([['readStart']]);
    end();
  });
});

describe('a request by HTTP/2', () => {
  function bound(times: object, { endAfterHeaders = false, headersSent = false } = {}) {
    const before = timers();
    const carrier = noting(['destroy']);
    const state = { destroyed: false, endAfterHeaders };
    const stream = Object.assign(noting(['close']), state);
    const request = Object.assign(new EventEmitter(), { stream });
    const response = noting(['writeHead', 'end'], { headersSent, writableEnded: false, socket: { _parent: carrier } });
    boundExchange(request as never, response as never, { ...LONG, ...times });
    const end = (): void => {
      stream.destroyed = true;
      stream.emit('close');
      expect(timers()).toBe(before);
    };
    return { carrier, stream, request, response, before, end };
  }

  it('that does not come whole is refused, and given up where nobody takes that', async () => {
    const { stream, response, carrier, end } = bound({ requestMs: 1, takeAnswerMs: 1, lingerMs: 1 });
    await once(carrier, 'told destroy');
    const body = '{"error":"request_timeout"}';
    expect(response.told).toEqual([
      ['writeHead', 408, { 'content-type': 'application/json', 'content-length': String(body.length) }],
      ['end', body],
    ]);
    expect(stream.told).toEqual([
      ['close', 0],
      ['close', 8],
    ]);
    end();
  });

  it('that has had an answer is not refused too', async () => {
    const { stream, response, end } = bound({ requestMs: 1 }, { headersSent: true });
    await once(stream, 'told close');
    expect(response.told).toEqual([]);
    end();
  });

  it('without a body is whole', () => {
    const { before, end } = bound({}, { endAfterHeaders: true });
    expect(timers()).toBe(before);
    end();
  });

  it('has time until its answer is there, and then the time to take it', async () => {
    const { stream, request, response, carrier, end } = bound({ takeAnswerMs: 1, requestMs: 100, lingerMs: 1 });
    const looks = new EventEmitter();
    let isEnded = false;
    Object.defineProperty(response, 'writableEnded', {
      get: () => {
        looks.emit('look');
        return isEnded;
      },
    });
    request.emit('end');
    await once(looks, 'look');
    expect([stream.told, response.told]).toEqual([[], []]);
    isEnded = true;
    await once(carrier, 'told destroy');
    expect([stream.told, response.told]).toEqual([[['close', 8]], []]);
    end();
  });

  it('waits for nothing once it is gone', () => {
    const { request, stream, before, end } = bound({});
    stream.destroyed = true;
    request.emit('end');
    expect(timers()).toBe(before);
    end();
  });
});
