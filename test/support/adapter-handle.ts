import { createMock } from '../../mock-server/index.ts';
import type { Adapter } from './adapter.ts';
import { controlInProcess, splitUrl } from './adapter.ts';
import { connectInProcess } from './adapter-sockets.ts';
import { bytesOf, comparableHeaders, textOf } from './wire.ts';

/** No host at all: a Call in, a Reply out. */
export const handleAdapter: Adapter = {
  name: 'handle',
  sendsAnyHeader: true,
  sockets: 'with headers',
  open: (options) => {
    const mock = createMock(options);
    return Promise.resolve({
      send: async (request) => {
        const { method, url, headers, body = '', isLatin1 = false } = request;
        // What an adapter of one's own has to tell the mock.
        const bytes = bytesOf(request);
        const text = isLatin1 ? { body: new TextDecoder().decode(bytes), isBodyUtf8: false, bytes } : { body };
        const { pathname, search, origin } = splitUrl(url);
        const lowerCase = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const reply = await mock.handle({
          method,
          path: pathname,
          query: new URLSearchParams(search),
          headers: lowerCase,
          ...text,
          origin,
        });
        if ('abort' in reply)
          return reply.abort === 'timeout' ? new Promise(() => undefined) : Promise.reject(new Error('aborted: reset'));
        return {
          status: reply.status,
          headers: comparableHeaders([
            ...Object.entries(reply.headers),
            ...(reply.cookies ?? []).map((cookie) => ['set-cookie', cookie] as const),
          ]),
          text: textOf(reply.bytes ?? new TextEncoder().encode(reply.body), request),
        };
      },
      connect: connectInProcess(mock),
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => Promise.resolve(),
    });
  },
};
