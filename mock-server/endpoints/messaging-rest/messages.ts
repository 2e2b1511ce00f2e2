import { proceed } from '../../awaitable.ts';
import type { Conversation, Message } from '../../domain/conversation.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { cut } from '../../memory/cut.ts';
import { isSeenBy } from '../../messaging/commands/query-messages.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { readWholeNumber } from '../query-number.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import type { RestMessage, RestMessagesBody } from './bodies.ts';
import { requireCaller } from './caller.ts';
import { requireConversation } from './conversation.ts';

/**
 * The messages of a dialog, without receipts and, for consumers, without what agents keep among themselves.
 *
 * Source: Messaging REST API, in the use of known clients; what they leave open is decision D82.
 */
export const listMessages: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) => {
      const conversation = requireConversation(context, caller);
      const wanted = readWanted(context);
      const { from, to, limit, isDescending } = wanted;
      const all = conversation.messages.flatMap((message) =>
        isSeenBy(message, caller.actor.side) ? messageBody(conversation, message) : [],
      );
      const fitting = all.filter(({ sequence }) => sequence >= from && sequence <= to);
      if (isDescending) fitting.reverse();
      const data = fitting.slice(0, limit);
      const last = fitting.length > limit ? data.at(-1) : undefined;
      return json(200, {
        data,
        links: linksOf(context, wanted, last),
      } satisfies SuccessBody<'messaging-rest.messages'>);
    }),
};

const MAX_LIMIT = 100;

interface Wanted {
  /** The first and last sequence, both included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly isDescending: boolean;
}

/** @throws Refusal `rest_bad_request`. */
function readWanted(context: EndpointContext): Wanted {
  const limit = readWholeNumber(context, 'limit', 1, 'rest_bad_request') ?? MAX_LIMIT;
  if (limit > MAX_LIMIT) {
    const sentence = `limit is ${String(limit)}; ${String(MAX_LIMIT)} is the most, and what is answered`;
    deviate(context, 'rest-limit', sentence, 'rest_bad_request');
  }
  readChoice(context, 'sortBy', ['sequence']);
  return {
    from: readWholeNumber(context, 'newerThanSequence', 0, 'rest_bad_request') ?? 0,
    to: readWholeNumber(context, 'olderThanSequence', 0, 'rest_bad_request') ?? Infinity,
    limit: Math.min(limit, MAX_LIMIT),
    isDescending: readChoice(context, 'sortOrder', ['ASC', 'DESC']) === 'DESC',
  };
}

/** The value of a parameter, or the first one that it may have. */
function readChoice({ call }: EndpointContext, name: string, values: readonly string[]): string | undefined {
  const text = call.query.get(name);
  if (text === null || text === '') return values[0];
  if (values.includes(text)) return text;
  const sentence = `${name} is ${JSON.stringify(cut(text, 40))}; it must be ${values.join(' or ')}`;
  return refuse('rest_bad_request', 'parameter-invalid', sentence);
}

/** The next page begins behind the last message of this one. */
function linksOf(
  { call }: EndpointContext,
  { from, to, limit, isDescending }: Wanted,
  last: RestMessage | undefined,
): RestMessagesBody['links'] {
  if (last === undefined) return { next: null };
  const query = new URLSearchParams({
    newerThanSequence: String(isDescending ? from : last.sequence + 1),
    sortBy: 'sequence',
    sortOrder: isDescending ? 'DESC' : 'ASC',
    limit: String(limit),
  });
  const newest = isDescending ? last.sequence - 1 : to;
  if (newest !== Infinity) query.set('olderThanSequence', String(newest));
  return { next: `${call.origin}${call.path}?${query.toString()}` };
}

function messageBody({ id }: Conversation, { sequence = 0, from, atMs, audience, event }: Message): RestMessage[] {
  const content = contentOf(event);
  if (content === undefined) return [];
  return [
    { sequence, dialogId: id, ...content, originator: { role: from.role }, messageAudience: audience, createdTs: atMs },
  ];
}

/** Undefined for a receipt. */
function contentOf({ type, message, content }: Message['event']): Pick<RestMessage, 'type' | 'content'> | undefined {
  if (type === 'RichContentEvent') return { type: 'RICH_CONTENT', content };
  if (type !== 'ContentEvent') return undefined;
  return typeof message === 'string'
    ? { type: 'PLAIN_TEXT', content: { text: message } }
    : { type: 'HOSTED_FILE', content: message };
}
