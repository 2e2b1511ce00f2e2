import type { Account } from '../../domain/account.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { json } from '../../http/answer.ts';
import type { Answer } from '../../http/call.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { requireReader } from '../reader.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { requireBody } from './body.ts';
import { readFilter } from './filter.ts';
import { fits } from './matching.ts';
import type { Page } from './paging.ts';
import { metadataOf, readPage } from './paging.ts';
import { peopleOf } from './people.ts';
import { recordsOf } from './records.ts';

/**
 * The account's conversations by start, status, skill, agent, words and more, open and closed.
 *
 * Source: Messaging Interactions API, "Conversations"; what the pages leave open is decision D81.
 */
export const searchConversations: EndpointHandler = {
  handle: (context) => {
    const account = requireAccount(context, 'history_unauthorized');
    requireReader(context, account, 'history_unauthorized');
    const page = readPage(context);
    const { filter, content } = readFilter(context, requireBody(context, '{"start":{"from":0,"to":0}}'));
    const [people, nowMs] = [peopleOf(account), context.clock.now()];
    const found = [...account.conversations.all()].filter((conversation) =>
      fits(filter, { conversation, people, nowMs }),
    );
    return answerPage(context, account, found, page, content);
  },
};

/** One page of what was found, in the order that is asked for. */
export function answerPage(
  context: EndpointContext,
  account: Account,
  found: readonly Conversation[],
  page: Page,
  content: readonly string[] | undefined,
): Answer {
  const { offset, limit } = page;
  const shown = sorted(found, page).slice(offset, offset + limit);
  return json(200, {
    _metadata: metadataOf(context, found.length, page),
    conversationHistoryRecords: recordsOf(account, shown, content, context.clock.now()),
  } satisfies SuccessBody<'history.search'>);
}

/** Of two of one time, the one that was opened later counts as later; an open one ends after all others. */
function sorted(found: readonly Conversation[], { by, isDescending }: Page): readonly Conversation[] {
  const timeOf = ({ startMs, endMs = Number.MAX_VALUE }: Conversation): number => (by === 'start' ? startMs : endMs);
  const ascending = [...found].sort((one, other) => timeOf(one) - timeOf(other));
  return isDescending ? ascending.reverse() : ascending;
}
