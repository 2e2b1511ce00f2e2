import type { Server } from 'node:http';
import { createServer } from 'node:http';
import supertest from 'supertest';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { WireReply, WireRequest } from './wire.ts';
import { comparableHeaders } from './wire.ts';

/** A mock behind a door. What a test controls goes by name, because behind some doors the mock is in another process. */
export interface OpenDoor {
  send(request: WireRequest): Promise<WireReply>;
  /** Calls a method of the mock by its path, for instance `clock.advance`. */
  control(path: string, ...args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A way to reach the engine. A new host is a new row here, and faces the whole conformance suite. */
export interface Door {
  readonly name: string;
  /** Whether a caller behind this door chooses every header itself; a browser keeps some for itself. */
  readonly sendsAnyHeader: boolean;
  open(options: MockOptions): Promise<OpenDoor>;
}

/** Calls `clock.advance` and the like on a mock of this process. */
export function controlInProcess(mock: Mock, path: string, args: readonly unknown[]): Promise<unknown> {
  const names = path.split('.');
  const method = names.pop() ?? '';
  const owner = names.reduce<unknown>((object, name) => (object as Record<string, unknown>)[name], mock);
  return Promise.resolve((owner as Record<string, (...given: readonly unknown[]) => unknown>)[method]?.(...args));
}

const handleDoor: Door = {
  name: 'handle',
  sendsAnyHeader: true,
  open: (options) => {
    const mock = createMock(options);
    return Promise.resolve({
      send: async ({ method, url, headers, body = '' }) => {
        const { pathname, search, origin } = splitUrl(url);
        const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
        const reply = await mock.handle({ method, path: pathname, query: new URLSearchParams(search), headers: lowerCase, body, origin });
        if ('abort' in reply) throw new Error(`aborted: ${reply.abort}`);
        return { status: reply.status, headers: comparableHeaders(Object.entries(reply.headers)), text: reply.body };
      },
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => Promise.resolve(),
    });
  },
};

const expressDoor: Door = {
  name: 'Express',
  sendsAnyHeader: true,
  open: (options) => {
    const mock = createMock(options);
    const server: Server = createServer(createExpressApp(mock));
    return Promise.resolve({
      send: async ({ method, url, headers, body }) => {
        const { pathname, search, host } = splitUrl(url);
        const test = supertest(server)[method.toLowerCase() as 'get'](`${pathname}${search}`)
          .redirects(0)
          .set({ 'accept-encoding': 'identity', ...headers, host })
          .buffer(true)
          .parse((response, done) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => { text += chunk; });
            response.on('end', () => { done(null, text); });
          });
        // `send` would label a text as a form; `write` sends the bytes and no content type.
        if (body !== undefined) test.write(body, 'utf8');
        const response = await test;
        return {
          status: response.status,
          headers: comparableHeaders(Object.entries(response.headers as Record<string, string>)),
          text: method === 'HEAD' ? '' : response.body as string,
        };
      },
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }),
    });
  },
};

/** Kept by hand where `URL` would tidy up: a test of broken percent-encodings must arrive as it is. */
export function splitUrl(url: string): { origin: string; host: string; pathname: string; search: string } {
  const [, scheme = '', host = '', rest = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  const mark = rest.indexOf('?');
  return {
    origin: `${scheme}://${host}`,
    host,
    pathname: mark === -1 ? rest : rest.slice(0, mark),
    search: mark === -1 ? '' : rest.slice(mark),
  };
}

export const doors: readonly Door[] = [handleDoor, expressDoor];
