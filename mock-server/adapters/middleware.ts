import type { Mock } from '../mock.ts';
import type { ConnectHandler } from './connect.ts';
import { createNodeHandler } from './node-handler.ts';

/**
 * The mock as a `(request, response, next)` for somebody else's server: Vite's `server.middlewares.use(...)`, webpack's
 * `setupMiddlewares`, Connect, Express, or `http.createServer` itself. What is not LivePerson's is passed on to `next`;
 * without one it is answered with a 404 in JSON. Mounted under a prefix, it answers below that.
 */
export function createMiddleware(mock: Mock): ConnectHandler {
  // Whoever calls it hands over node's own request and response, of which the public type names a part.
  return createNodeHandler(mock) as ConnectHandler;
}
