import type { Settings } from '../config/settings.ts';
import { detached } from '../memory/detached.ts';
import type { ErrorName } from './catalogue.ts';
import type { Deviation } from './reasons.ts';
import type { RefusalDetail } from './refusal.ts';
import { refuse } from './refusal.ts';

/** How many deviations of one call are told: a batch of a megabyte can have as many as it has items. */
const MOST_DEVIATIONS = 20;

/** Where what departs from the pages is noted. */
export interface Noting {
  readonly settings: Settings;
  readonly deviations: Deviation[];
}

/**
 * Lets pass, and notes, what LivePerson's pages do not ask for. A strict mock refuses it with the given error; where
 * none is given it notes it as well.
 *
 * @throws Refusal on a strict mock.
 */
export function deviate(
  { settings, deviations }: Noting,
  slug: string,
  sentence: string,
  error?: ErrorName,
  detail?: RefusalDetail,
): void {
  if (settings.strict && error !== undefined) refuse(error, 'deviation-refused', sentence, detail);
  if (deviations.length < MOST_DEVIATIONS) deviations.push({ slug, sentence: detached(sentence) });
}
