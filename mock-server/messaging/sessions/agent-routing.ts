import { effectiveTtr } from '../../domain/conversation.ts';
import type { Account } from '../../domain/account.ts';
import type { AgentPresence, Availability } from '../../domain/presence.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { Ids } from '../../ids.ts';
import type { ActingAgent } from '../commands/command.ts';
import { textResult } from '../dialects/dialect.ts';
import type { Ring } from '../routing.ts';
import { RING_MS, routingOf } from '../routing.ts';
import { MOST_SUBSCRIPTIONS } from './conversation-subscriptions.ts';
import type { SocketCommands } from './requests.ts';
import type { Socket } from './side.ts';

/** The agent at a socket, and what he can do. */
export interface SocketAgent extends ActingAgent {
  readonly skills: readonly string[];
}

const AVAILABILITIES: readonly Availability[] = ['ONLINE', 'AWAY', 'BACK_SOON', 'OFFLINE', 'OCCUPIED'];

/** What an agent asks about rings and about who is there. */
export function agentRoutingCommands(socket: Socket, account: Account, agent: SocketAgent, ids: Ids): SocketCommands {
  const taskSubscriptions: string[] = [];
  const stateSubscriptions: string[] = [];
  let isTold = false;

  const notifyTask = (subscriptionId: string, rings: readonly Ring[]): void => {
    const changes = rings.map((ring) => ({ type: 'UPSERT', result: taskOf(ring, account.id) }));
    socket.notify('routing.RoutingTaskNotification', { subscriptionId, changes });
  };
  const onRing = (ring: Ring): void => {
    if (!isTold) return;
    for (const subscriptionId of taskSubscriptions) notifyTask(subscriptionId, [ring]);
    socket.notify('routing.RingUpdated', ringMembers(ring));
  };
  const notifyState = (subscriptionId: string, agents: readonly AgentPresence[]): void => {
    const changes = agents.map(({ id, availability }) => ({
      type: 'UPSERT',
      result: { agentUserId: id, channels: ['MESSAGING'], availability, description: '' },
    }));
    socket.notify('routing.AgentStateNotification', { subscriptionId, changes });
  };
  const newSubscription = (list: string[]): string => {
    if (list.length >= MOST_SUBSCRIPTIONS)
      refuse('BAD_REQUEST', 'command-malformed', `a socket has at most ${String(MOST_SUBSCRIPTIONS)} subscriptions`);
    const subscriptionId = ids.uuid();
    list.push(subscriptionId);
    return subscriptionId;
  };

  return {
    'routing.SetAgentState': ({ availability }, { clock }) => {
      const known = AVAILABILITIES.find((each) => each === availability);
      if (known === undefined)
        return refuse('BAD_REQUEST', 'command-malformed', `availability must be one of ${AVAILABILITIES.join(', ')}`);
      account.presence.set({ id: agent.id, pid: agent.pid, availability: known, sinceMs: clock.now() });
      return textResult('Agent state updated successfully', 202);
    },
    'routing.SubscribeRoutingTasks': () => {
      const subscriptionId = newSubscription(taskSubscriptions);
      const routing = routingOf(account);
      if (!isTold) socket.onEnd(routing.join({ ...agent, onRing }));
      isTold = true;
      const rings = routing.waiting(agent.pid);
      notifyTask(subscriptionId, rings);
      for (const ring of rings) socket.notify('routing.RingUpdated', ringMembers(ring));
      return { name: 'GenericSubscribe', body: { subscriptionId } };
    },
    'routing.UpdateRoutingTaskSubscription': () => textResult('OK'),
    'routing.UpdateRingState': ({ ringId, ringState }) => {
      const routing = routingOf(account);
      const ring = typeof ringId === 'string' ? routing.find(ringId, agent.pid) : undefined;
      if (ring === undefined)
        return refuse('BAD_REQUEST', 'ring-unknown', 'no ring of that id waits for this agent: it ended, or was never');
      if (ringState === 'ACCEPTED') routing.accept(ring);
      else if (ringState === 'REJECTED') routing.reject(ring);
      else refuse('BAD_REQUEST', 'command-malformed', 'ringState must be ACCEPTED or REJECTED');
      return textResult('Ring state updated successfully', 202);
    },
    'routing.SubscribeAgentsState': ({ agentId }) => {
      const subscriptionId = newSubscription(stateSubscriptions);
      const isMeant = ({ id, pid }: AgentPresence): boolean =>
        typeof agentId !== 'string' || agentId === id || agentId === pid;
      socket.onEnd(
        account.presence.read((each) => {
          if (isMeant(each)) notifyState(subscriptionId, [each]);
        }),
      );
      notifyState(subscriptionId, account.presence.list().filter(isMeant));
      return { name: 'GenericSubscribe', body: { subscriptionId } };
    },
  };
}

function taskOf(ring: Ring, accountId: string): JsonObject {
  const { id, conversation, state, skillId, expiresAtMs } = ring;
  const { id: convId, consumerId } = conversation;
  return {
    taskCompleted: state === 'ACCEPTED' || state === 'CANCELLED',
    conversationId: convId,
    consumerId,
    skillId,
    brandId: accountId,
    routingTaskId: convId,
    ringsDetails: [
      {
        ringId: id,
        ringExpiration: RING_MS,
        ringExpirationTs: expiresAtMs,
        ringState: state,
        weight: effectiveTtr(conversation),
        convId,
        consumerId,
        skillId,
      },
    ],
  };
}

function ringMembers({ id, conversation, state, skillId }: Ring): JsonObject {
  const { id: convId, consumerId } = conversation;
  return { ringId: id, ringState: state, convId, consumerId, skillId, routingTaskId: convId };
}
