import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { createHandlers, createSocketHandlers, deliverWebhooks } from '../../mock-server/adapters/msw.ts';
import { useMock } from '../../mock-server/testing/index.ts';
import { CONTENT, ENDPOINT, openConversation, webhookMock, withWebhooks } from './webhook-setup.ts';

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
  server.use(http.post(ENDPOINT, () => new HttpResponse(null, { status: 201 })));
  // The mock's own receiver is asked first, and may leave it to the others.
  mock.webhooks.deliverTo(() => new Response(null, { status: 503 }));
  expect(await attempt()).toBe('answered wi');
  mock.webhooks.deliverTo(() => undefined);
  expect(await attempt()).toEqual(['delivered', 201]);
  mock.webhooks.deliverTo(undefined);
  server.resetHandlers();
  stop();
  expect(await attempt()).toBe('no receiver');
});

describe('beside useMock', () => {
  const { mock } = useMock({
    ...withWebhooks({ [CONTENT]: { endpoint: ENDPOINT } }),
    hooks: { beforeAll, afterEach, afterAll },
  });

  it('they reach the handlers of a server of its own', async () => {
    const own = setupServer(http.post(ENDPOINT, () => new HttpResponse(null, { status: 201 })));
    const stop = deliverWebhooks(mock, own);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    stop();
    expect(mock.webhooks.list()).toEqual([expect.objectContaining({ state: 'delivered', status: 201 })]);
  });
});
