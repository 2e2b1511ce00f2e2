import type { side } from '../exchange-card.ts';
import type { lineageCard } from '../lineage-card.ts';
import type { Row } from '../rows.ts';

/** What the detail of an attempt is drawn from. */
export interface AttemptSetup {
  readonly row: Row;
  /** Every row, newest last. */
  readonly rows: readonly Row[];
  /** The time of the mock. */
  readonly nowMs: number;
}

/** Cards that calls have too. They are handed in: what is imported from here is a file of its own for every page. */
export interface Cards {
  readonly side: typeof side;
  readonly lineageCard: typeof lineageCard;
}
