import type { WebSocket } from 'ws';
import type { SocketContender } from './socket-contender.ts';
import { ask } from './socket-contender.ts';

const ACCOUNT = '12345678';
const CONSUMER_PATH = `/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`;

/** The socket of a consumer who is new, and known. */
export async function openConsumer(ours: SocketContender): Promise<WebSocket> {
  const { jwt } = JSON.parse(await ours.post(`/api/account/${ACCOUNT}/signup`, {}, '')) as { jwt: string };
  return ours.connect(CONSUMER_PATH, { authorization: `jwt ${jwt}` });
}

/** Opens a conversation, and gives its id. */
export async function openConversation(socket: WebSocket): Promise<string> {
  const opened = await ask(socket, { kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation', body: {} });
  return (JSON.parse(opened) as { body: { conversationId: string } }).body.conversationId;
}

/** The frame that says something in a conversation. */
export function publish(dialogId: string): string {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };
  return JSON.stringify({ kind: 'req', id: '1000', type: 'ms.PublishEvent', body: { dialogId, event } });
}

/** A consumer in a conversation of his own. */
export async function openTalk(ours: SocketContender): Promise<{ readonly socket: WebSocket; readonly frame: string }> {
  const socket = await openConsumer(ours);
  return { socket, frame: publish(await openConversation(socket)) };
}
