import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { createHandlers, createSocketHandlers, deliverWebhooks } from '../../mock-server/adapters/msw.ts';
import { CONTENT, ENDPOINT, openConversation, webhookMock } from './webhook-setup.ts';

const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
const server = setupServer(...createSocketHandlers(mock), ...createHandlers(mock));
let stop: () => void;
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  stop = deliverWebhooks(mock, server);
});
afterAll(() => {
  server.close();
});

it('Webhooks reach the handlers of MSW, and never the network', async () => {
  const heard: string[] = [];
  const jane = await openConversation(mock);
  const attempt = async (): Promise<unknown> => {
    await jane.say('hello');
    await mock.settled();
    const { state, status, reason } = mock.webhooks.list().at(-1) ?? {};
    return reason?.slice(0, 11) ?? [state, status];
  };
  expect(await attempt()).toBe('no receiver');
  server.use(
    http.post(ENDPOINT, async ({ request }) => {
      heard.push(request.headers.get('x-liveperson-signature') ?? '', await request.text());
      return new HttpResponse(null, { status: 201 });
    }),
  );
  expect(await attempt()).toEqual(['delivered', 201]);
  expect(heard).toEqual([await mock.webhooks.sign(heard[1] ?? ''), expect.stringContaining('"message":"hello"')]);
  server.use(http.post(ENDPOINT, () => HttpResponse.error()));
  expect(await attempt()).toBe('the receive');
  server.use(http.post(ENDPOINT, () => passthrough()));
  expect(await attempt()).toBe('no receiver');
  server.resetHandlers();
  stop();
  expect(await attempt()).toBe('no receiver');
});
