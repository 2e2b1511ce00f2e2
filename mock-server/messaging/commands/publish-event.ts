import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import { deviate } from '../../errors/deviate.ts';
import type { Audience, Conversation, Participant } from '../../domain/conversation.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import type { ActingAgent, CommandScene } from './command.ts';
import { participantOf, requireConversation, requireOpen } from './command.ts';
import { checkUploaded } from './file-urls.ts';

/** What an event of each type must hold, in words, and how to see it. Events with `sequenced` get a sequence number. */
interface EventRule {
  readonly sequenced: boolean;
  readonly wants: string;
  fits(event: JsonObject): boolean;
  /** What the pages ask for beyond that, where this mock only notes it; undefined when all is as they say. */
  departure?(event: JsonObject): string | undefined;
}

const RECEIPTS: readonly unknown[] = ['ACCEPT', 'READ', 'ACCESS', 'NACK', 'ACTION'];
const CHAT_STATES: readonly unknown[] = ['ACTIVE', 'INACTIVE', 'GONE', 'COMPOSING', 'PAUSE', 'BACKGROUND'];

const EVENT_RULES: ReadonlyMap<unknown, EventRule> = new Map<unknown, EventRule>([
  [
    'ContentEvent',
    {
      sequenced: true,
      wants: 'message (text, or an object for hosted/file)',
      fits: ({ message }) => typeof message === 'string' || isObject(message),
      departure: contentDeparture,
    },
  ],
  ['RichContentEvent', { sequenced: true, wants: 'content (an object)', fits: ({ content }) => isObject(content) }],
  [
    'AcceptStatusEvent',
    {
      sequenced: true,
      wants: `status (${RECEIPTS.join(', ')}) and sequenceList (an array)`,
      fits: ({ status, sequenceList }) => RECEIPTS.includes(status) && Array.isArray(sequenceList),
      departure: ({ sequenceList }) =>
        (sequenceList as readonly unknown[]).every(Number.isInteger)
          ? undefined
          : 'sequenceList holds something other than whole numbers',
    },
  ],
  [
    'ChatStateEvent',
    {
      sequenced: false,
      wants: `chatState (${CHAT_STATES.join(', ')})`,
      fits: ({ chatState }) => CHAT_STATES.includes(chatState),
    },
  ],
]);

/** `ms.PublishEvent`: content and receipts get the next sequence of the conversation, a chat state gets none. */
export function publishEvent(body: JsonObject, scene: CommandScene): CommandResult {
  const { dialogId, conversationId, event } = body;
  if (dialogId === undefined) refuse('BAD_REQUEST', 'command-malformed', 'dialogId is missing');
  const rule = requireRule(event);
  const conversation = requireConversation(dialogId, scene);
  if (conversationId !== undefined && conversationId !== conversation.id) {
    refuse('BAD_REQUEST', 'dialog-mismatch', 'conversationId and dialogId do not belong together');
  }
  requireOpen(conversation);
  const departure = rule.departure?.(event as JsonObject);
  if (departure !== undefined) deviate(scene, 'event-content', departure, 'BAD_REQUEST');
  const file = fileIn(event as JsonObject);
  if (file !== undefined) checkUploaded(file, scene);
  const { sequence } = scene.account.conversations.publish(
    conversation,
    { from: requireSender(conversation, scene), audience: audienceOf(body, scene), event: event as JsonObject },
    rule.sequenced,
  );
  return { name: 'ms.PublishEvent', body: sequence === undefined ? {} : { sequence } };
}

/** As whom somebody speaks. An agent who does not take part is heard all the same, unless the mock is strict. */
function requireSender(conversation: Conversation, scene: CommandScene): Participant {
  const sender = participantOf(conversation, scene.actor);
  if (sender !== undefined) return sender;
  deviate(scene, 'sender-not-participant', 'the agent does not take part in the conversation', 'BAD_REQUEST');
  const { id, pid } = scene.actor as ActingAgent;
  return { id, pid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
}

/** What consumers say is for all; agents may keep something among themselves. */
function audienceOf({ messageAudience }: JsonObject, { actor }: CommandScene): Audience {
  if (messageAudience === undefined || actor.side === 'consumer') return 'ALL';
  return messageAudience === 'ALL' || messageAudience === 'AGENTS_AND_MANAGERS'
    ? messageAudience
    : refuse('BAD_REQUEST', 'command-malformed', 'messageAudience must be ALL or AGENTS_AND_MANAGERS');
}

function requireRule(event: unknown): EventRule {
  if (!isObject(event))
    return refuse('BAD_REQUEST', 'command-malformed', `event is ${describeJson(event)}; it must be an object`);
  const { type } = event;
  const rule = EVENT_RULES.get(type);
  if (rule === undefined)
    return refuse(
      'BAD_REQUEST',
      'command-malformed',
      `event.type must be one of ${[...EVENT_RULES.keys()].join(', ')}`,
    );
  return rule.fits(event) ? rule : refuse('BAD_REQUEST', 'command-malformed', `${String(type)} needs ${rule.wants}`);
}

/** A text is `text/plain`, a file an object with its path. */
function contentDeparture({ contentType, message }: JsonObject): string | undefined {
  if (contentType === 'text/plain')
    return typeof message === 'string' ? undefined : 'the message of text/plain is not a string';
  if (contentType !== 'hosted/file') return 'contentType is neither text/plain nor hosted/file';
  return isObject(message) && typeof message['relativePath'] === 'string'
    ? undefined
    : 'the message of hosted/file is not an object with a relativePath';
}

/** The path of the file that a message is about. */
function fileIn({ contentType, message }: JsonObject): string | undefined {
  const path = contentType === 'hosted/file' && isObject(message) ? message['relativePath'] : undefined;
  return typeof path === 'string' ? path : undefined;
}
