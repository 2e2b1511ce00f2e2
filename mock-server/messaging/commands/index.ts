import type { Command } from './command.ts';
import { generateDownloadUrl, generateUploadUrl } from './file-urls.ts';
import { publishEvent } from './publish-event.ts';
import { requestConversation } from './request-conversation.ts';
import { updateConversationField } from './update-conversation-field.ts';
import { setUserProfile } from './user-profile.ts';

/** Commands by their short type names. */
export type Commands = ReadonlyMap<string, Command>;

/** What the Send API's `/send` and the sockets of both sides carry out. */
export const COMMANDS: Commands = new Map<string, Command>([
  ['userprofile.SetUserProfile', setUserProfile],
  ['cm.UpdateConversationField', updateConversationField],
  ['ms.PublishEvent', publishEvent],
  ['ms.GenerateURLForUploadFile', generateUploadUrl],
  ['ms.GenerateURLForDownloadFile', generateDownloadUrl],
]);

/** What a consumer can ask for beside that: in a batch of the Send API, and on a socket. */
export const CONSUMER_COMMANDS: Commands = new Map<string, Command>([
  ...COMMANDS,
  ['cm.ConsumerRequestConversation', requestConversation],
]);
