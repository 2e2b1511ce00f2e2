import type { WebSocket } from 'ws';
import type { SocketContender } from './socket-contender.ts';
import { ask } from './socket-contender.ts';

const ACCOUNT = '12345678';

/** A server, as consumers use it. */
export type TalkServer = Pick<SocketContender, 'connect' | 'post'>;

/** The socket of a consumer who is new, and known. */
export async function openConsumer(ours: TalkServer, account = ACCOUNT): Promise<WebSocket> {
  const { jwt } = JSON.parse(await ours.post(`/api/account/${account}/signup`, {}, '')) as { jwt: string };
  return ours.connect(`/ws_api/account/${account}/messaging/consumer?v=3`, { authorization: `jwt ${jwt}` });
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

/** A socket, and what is said on it. */
export interface Talk {
  readonly socket: WebSocket;
  readonly frame: string;
}

/** A consumer in a conversation of his own. */
export async function openTalk(ours: TalkServer, account = ACCOUNT): Promise<Talk> {
  const socket = await openConsumer(ours, account);
  return { socket, frame: publish(await openConversation(socket)) };
}

/** No promise a frame: the client is to be the quicker one of the two. */
export function goBackAndForth({ socket, frame }: Talk, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let count = 0;
    const onClose = (code: number): void => {
      reject(new Error(`a socket was closed with ${String(code)} after ${String(count)} answers`));
    };
    const onMessage = (): void => {
      count += 1;
      if (count < times) {
        socket.send(frame);
        return;
      }
      socket.off('message', onMessage);
      socket.off('close', onClose);
      resolve();
    };
    socket.on('message', onMessage);
    socket.on('close', onClose);
    socket.send(frame);
  });
}
