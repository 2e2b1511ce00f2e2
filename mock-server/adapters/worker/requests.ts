import type { Call } from '../../http/call.ts';
import { callOf } from '../fetch.ts';

/** The call of a request whose body is read up to a limit, however long it is. */
export async function readBoundedCall(request: Request, limitOf: (path: string) => number): Promise<Call> {
  const { pathname } = new URL(request.url);
  return callOf(request, await readBytes(request.body, limitOf(pathname)));
}

/** The head of a request, by which it is led to an account. */
export function headOfCall(request: Request): Call {
  return callOf(request, new ArrayBuffer(0));
}

/** Of what is too long, one byte past the limit. */
async function readBytes(body: ReadableStream<Uint8Array> | null, limitBytes: number): Promise<ArrayBuffer> {
  if (body === null) return new ArrayBuffer(0);
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    bytes += piece.value.length;
    if (bytes > limitBytes) {
      await reader.cancel();
      break;
    }
  }
  const whole = new Uint8Array(Math.min(bytes, limitBytes + 1));
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, whole.length - at);
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
