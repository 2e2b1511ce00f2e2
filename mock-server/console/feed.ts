import type { Change, JournalEntry, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';

/** What happens in a mock, and whether it can be heard. */
export interface FeedListener {
  onEntry(entry: JournalEntry): void;
  onChange(change: Change): void;
  /** Undefined when it is connected, else what is wrong, for people. */
  onState(trouble: string | undefined): void;
  /** The mock at the other end is another one: its ids begin anew. */
  onRestart(): void;
}

/** Follows the events of the mock from the first that is kept, and goes on by itself after an interruption. */
export function follow(listener: FeedListener): void {
  let source = open();
  let last = { entry: 0, change: 0 };

  function open(): EventSource {
    const opened = new EventSource('../events?after=0');
    opened.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      const [entry = 0, change = 0] = lastEventId.split('.').map(Number);
      // A browser that comes back may hear some of it again.
      if (entry <= last.entry && change <= last.change) return;
      last = { entry, change };
      const event = JSON.parse(data) as { readonly entry: JournalEntry } | { readonly change: Change };
      if ('entry' in event) listener.onEntry(event.entry);
      else listener.onChange(event.change);
    });
    opened.addEventListener('open', () => {
      listener.onState(undefined);
      void noticeRestart();
    });
    opened.addEventListener('error', () => {
      listener.onState('The mock does not answer. The calls on this page stay; it is asked again every few seconds.');
      // After an answer that is no stream the browser gives up.
      if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, 3000);
    });
    return opened;
  }
  function reopen(): void {
    source.close();
    source = open();
  }
  async function noticeRestart(): Promise<void> {
    const [entry = 0, change = 0] = (await askAdmin<Overview>('overview')).last.split('.').map(Number);
    if (entry >= last.entry && change >= last.change) return;
    last = { entry: 0, change: 0 };
    listener.onRestart();
    reopen();
  }
}
