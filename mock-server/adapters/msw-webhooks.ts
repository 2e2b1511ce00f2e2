import * as msw from 'msw';
import type { RequestHandler } from 'msw';
import { inTurn, lazily } from '../lazily.ts';
import type { Mock } from '../mock.ts';

/** Whatever has MSW's handlers: what `setupServer` and `setupWorker` return. */
export interface HandlersHost {
  listHandlers(): readonly object[];
}

/**
 * Delivers the webhooks of a mock to the handlers of an MSW server or worker, as far as one of them answers for the
 * address; `mock.webhooks.deliverTo` is asked first. Nothing of it is a request on the network.
 *
 * @returns what ends it
 */
export function deliverWebhooks(mock: Pick<Mock, 'webhooks' | 'settings'>, host: HandlersHost): () => void {
  const load = lazily(async () => {
    const { carryInProcess } = await inTurn(() => import('../webhooks/in-process.ts'));
    return carryInProcess(
      (request) => msw.getResponse(host.listHandlers().filter(isForRequests), request),
      mock.settings.webhooks.timeoutMs,
    );
  });
  return mock.webhooks.carryBy(async (post) => (await load())(post));
}

/** Not those for sockets. */
function isForRequests(handler: object): handler is RequestHandler {
  return 'info' in handler && 'run' in handler;
}
