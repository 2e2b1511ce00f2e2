import { afterAll, beforeAll } from '@jest/globals';
import type { CellSocket } from '../../../../mock-server/adapters/worker/runtime.ts';

/** The server's end of a WebSocket, and what the client has heard of it. */
export interface TestCellSocket extends CellSocket {
  /** Frames, and each close with its code and reason. */
  readonly heard: unknown[];
  /** Whether the client is gone, so that all that is done to it throws. */
  isGone: boolean;
}

export function createTestCellSocket(): TestCellSocket {
  let attachment = '';
  const hear = (what: unknown): void => {
    if (socket.isGone) throw new Error("Can't call this after close");
    socket.heard.push(what);
  };
  const socket: TestCellSocket = {
    heard: [],
    isGone: false,
    send: hear,
    close: (code, reason) => {
      hear([code, reason]);
      socket.isGone = true;
    },
    serializeAttachment: (value) => {
      attachment = JSON.stringify(value);
    },
    deserializeAttachment: () => JSON.parse(attachment) as unknown,
  };
  return socket;
}

/** The other ends, as far as the tests tell them apart. */
interface TestClient {
  readonly server: TestCellSocket;
}

/** A Response of workerd, which may switch protocols. */
class SwitchingResponse extends Response {
  readonly webSocket: TestClient | undefined;

  constructor(body?: BodyInit | null, init: ResponseInit & { webSocket?: TestClient } = {}) {
    const { status = 200, webSocket, ...others } = init;
    super(body, status === 101 ? others : { status, ...others });
    if (status === 101) Object.defineProperty(this, 'status', { value: status });
    this.webSocket = webSocket;
  }
}

/** The server's end of the socket that an answer opens. */
export function socketOf(response: object): TestCellSocket {
  const { webSocket } = response as Partial<SwitchingResponse>;
  if (webSocket === undefined) throw new Error('this answer opens no socket');
  return webSocket.server;
}

/** Has what is global in workerd, for the tests of a file. */
export function useWorkerdGlobals(): void {
  const before = { Response, WebSocketPair: undefined };
  beforeAll(() => {
    const WebSocketPair = function (): object {
      const server = createTestCellSocket();
      return { 0: { server } satisfies TestClient, 1: server };
    };
    Object.assign(globalThis, { Response: SwitchingResponse, WebSocketPair });
  });
  afterAll(() => {
    Object.assign(globalThis, before);
  });
}
