import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';

/** `userprofile.SetUserProfile`: any object is taken. */
export function setUserProfile(body: JsonObject, { account, actor }: CommandScene): CommandResult {
  if (actor.side === 'consumer') account.profiles.set(actor.id, body);
  return textResult('OK User Profile set successfully');
}

/** `userprofile.GetUserProfile`: one's own, or for an agent that of the consumer whom the body names. */
export function getUserProfile({ userId: asked }: JsonObject, { account, actor }: CommandScene): CommandResult {
  if (asked === undefined || asked === null || asked === '' || asked === actor.id)
    return profileOf(actor.id, actor.side === 'agent' ? undefined : (account.profiles.find(actor.id) ?? {}));
  if (typeof asked !== 'string') return refuse('BAD_REQUEST', 'command-malformed', 'userId must be a text');
  if (actor.side === 'consumer') return refuse('40103', 'conversation-foreign', 'the profile is of another consumer');
  return profileOf(asked, account.profiles.find(asked) ?? {});
}

/** An agent's own says no more than who he is. */
function profileOf(userId: string, profile: JsonObject | undefined): CommandResult {
  const name = 'userprofile.GetUserProfile';
  if (profile === undefined) return { name, body: { userId } };
  const { firstName = '', lastName = '', authenticatedData = {}, privateData = {}, claims = {}, acr = '' } = profile;
  return { name, body: { userId, firstName, lastName, authenticatedData, privateData, claims, acr } };
}
