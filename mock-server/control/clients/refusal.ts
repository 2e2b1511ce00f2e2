import type { Reason } from '../../errors/reasons.ts';
import { reasonLine } from '../../errors/reasons.ts';
import { cut } from '../../memory/cut.ts';

/** Why a method of a socket's client rejects: the mock has refused, or the socket is closed. */
export class SocketRefusal extends Error {
  override readonly name = 'SocketRefusal';
  /** The code of the answer, the close code, or the HTTP status of the handshake. */
  readonly code: number;
  /** The mock's reason; undefined when it is not known. */
  readonly reason: Reason | undefined;

  constructor(message: string, code: number, reason?: Reason) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** A request was answered with a code of 400 or more. */
export function refusedRequest(method: string, code: number, body: unknown, reason: Reason | undefined): SocketRefusal {
  const said = cut(typeof body === 'string' ? body : JSON.stringify(body));
  const why = reason === undefined ? '' : ` (${reasonLine(reason)})`;
  return new SocketRefusal(`${method}: the mock answered ${String(code)}, ${said}${why}`, code, reason);
}

/** The socket is closed, and no answer comes any more. */
export function refusedByClose(method: string, { code, reason }: { code: number; reason: string }): SocketRefusal {
  return new SocketRefusal(`${method}: ${closedInWords(code, reason)}`, code, reasonIn(reason));
}

export function closedInWords(code: number, reason: string): string {
  return `the socket was closed with ${String(code)}${reason === '' ? '' : ` (${reason})`}`;
}

/** The handshake was answered, and not with a socket. */
export function refusedHandshake(method: string, status: number, reasonHeader: string | undefined): SocketRefusal {
  const why = reasonHeader === undefined ? '' : ` (${reasonHeader})`;
  return new SocketRefusal(
    `${method}: the handshake was answered ${String(status)}${why}`,
    status,
    reasonIn(reasonHeader),
  );
}

/** `slug; sentence`, as headers and close frames have it. */
function reasonIn(line = ''): Reason | undefined {
  const [slug = '', ...sentence] = line.split('; ');
  return sentence.length === 0 ? undefined : { slug: slug as Reason['slug'], sentence: sentence.join('; ') };
}
