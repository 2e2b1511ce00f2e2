import type { MockEvent, Overview } from './admin-api.ts';
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
    follow: (listener) => {
      createFeed(listener).start();
    },
  };
}

/** How many of the last entries are read at first: the page keeps no more. */
const MOST_AT_FIRST = 10_000;
/** Waits between tries, in seconds; the last one goes on. */
const WAITS = [1, 2, 4, 8];

/** What was heard so far. */
const NOTHING = { entry: 0, change: 0, attempt: 0 };

const GONE = 'The mock does not answer; the calls on this page stay.';

/**
 * Follows the events of the mock, and goes on by itself after an interruption: from the last event that was heard, so
 * that the gap is read too.
 */
function createFeed(listener: FeedListener): { start(): void } {
  let source: EventSource | undefined;
  let last = NOTHING;
  let since: number | undefined;
  let failures = 0;
  let timer = 0;

  const start = (): void => {
    clearInterval(timer);
    source?.close();
    askAdmin<Overview>('overview').then(connect, fail);
  };
  const connect = (overview: Overview): void => {
    const [entry = 0] = overview.last.split('.').map(Number);
    const isAnother = since !== undefined && since !== overview.sinceMs;
    since = overview.sinceMs;
    if (isAnother) {
      last = NOTHING;
      listener.onRestart();
    }
    if (last.entry === 0) last = { ...last, entry: Math.max(0, entry - MOST_AT_FIRST) };
    const opened = new EventSource(`../events?after=${Object.values(last).join('.')}`);
    source = opened;
    opened.addEventListener('open', () => {
      failures = 0;
      listener.onState(undefined);
    });
    opened.addEventListener('message', hear);
    opened.addEventListener('error', () => {
      if (source === opened) fail();
    });
  };
  const hear = ({ data, lastEventId }: MessageEvent<string>): void => {
    const [entry = 0, change = 0, attempt = 0] = lastEventId.split('.').map(Number);
    last = { entry, change, attempt };
    const event = JSON.parse(data) as MockEvent;
    if ('entry' in event) listener.onEntry(event.entry);
    else if ('change' in event) listener.onChange(event.change);
    else listener.onAttempt(event.attempt);
  };
  const fail = (): void => {
    source?.close();
    source = undefined;
    clearInterval(timer);
    let left = WAITS[Math.min(failures, WAITS.length - 1)] ?? 8;
    failures += 1;
    const say = (): void => {
      listener.onState(GONE, { inSeconds: left, now: start });
    };
    say();
    timer = window.setInterval(() => {
      left -= 1;
      if (left <= 0) start();
      else say();
    }, 1000);
  };
  return { start };
}
