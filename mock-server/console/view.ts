import type { Overview } from './admin-api.ts';
import type { Offer } from './banner.ts';
import type { Command, KeyRow } from './keyboard.ts';
import type { MockClock } from './mock-clock.ts';
import type { Rows, Verdict } from './rows.ts';

/** What all views share. */
export interface ConsoleContext {
  /** What happened in the mock, as far as the page knows. */
  readonly rows: Rows;
  readonly clock: MockClock;
  /** Has the view and the count on the tab drawn again, after the page itself changed `rows`. */
  readonly redraw: () => void;
  /** What the mock said of itself when the page was opened; undefined before. */
  readonly overview: () => Overview | undefined;
  /**
   * Shows a sentence above every view until the next one; the empty text takes it away.
   *
   * @param kind - default: `refused`, something went wrong
   * @param offer - what can be done about it
   */
  readonly tell: (words: string, kind?: Verdict, offer?: Offer) => void;
}

/** What a tab leads to. It is made once, and stays; what is typed in it is there when one comes back. */
export interface View {
  readonly element: HTMLElement;
  /** It is opened, or another part of it is. @param rest - behind the path: `18` of `#/calls/18`, else empty */
  show(rest: string): void;
  /** Something happened in the mock. Only while the view is shown, and once a frame at the most. */
  refresh(): void;
  /** Keys that act while it is shown. */
  readonly keys: readonly KeyRow[];
  /** What else is found by its name, whichever view is shown. Default: nothing. */
  readonly commands?: readonly Command[];
}

/** A view with what leads to it. */
export interface TabbedView extends View {
  /** In the address: `#/calls`. */
  readonly path: string;
  /** On the tab. */
  readonly name: string;
  /** The `d` of the tab's icon, 16 by 16, drawn as lines. */
  readonly icon: string;
}

/** Makes a view. */
export type ViewMaker = (context: ConsoleContext) => View;
