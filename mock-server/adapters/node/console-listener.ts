import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import { refuseFailed } from './failed-call.ts';
import { readHead } from './middleware.ts';

/** Once for all servers: test runners that link modules themselves may hang when one is imported twice at a time. */
const loadPage = lazily(() => import('./console-page.ts'));

/** The console, its files, and the root that leads to it. Nothing that LivePerson has begins like it. */
const CONSOLE_TARGET = /^(?:\/|\/__admin\/ui(?:\/[^?]*)?)(?:\?|$)/;

/**
 * A listener that serves the console too, and leads there from `/`. Only servers that are the mock's own have it; what
 * is not for the console goes on as before.
 */
export function withConsole(
  mock: Pick<Mock, 'settings' | 'clock' | 'accounts'>,
  listener: RequestListener,
): RequestListener {
  if (mock.settings.admin === false) return listener;
  return (request, response) => {
    if (CONSOLE_TARGET.test(request.url ?? '')) void serve(mock, listener, request, response);
    else listener(request, response);
  };
}

async function serve(
  mock: Pick<Mock, 'settings' | 'clock' | 'accounts'>,
  listener: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { answerConsole } = await loadPage();
    const call = readHead(request);
    const isAnswered = await answerConsole(mock, call, response);
    if (!isAnswered) listener(request, response);
  } catch (error) {
    refuseFailed(error, response, mock.clock.now());
  }
}
