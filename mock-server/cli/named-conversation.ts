import type { Remote } from '../client/remote.ts';
import type { ConversationControl, ConversationView } from '../control/conversations/conversations.ts';
import { cut } from '../memory/cut.ts';
import { UsageError } from './command.ts';

/** How many conversations a complaint names. */
const MOST_NAMED = 5;

/** Shorter beginnings are too easily somebody else's. */
const SHORTEST_BEGINNING = 4;

/**
 * The conversation that was typed, by its id or by a beginning that only one of them has.
 *
 * @throws UsageError when there is none, or several; it names those that there are.
 */
export async function requireConversation(
  conversations: Remote<ConversationControl>,
  typed: string,
): Promise<ConversationView> {
  const exact = await conversations.find(typed);
  if (exact !== undefined) return exact;
  const all = await conversations.list();
  const meant = typed.length < SHORTEST_BEGINNING ? [] : all.filter(({ id }) => id.startsWith(typed.toLowerCase()));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only !== undefined)
    throw new UsageError(`${String(meant.length)} conversations begin with ${cut(typed)}: ${named(meant)}`);
  throw new UsageError(
    `there is no conversation ${cut(typed)}; ${all.length === 0 ? NONE : `there are ${named(all)}`}`,
  );
}

const NONE = 'there is none at all yet';

/** The newest first. */
function named(conversations: readonly ConversationView[]): string {
  const ids = conversations.map(({ id }) => id).reverse();
  const left = ids.length - MOST_NAMED;
  return `${ids.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${String(left)} older` : ''}`;
}
