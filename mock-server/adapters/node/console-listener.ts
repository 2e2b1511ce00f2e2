import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { lazily } from '../../lazily.ts';
import { refuseFailed } from './failed-call.ts';
import type { ServedMock } from './console-page.ts';
import { readHead } from './middleware.ts';

/** Once for all servers: test runners that link modules themselves may hang when one is imported twice at a time. */
const loadPage = lazily(() => import('./console-page.ts'));

/** The console, its files, the root that leads to it, and the CA. Nothing that LivePerson has begins like it. */
const CONSOLE_TARGET = /^(?:\/|\/__admin\/(?:ca\.pem|ui(?:\/[^?]*)?))(?:\?|$)/;

/**
 * A listener that serves the console and the development CA too, and leads to the console from `/`. Only servers that
 * are the mock's own have them; what is for neither goes on as before.
 */
export function withConsole(served: ServedMock, listener: RequestListener): RequestListener {
  if (served.mock.settings.admin === false) return listener;
  return (request, response) => {
    if (CONSOLE_TARGET.test(request.url ?? '')) void serve(served, listener, request, response);
    else listener(request, response);
  };
}

async function serve(
  served: ServedMock,
  listener: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { answerConsole } = await loadPage();
    const call = readHead(request);
    const isAnswered = await answerConsole(served, call, response);
    if (!isAnswered) listener(request, response);
  } catch (error) {
    refuseFailed(error, response, served.mock.clock.now());
  }
}
