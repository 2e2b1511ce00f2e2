import { once } from 'node:events';
import { request } from 'node:http';
import type { Agent, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** An answer as it stood on the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends the bytes over a connection of their own and hears until the server closes it; `hangUp` says that no more will
 * come.
 */
export function say(port: number, bytes: string | Uint8Array, { hangUp = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const heard: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
    });
    // The server may have said all it has to say before it has read everything.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      resolve(Buffer.concat(heard).toString('latin1'));
    });
    if (hangUp) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** The answers in what a server said, in their order; only what carries a content length or nothing. */
export function readAnswers(heard: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = heard;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length = Number(headers['content-length'] ?? 0);
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** The one answer to the bytes. */
export async function hear(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  const heard = await say(port, bytes);
  const [answer] = readAnswers(heard);
  if (answer === undefined) throw new Error('the server said nothing');
  return answer;
}

/** A connection that is open and has sent these bytes. Rejects when nobody listens. */
export async function dial(port: number, bytes = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  if (bytes !== '')
    await new Promise((resolve) => {
      socket.write(bytes, resolve);
    });
  return socket;
}

/** When a connection is over, be it by an end or by a reset. */
export function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined).once('close', resolve);
  });
}

/** One request by node's own client, its answer read to the end. */
export async function exchange(
  port: number,
  agent: Agent,
  path: string,
  chunks?: readonly string[],
): Promise<{ answer: IncomingMessage; socket: Socket; localPort: number | undefined }> {
  const asked = request({ port, host: '127.0.0.1', agent, path, method: chunks === undefined ? 'GET' : 'POST' });
  for (const chunk of chunks ?? []) if (!asked.write(chunk)) await once(asked, 'drain');
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { socket } = answer;
  const { localPort } = socket;
  answer.resume();
  await once(answer, 'end');
  return { answer, socket, localPort };
}

/** A GET as it stands on the wire; the connection ends with its answer. */
export const get = (path: string, ...headers: string[]): string =>
  `GET ${path} HTTP/1.1\r\n${['Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

/** A POST as it stands on the wire; the connection ends with its answer. */
export const post = (path: string, body: string, ...headers: string[]): string =>
  `POST ${path} HTTP/1.1\r\n${['Host: localhost', 'Connection: close', `Content-Length: ${String(Buffer.byteLength(body))}`, ...headers].join('\r\n')}\r\n\r\n${body}`;

/** The slug of the reason that was given. */
export const slugOf = ({ headers }: RawAnswer): string | undefined => headers['lp-mock-reason']?.split(';')[0];
