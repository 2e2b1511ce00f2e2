import { requireAccount } from '../account.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { requireReader } from '../reader.ts';
import { readChoice, readContent, readText, requireBody, wrongShape } from './body.ts';
import { STATUSES } from './filter.ts';
import { readPage } from './paging.ts';
import { answerPage } from './search.ts';

/**
 * The conversations of one consumer.
 *
 * Source: Messaging Interactions API, "Get Conversations by Consumer ID". The page calls `status` required; without it
 * both are meant (decision D81).
 */
export const searchByConsumer: EndpointHandler = {
  handle: (context) => {
    const account = requireAccount(context, 'history_unauthorized');
    requireReader(context, account, 'history_unauthorized');
    const page = readPage(context);
    const body = requireBody(context, EXAMPLE);
    const consumerId = readText(body, 'consumer');
    if (consumerId === undefined || consumerId === '') return wrongShape(`consumer is missing; send ${EXAMPLE}`);
    const status = readChoice(body, 'status', STATUSES);
    const content = readContent(context, body);
    const found = [...account.conversations.all()].filter(
      (each) => each.consumerId === consumerId && (status?.includes(each.state) ?? true),
    );
    return answerPage(context, account, found, page, content);
  },
};

const EXAMPLE = '{"consumer":"the lp_consumer_id, or the sub of the LP_JWT","status":["OPEN","CLOSE"]}';
