import type { RemoteAccount } from '../../mock-server/client/client.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import { connectTo } from './adapter-sockets.ts';
import type { WireSocket } from './heard-socket.ts';
import type { RunningWorker } from './worker-runtime.ts';
import { ADMIN_SECRET } from './worker-runtime.ts';

/** A consumer's socket, known by a token of ours. */
export async function openSocket(worker: RunningWorker, accountId: string): Promise<WireSocket> {
  const token = await remote(worker, accountId).mint.lpJwt();
  return connect(worker, `/ws_api/account/${accountId}/messaging/consumer?v=3`, { authorization: `jwt ${token}` });
}

/** An agent's login, with the password `secret`. */
export function logIn(worker: RunningWorker, accountId: string, username: string): Promise<Response> {
  return worker.fetch(`/api/account/${accountId}/login?v=1.3`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'secret' }),
  });
}

/** An agent's socket, after a login. */
export async function openAgentSocket(worker: RunningWorker, accountId: string, username: string): Promise<WireSocket> {
  const { bearer } = (await (await logIn(worker, accountId, username)).json()) as { bearer: string };
  return connect(worker, `/ws_api/account/${accountId}/messaging/brand/${bearer}?v=2.1`);
}

async function connect(
  worker: RunningWorker,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireSocket> {
  const socket = await connectTo(() => Promise.resolve(worker.port))({ url: `ws://127.0.0.1${path}`, headers });
  if ('status' in socket) throw new Error(`no socket: ${JSON.stringify(socket)}`);
  return socket;
}

export async function ask(socket: WireSocket, frame: object): Promise<Record<string, unknown>> {
  socket.send(JSON.stringify(frame));
  return JSON.parse(await heard(socket, '"kind":"resp"')) as Record<string, unknown>;
}

/** The next frame that says so; what comes before it is passed over. */
export async function heard(socket: WireSocket, part: string): Promise<string> {
  let frame = await socket.next();
  while (!frame.includes(part)) frame = await socket.next();
  return frame;
}

export async function openConversation(socket: WireSocket): Promise<string> {
  const opened = await ask(socket, {
    kind: 'req',
    id: '1',
    type: 'cm.ConsumerRequestConversation',
    body: { conversationId: null },
  });
  return (opened['body'] as { conversationId: string }).conversationId;
}

export function say(socket: WireSocket, dialogId: string, message: string): Promise<Record<string, unknown>> {
  return ask(socket, publish(dialogId, message));
}

function publish(dialogId: string, message: string): object {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message };
  return { kind: 'req', id: '2', type: 'ms.PublishEvent', body: { dialogId, event } };
}

/** Says something, whatever becomes of it. */
export function withoutAnswer(socket: WireSocket, dialogId: string, message: string): void {
  socket.send(JSON.stringify(publish(dialogId, message)));
}

/** Controls one account of a worker. */
export function remote(worker: RunningWorker, accountId: string): RemoteAccount {
  return connectMock(worker.url, { secret: ADMIN_SECRET, accountId });
}
