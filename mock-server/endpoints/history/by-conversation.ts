import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { requireAccount } from '../account.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { requireReader } from '../reader.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { readContent, readList, readText, requireBody, wrongShape } from './body.ts';
import { metadataOf } from './paging.ts';
import { recordsOf } from './records.ts';

/**
 * Conversations by their ids, in the order in which they are asked for, each once; an id of none has no record.
 *
 * Source: Messaging Interactions API, "Get Conversation by Conversation ID".
 */
export const searchByConversation: EndpointHandler = {
  handle: (context) => {
    const account = requireAccount(context, 'history_unauthorized');
    requireReader(context, account, 'history_unauthorized');
    const body = requireBody(context, EXAMPLE);
    const ids = readIds(body);
    const content = readContent(context, body);
    const found = ids.flatMap((id) => account.conversations.find(id) ?? []);
    return json(200, {
      _metadata: metadataOf(context, found.length),
      conversationHistoryRecords: recordsOf(account, found, content, context.clock.now()),
    } satisfies SuccessBody<'history.by-conversation'>);
  },
};

const EXAMPLE = '{"conversationId":"e5c58e49-e4a5-40a8-8a18-d6580d1d5630"}';

/** How many one call may ask for (documented). */
const MAX_IDS = 100;

function readIds(body: JsonObject): readonly string[] {
  const id = readText(body, 'conversationId');
  const ids = readList(body, 'conversationIds');
  if (id === undefined && ids === undefined)
    return wrongShape(`conversationId and conversationIds are missing; send one of them, such as ${EXAMPLE}`);
  const all = [...new Set([...(id === undefined ? [] : [id]), ...(ids ?? [])])];
  return all.length <= MAX_IDS
    ? all
    : wrongShape(`conversationIds has ${String(all.length)} ids; one call takes ${String(MAX_IDS)} at most`);
}
