import { isTooLongAName } from '../../domain/name.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import type { ActingAgent, CommandScene } from './command.ts';
import { participantOf } from './command.ts';

/**
 * `cm.AgentRequestConversation`: an agent opens a conversation with a consumer, and is in it from the start. What the
 * real request has to say is not public; `consumerId` or `userId` names the consumer here.
 */
export function requestConversation(body: JsonObject, scene: CommandScene): CommandResult {
  const { account } = scene;
  const agent = scene.actor as ActingAgent;
  const consumerId = body['consumerId'] ?? body['userId'];
  if (typeof consumerId !== 'string' || consumerId === '' || isTooLongAName(consumerId))
    return refuse('BAD_REQUEST', 'command-malformed', 'consumerId must name a consumer');
  if (account.conversations.openOf(consumerId) !== undefined)
    return refuse('BAD_REQUEST', 'conversation-already-open', 'a consumer has one open conversation at the most');
  if (account.memory.isFull())
    return refuse('BAD_REQUEST', 'memory-full', 'open conversations alone take all the memory of limits.megabytes');
  const conversation = account.conversations.open(consumerId);
  if (participantOf(conversation, agent) === undefined)
    account.conversations.change(conversation, {
      participants: [
        ...conversation.participants,
        { id: agent.id, pid: agent.pid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' },
      ],
    });
  return { name: 'cm.RequestConversation', body: { conversationId: conversation.id } };
}
