import type { Mock, MockOptions, WebhookAttempt } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { createBatch, CREATE_PATH, SEND_PATH, sayHello } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON } from '../support/through-every-adapter.ts';

export const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
export const CHAT_STATE = 'ms.MessagingEventNotification.ChatStateEvent';
export const CHANGE = 'cqm.ExConversationChangeNotification';
export const ENDPOINT = 'https://connector.example.test/events';

/** What an app subscribes to, by event type; `retry` beside it. */
export type Webhooks = Readonly<Record<string, object>>;

/** The account of the fixtures with its app, which wants webhooks. */
export function withWebhooks(webhooks: Webhooks, options: MockOptions = {}): MockOptions {
  const app = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, capabilities: { webhooks } };
  return { seed: 'webhooks', accounts: [{ accountId: ACCOUNT, apps: [app] }], ...options };
}

/** Frozen at noon. */
export function webhookMock(webhooks: Webhooks, options: MockOptions = {}): Mock {
  const mock = createMock(withWebhooks(webhooks, options));
  mock.clock.freeze(NOON);
  return mock;
}

/** What a receiver of this process has heard. */
export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Delivers to a list; `answer` says with which status, by the count of what has come, from 1. */
export function receiveInto(mock: Mock, answer: (count: number, received: Received) => number = () => 200): Received[] {
  const heard: Received[] = [];
  mock.webhooks.deliverTo(async (request) => {
    const received = { url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() };
    heard.push(received);
    return new Response(null, { status: answer(heard.length, received) });
  });
  return heard;
}

/** Opens a conversation as a connector does. */
export async function openConversation(mock: Mock, extConsumerId = 'jane'): Promise<Conversing> {
  const headers = {
    authorization: await mock.mint.appJwt(),
    'x-lp-on-behalf': await mock.mint.consumerJws({ extConsumerId }),
  };
  const created = await post(mock, CREATE_PATH, createBatch(), headers);
  const [, { body }] = JSON.parse(created.body) as [unknown, { body: { conversationId: string } }];
  return {
    id: body.conversationId,
    say: async (message) => {
      await post(mock, SEND_PATH, sayHello(body.conversationId, '1', message), headers);
    },
  };
}

export interface Conversing {
  readonly id: string;
  /** Says something as the consumer. */
  say(message: string): Promise<void>;
}

/** The attempts in short: event, number, state, seconds since noon. */
export function inShort(attempts: readonly WebhookAttempt[]): string[] {
  return attempts.map(
    ({ attempt, state, atMs }) => `${String(attempt)} ${state} at ${String((atMs - Date.parse(NOON)) / 1000)} s`,
  );
}

/** The texts of the messages in bodies. */
export function textsOf(bodies: readonly Pick<Received, 'body'>[]): unknown[] {
  return bodies.map(({ body }) => {
    const { changes } = (JSON.parse(body) as { body: { changes: { event?: { message?: unknown } }[] } }).body;
    return changes[0]?.event?.message;
  });
}
