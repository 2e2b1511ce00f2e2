import type { AnswerStream, Reply } from '../../http/call.ts';
import type { MockEvent } from '../admin-api.ts';
import type { FeedListener } from '../backend.ts';

/** Tells a listener the events of a mock in the page, in their order. Resolves when there are no more. */
export async function followInPage(ask: () => Promise<Reply | AnswerStream>, listener: FeedListener): Promise<void> {
  const reply = await ask();
  if (!('stream' in reply)) {
    listener.onState('The mock in this page does not tell what happens in it. Reload the page.');
    return;
  }
  listener.onState(undefined);
  for await (const piece of reply.stream) {
    const event = readEvent(piece);
    if (event === undefined) continue;
    try {
      if ('entry' in event) listener.onEntry(event.entry);
      else if ('change' in event) listener.onChange(event.change);
      else listener.onAttempt(event.attempt);
    } catch (error) {
      // As of any listener: what comes next is told all the same.
      reportError(error);
    }
  }
}

/** A piece is one server-sent event, or a comment that keeps a connection open. */
function readEvent(piece: string): MockEvent | undefined {
  const [, data] = /^data: (.*)$/m.exec(piece) ?? [];
  return data === undefined ? undefined : (JSON.parse(data) as MockEvent);
}
