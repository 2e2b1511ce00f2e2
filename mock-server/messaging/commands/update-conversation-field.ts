import type { Conversation } from '../../domain/conversation.ts';
import type { ConversationChange } from '../../domain/conversations.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';
import { requireConversation, requireOpen } from './command.ts';
import type { FieldChange } from './field-change.ts';
import { changesOfAgent } from './agent-fields.ts';

/** How many fields one request may change. */
const MOST_FIELDS = 20;

/**
 * `cm.UpdateConversationField`: closes a conversation or changes what is said of it. Of several fields all are changed
 * or none, and the sentence is that of the first.
 */
export function updateConversationField(body: JsonObject, scene: CommandScene): CommandResult {
  const fields = requireFields(body['conversationField'], scene);
  const conversation = requireConversation(body['conversationId'], scene);
  const changes = fields.map((field) => changeOf(field, conversation, scene));
  if (changes.some(({ isForLiving }) => isForLiving)) requireOpen(conversation);
  apply(changes, conversation, scene);
  return textResult(changes[0]?.text ?? 'OK');
}

/** A field comes as an object or in an array; the Send API takes one. */
function requireFields(value: unknown, { origin }: CommandScene): readonly JsonObject[] {
  const most = origin === 'http' ? 1 : MOST_FIELDS;
  const list: readonly unknown[] =
    Array.isArray(value) && value.length > 0 && value.length <= most ? (value as readonly unknown[]) : [value];
  return list.map((field) => {
    if (!isObject(field))
      return refuse(
        'BAD_REQUEST',
        'command-malformed',
        `conversationField is ${describeJson(field)}; it must be an object, or an array of ${most === 1 ? 'one' : `at most ${String(most)}`}`,
      );
    return typeof field['field'] === 'string'
      ? field
      : refuse('BAD_REQUEST', 'command-malformed', 'conversationField.field is missing');
  });
}

/** Three spellings of closing are in use; each other state or dialog is refused. */
function changeOf(field: JsonObject, conversation: Conversation, scene: CommandScene): FieldChange {
  switch (field['field']) {
    case 'ConversationStateField':
    case 'Stage':
      return closing(field['conversationState'], 'conversationState');
    case 'DialogChange':
      return closingDialog(field['dialog'], conversation.id);
    case 'CSATRate':
      return rating(field);
    default:
      return scene.actor.side === 'agent' ? changesOfAgent(field, conversation, scene) : {};
  }
}

function closing(state: unknown, name: string): FieldChange {
  if (state !== 'CLOSE') refuse('BAD_REQUEST', 'command-malformed', `${name} must be CLOSE`);
  return { text: 'OK Conversation resolved successfully', closes: true, isForLiving: true };
}

function closingDialog(dialog: unknown, conversationId: string): FieldChange {
  if (!isObject(dialog))
    return refuse('BAD_REQUEST', 'command-malformed', `dialog is ${describeJson(dialog)}; it must be an object`);
  if (dialog['dialogId'] !== conversationId)
    return refuse('BAD_REQUEST', 'dialog-mismatch', 'dialog.dialogId is not the MAIN dialog of the conversation');
  return closing(dialog['state'], 'dialog.state');
}

/** Taken of a closed conversation as well. */
function rating({ csatRate }: JsonObject): FieldChange {
  return typeof csatRate === 'number' ? { change: () => ({ csatRate }) } : {};
}

/** All that was found good, in one event; a close comes last. */
function apply(changes: readonly FieldChange[], conversation: Conversation, { account, actor }: CommandScene): void {
  const { conversations } = account;
  let whole: ConversationChange | undefined;
  for (const { change, isNews = true } of changes) {
    if (change === undefined || !isNews) continue;
    whole = { ...whole, ...change({ ...conversation, ...whole }) };
  }
  const closes = changes.some((each) => each.closes);
  if (whole !== undefined && !closes) conversations.change(conversation, whole);
  if (closes) conversations.close(conversation, actor.side === 'consumer' ? 'CONSUMER' : 'AGENT', whole);
}
