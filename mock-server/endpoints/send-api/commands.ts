import type { CommandReply } from '../../errors/refusal.ts';
import { refuse } from '../../errors/refusal.ts';
import { requestId } from '../../errors/request-id.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import type { Command, CommandScene } from './command.ts';
import { updateConversationField } from './conversation-field.ts';
import { generateDownloadUrl, generateUploadUrl } from './file-urls.ts';
import { publishEvent } from './publish-event.ts';
import { requestConversation } from './request-conversation.ts';
import { shortType } from './request.ts';

/** Commands by their short type names. */
export type Commands = ReadonlyMap<string, Command>;

/** What `/send` carries out. */
export const SEND_COMMANDS: Commands = new Map<string, Command>([
  ['userprofile.SetUserProfile', () => ({ msg: 'OK User Profile set successfully' })],
  ['cm.UpdateConversationField', updateConversationField],
  ['ms.PublishEvent', publishEvent],
  ['ms.GenerateURLForUploadFile', generateUploadUrl],
  ['ms.GenerateURLForDownloadFile', generateDownloadUrl],
]);

/** What an item of a batch may be: a conversation is opened in a batch and nowhere else. */
export const BATCH_COMMANDS: Commands = new Map([
  ...SEND_COMMANDS,
  ['cm.ConsumerRequestConversation', requestConversation],
]);

/** Carries out one request object. @throws Refusal BAD_REQUEST, or 40103 for a conversation of another consumer. */
export function carryOut(request: JsonObject, scene: CommandScene, commands: Commands): CommandReply {
  const type = shortType(request);
  const command = type === undefined ? undefined : commands.get(type);
  if (command === undefined)
    return refuse('BAD_REQUEST', 'command-unknown', `type must be one of ${[...commands.keys()].join(', ')}`);
  const { body } = request;
  if (!isObject(body))
    return refuse('BAD_REQUEST', 'command-malformed', `body is ${describeJson(body)}; it must be an object`);
  return { code: 'OK', body: command(body, scene), reqId: requestId(request) };
}
