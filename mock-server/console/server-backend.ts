import type { Change, JournalEntry, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import type { Backend, FeedListener } from './backend.ts';

/** The mock's server, from which the page itself came. */
export function createServerBackend(): Backend {
  // The page stands at /__admin/ui/, perhaps below the path of a proxy.
  const root = new URL('../..', location.href);
  const urlOf = (target: string): URL => new URL(target.replace(/^\//, ''), root);
  return {
    address: root.href.replace(/\/$/, ''),
    fetch: (target, init) => fetch(urlOf(target), init),
    openSocket: (target) => {
      const url = urlOf(target);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      return new WebSocket(url);
    },
    follow,
  };
}

/** Follows the events of the mock from the first that is kept, and goes on by itself after an interruption. */
function follow(listener: FeedListener): void {
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
