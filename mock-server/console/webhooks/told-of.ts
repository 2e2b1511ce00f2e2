import type { JournalEntry } from '../admin-api.ts';
import type { saidIn as keptOf } from '../kept.ts';
import type { Said } from '../picture/said.ts';
import { saidIn, saidInFrame } from '../picture/said.ts';

/** What was said in a call or a frame, and in which conversation. */
export function saidOf(kept: NonNullable<Awaited<ReturnType<typeof keptOf>>>): Said {
  return 'frame' in kept ? saidInFrame(kept) : saidIn(kept);
}

/** The message that a webhook tells of; undefined when it tells of something else. */
export function toldIn(body: string): { readonly text: string | undefined; readonly sequence: unknown } {
  const [change] = changesIn(body);
  return {
    text: typeof change?.event?.message === 'string' ? change.event.message : undefined,
    sequence: change?.sequence,
  };
}

interface Told {
  readonly sequence?: unknown;
  readonly event?: { readonly message?: unknown };
}

function changesIn(body: string): readonly Told[] {
  try {
    return (JSON.parse(body) as { readonly body: { readonly changes: readonly Told[] } }).body.changes;
  } catch {
    // A sample of another mock, or none of ours: nothing is told of it.
    return [];
  }
}

/** Whether a call or a frame said what a webhook tells. */
export function isTold(entry: JournalEntry, said: Said, conversationId: string, body: string): boolean {
  if (said.conversation !== conversationId && !entry.path.includes(conversationId)) return false;
  const { text, sequence } = toldIn(body);
  if (said.sequence !== undefined && sequence !== undefined) return said.sequence === sequence;
  return said.text === text || (said.text === undefined && entry.frame === undefined);
}
