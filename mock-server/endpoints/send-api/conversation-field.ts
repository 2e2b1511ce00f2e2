import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import type { CommandScene } from './command.ts';
import { requireConversation, requireOpen } from './command.ts';

/** `cm.UpdateConversationField`: closes a conversation, or takes note of any other field. */
export function updateConversationField(body: JsonObject, scene: CommandScene): JsonObject {
  const field = requireField(body['conversationField']);
  const conversation = requireConversation(body['conversationId'], scene);
  if (!closes(field, conversation.id)) return { msg: 'OK' };
  requireOpen(conversation);
  scene.account.conversations.close(conversation);
  return { msg: 'OK Conversation resolved successfully' };
}

/** The field comes as an object or as an array of one. */
function requireField(value: unknown): JsonObject {
  const field: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isObject(field))
    return refuse(
      'BAD_REQUEST',
      'command-malformed',
      `conversationField is ${describeJson(field)}; it must be an object, or an array of one`,
    );
  return typeof field['field'] === 'string'
    ? field
    : refuse('BAD_REQUEST', 'command-malformed', 'conversationField.field is missing');
}

/** Three spellings of closing are in use; each other state or dialog is refused. */
function closes(field: JsonObject, conversationId: string): boolean {
  switch (field['field']) {
    case 'ConversationStateField':
    case 'Stage':
      return requireClose(field['conversationState'], 'conversationState');
    case 'DialogChange':
      return closesDialog(field['dialog'], conversationId);
    default:
      return false;
  }
}

function closesDialog(dialog: unknown, conversationId: string): boolean {
  if (!isObject(dialog))
    return refuse('BAD_REQUEST', 'command-malformed', `dialog is ${describeJson(dialog)}; it must be an object`);
  if (dialog['dialogId'] !== conversationId)
    return refuse('BAD_REQUEST', 'dialog-mismatch', 'dialog.dialogId is not the MAIN dialog of the conversation');
  return requireClose(dialog['state'], 'dialog.state');
}

function requireClose(state: unknown, name: string): true {
  return state === 'CLOSE' ? true : refuse('BAD_REQUEST', 'command-malformed', `${name} must be CLOSE`);
}
