import type { ConversationView, SaidMessage } from '../control/conversations/conversations.ts';
import { textFits } from '../control/conversations/text-fits.ts';
import { cut } from '../memory/cut.ts';
import { checkOptions, requireTimes } from './options.ts';
import type { Judged, MatcherResult } from './subject.ts';
import { timesInWords } from './words.ts';

export interface SaidOptions {
  /** Who said it. Default: either */
  readonly by?: 'consumer' | 'agent' | undefined;
  /** Only in this conversation. Default: in any */
  readonly conversationId?: string | undefined;
  /** Exactly how often. Default: at least once */
  readonly times?: number | undefined;
}

/** Whatever has conversations: a mock, the controls of one account, or a client of a mock that runs elsewhere. */
interface Conversing {
  readonly conversations: { list(): readonly ConversationView[] | Promise<readonly ConversationView[]> };
}

/** More would hide what matters. */
const MOST_LINES = 10;

/**
 * Whether a text was said in a conversation.
 *
 * @throws TypeError when the subject has no conversations, or what is asked for is wrong.
 */
export function judgeSaid(subject: unknown, text: unknown, options: SaidOptions): Judged {
  if (!isConversing(subject))
    throw new TypeError('expect() was not given a mock: pass a mock, the controls of one of its accounts, or a client');
  const wanted = requireText(text);
  checkSaid(options);
  const all = subject.conversations.list();
  return 'then' in all ? all.then((list) => verdict(list, wanted, options)) : verdict(all, wanted, options);
}

function verdict(
  conversations: readonly ConversationView[],
  wanted: string | RegExp,
  { by, conversationId, times }: SaidOptions,
): MatcherResult {
  const all = conversations
    .filter(({ id }) => conversationId === undefined || id === conversationId)
    .flatMap(({ messages }) => messages)
    .filter(({ text }) => text !== undefined);
  const said = all.filter((message) => textFits(wanted, message.text) && isBy(message, by));
  const pass = times === undefined ? said.length > 0 : said.length === times;
  const who = by === undefined ? 'a consumer or an agent' : by === 'agent' ? 'an agent' : 'a consumer';
  const what = typeof wanted === 'string' ? JSON.stringify(cut(wanted)) : `something like ${String(wanted)}`;
  const where = conversationId === undefined ? '' : ` in the conversation ${cut(conversationId)}`;
  const often = times === undefined ? '' : ` ${timesInWords(times)}`;
  const found = said.length === 0 ? notSaid(all) : `it was said ${timesInWords(said.length)}:\n${listSaid(said)}`;
  return { pass, message: () => `expected ${who} ${pass ? 'not ' : ''}to have said ${what}${often}${where}; ${found}` };
}

function isBy({ role }: SaidMessage, by: SaidOptions['by']): boolean {
  return by === undefined || (by === 'consumer') === (role === 'CONSUMER');
}

function notSaid(all: readonly SaidMessage[]): string {
  return all.length === 0 ? 'nothing was said' : `this was said:\n${listSaid(all)}`;
}

/** A line for each message; of many only the last ones. */
function listSaid(messages: readonly SaidMessage[]): string {
  const left = messages.length - MOST_LINES;
  const lines = messages.slice(-MOST_LINES).map(({ role, text = '' }) => `  ${role} ${JSON.stringify(cut(text))}`);
  return [...(left > 0 ? [`  and ${String(left)} before these`] : []), ...lines].join('\n');
}

function isConversing(subject: unknown): subject is Conversing {
  const { conversations } = (subject ?? {}) as Partial<Record<'conversations', Partial<Record<'list', unknown>>>>;
  return typeof conversations?.list === 'function';
}

/** @throws TypeError when it is neither a text nor a regular expression; one of another realm counts. */
function requireText(text: unknown): string | RegExp {
  if (typeof text === 'string' || Object.prototype.toString.call(text) === '[object RegExp]')
    return text as string | RegExp;
  throw new TypeError('toHaveSaid: give the text, or a regular expression');
}

function checkSaid(options: SaidOptions): void {
  checkOptions('toHaveSaid', options, ['by', 'conversationId', 'times']);
  requireTimes('toHaveSaid', options.times);
  if (options.by !== undefined && !['consumer', 'agent'].includes(options.by))
    throw new TypeError(`toHaveSaid: by is ${JSON.stringify(options.by)}; use 'consumer' or 'agent'`);
}
