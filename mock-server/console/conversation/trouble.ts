import type { LineEnd } from './line.ts';
import { MockRefused, SocketGone } from './refused.ts';
import type { Transcript, Way } from './transcript.ts';

/** How a socket has ended, as a sentence in the chat. */
export function endWords({ code, sentence, isRefused }: LineEnd): string {
  if (isRefused) return 'The socket was not opened';
  return `Socket closed with ${String(code)}${sentence === '' ? '' : `: ${sentence}`}`;
}

/** Tells in the chat why something did not work, and what can be done. */
export function noteTrouble(transcript: Transcript, error: unknown, ways: readonly Way[]): void {
  // The end of the socket stands there already.
  if (error instanceof SocketGone) return;
  const find = error instanceof MockRefused ? error.find : undefined;
  const words = error instanceof Error ? error.message : String(error);
  transcript.note(words, { tone: 'refused', find, ways });
}
