import type { Change, JournalEntry, ToldAttempt } from './admin-api.ts';

/** What the console talks to: a server, or a mock that runs in the page itself. */
export interface Backend {
  /** Where a client points to reach the mock, such as `http://localhost:8080`. */
  readonly address: string;
  /** The mock runs in this page: nothing outside reaches it, at no address. Default: it does not. */
  readonly isInPage?: true;
  /**
   * Asks the mock, its admin API below `/__admin` too. As `fetch` does, it rejects when no answer comes.
   *
   * @param target - from the root of the mock on, with its query: `/__admin/overview`
   */
  fetch(target: string, init?: RequestInit): Promise<Response>;
  /** Opens a messaging socket of the mock. @param target - as of `fetch`: `/ws_api/account/…` */
  openSocket(target: string): OpenedSocket;
  /** Tells what happens from the first event that is kept, and goes on by itself after an interruption. */
  follow(listener: FeedListener): void;
}

/** The part of a WebSocket that the console uses; its events are `open`, `message` and `close`. */
export type OpenedSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener' | 'readyState'>;

/** Hears what happens in a mock, and whether it can be heard. */
export interface FeedListener {
  onEntry(entry: JournalEntry): void;
  onChange(change: Change): void;
  onAttempt(attempt: ToldAttempt): void;
  /**
   * Undefined when it is connected, else what is wrong, for people.
   *
   * @param retry - when it is tried again by itself
   */
  onState(trouble: string | undefined, retry?: Retry): void;
  /** The mock at the other end is another one: its ids begin anew. */
  onRestart(): void;
}

/** The next try to connect. */
export interface Retry {
  readonly inSeconds: number;
  /** Does not wait for it. */
  readonly now: () => void;
}

let chosen: Backend | undefined;

/** Once, before anything is asked. */
export function chooseBackend(backend: Backend): void {
  chosen = backend;
}

export function backend(): Backend {
  if (chosen === undefined) throw new Error('the console was not told what to talk to');
  return chosen;
}
