import type { Account } from '../../domain/account.ts';
import type { Availability } from '../../domain/presence.ts';
import type {
  AgentFrame,
  AgentNotification,
  AgentNotifications,
  AgentRequests,
  RingBody,
} from '../../messaging/frames/agent-frames.ts';
import type { MessageAudience } from '../../messaging/frames/events.ts';
import { requireAccount } from '../state/require-account.ts';
import { accountOf, checkOptions } from './client-options.ts';
import type { AnyFrame, ClientsSetup } from './connection.ts';
import type { Heard } from './heard.ts';
import { createHeard } from './heard.ts';
import type { Inbox, WaitOptions } from './inbox.ts';
import { createInbox } from './inbox.ts';
import type { InConversation, SocketClient } from './socket-client.ts';
import type { Talk } from './talk.ts';
import { openTalk } from './talk.ts';

/** Who the agent is. */
export interface AgentClientOptions {
  /** Default: the first configured account. */
  readonly accountId?: string | undefined;
  /** The agent's login name. Default: the account's first agent; `agent` where none is configured */
  readonly username?: string | undefined;
  /** Whether the agent has rings from the start. Default: `'ONLINE'` */
  readonly availability?: Availability | undefined;
}

/** An offer of a conversation to the agent. */
export interface OfferedRing {
  readonly ringId: string;
  readonly conversationId: string;
  readonly consumerId: string;
  /** `-1`: any. */
  readonly skillId: string;
}

/** An agent who is logged in, on a socket that is told of rings and of the conversations the agent takes part in. */
export interface AgentClient extends SocketClient<AgentRequests, AgentNotifications, AgentFrame> {
  readonly username: string;
  /** The bearer of the login, which no call was made for. */
  readonly bearer: string;
  /** The old id, `{account}.{userId}`, and the newer one. */
  readonly agentId: string;
  readonly agentPid: string;
  setAvailability(availability: Availability): Promise<void>;
  /** The next ring that waits for this agent, each once: one that rings already, or is still to come. */
  nextRing(options?: WaitOptions): Promise<OfferedRing>;
  /**
   * Takes a conversation, and hears what was said in it so far. Resolves to its id.
   *
   * @param ring - default: the next one
   */
  acceptRing(ring?: OfferedRing, options?: WaitOptions): Promise<string>;
  /** @param ring - default: the next one */
  rejectRing(ring?: OfferedRing, options?: WaitOptions): Promise<void>;
  /** Says a text, to everybody or to agents and managers alone. Resolves to its sequence. */
  say(text: string, options?: InConversation & { readonly messageAudience?: MessageAudience }): Promise<number>;
  /** Gives the conversation to another skill: the agent leaves it, and it rings again. */
  transfer(skillId: string, options?: InConversation): Promise<void>;
}

type AgentTalk = Talk<AgentRequests, AgentNotifications, AgentFrame>;

/**
 * Logs an agent in, without a call, and opens the agent's client.
 *
 * @throws TypeError when an option is unknown, or the mock has no such account or agent.
 * @throws SocketRefusal when the mock refuses the handshake, or the availability.
 */
export async function openAgentClient(clients: ClientsSetup, options: AgentClientOptions = {}): Promise<AgentClient> {
  checkOptions('agentClient', options, ['accountId', 'username', 'availability']);
  const accountId = accountOf('agentClient', options.accountId, clients);
  const account = requireAccount(clients.accounts, accountId);
  const username = loginName(account, options.username, clients);
  const { bearer, userId, userPid: agentPid } = account.agentSessions.open(username, account.clock.nowSeconds());
  const agentId = `${accountId}.${userId}`;
  const heard = createHeard(({ originatorMetadata }) => originatorMetadata.id === agentPid);
  const ended = new Set<string>();
  const rings = createInbox<OfferedRing>({
    most: MOST_RINGS,
    isInOrder: false,
    seen: () => 'nothing rings',
    isGood: ({ ringId }) => !ended.has(ringId),
  });
  const talk: AgentTalk = await openTalk({
    clients,
    method: 'agentClient',
    accountId,
    path: `/ws_api/account/${accountId}/messaging/brand/${bearer}?v=2.1`,
    names: { publish: '.ams.ms.PublishEvent', update: '.ams.cm.UpdateConversationField' },
    heard,
    hint: 'await agent.acceptRing()',
    onNotification: (frame) => {
      hear(frame, { heard, rings, ended });
    },
    onEnd: rings.end,
  });
  const { connection, client } = talk;
  const nextRing = (method: string, wait?: WaitOptions): Promise<OfferedRing> =>
    rings.take({ method, what: 'a ring', fits: () => true }, wait);
  const answerRing = async (
    method: string,
    { ringId }: OfferedRing,
    ringState: 'ACCEPTED' | 'REJECTED',
  ): Promise<void> => {
    await connection.ask(method, '.ams.routing.UpdateRingState', { ringId, ringState });
  };
  const setAvailability = async (method: string, availability: Availability): Promise<void> => {
    const state = { channels: ['MESSAGING'], agentUserId: agentId, availability };
    await connection.ask(method, '.ams.routing.SetAgentState', state);
  };

  await setAvailability('agentClient', options.availability ?? 'ONLINE');
  await connection.ask('agentClient', '.ams.aam.SubscribeExConversations', { agentIds: [agentId] });
  await connection.ask('agentClient', '.ams.routing.SubscribeRoutingTasks', { brandId: accountId });
  return {
    ...client,
    username,
    bearer,
    agentId,
    agentPid,
    get conversationId() {
      return talk.current;
    },
    setAvailability: (availability) => setAvailability('setAvailability', availability),
    nextRing: (wait) => nextRing('nextRing', wait),
    acceptRing: async (ring, wait) => {
      const method = 'acceptRing';
      const taken = ring ?? (await nextRing(method, wait));
      await answerRing(method, taken, 'ACCEPTED');
      talk.current = taken.conversationId;
      const soFar = await connection.ask(method, '.ams.ms.QueryMessages', { dialogId: taken.conversationId });
      heard.tellEarlier(taken.conversationId, soFar.body);
      return taken.conversationId;
    },
    rejectRing: async (ring, wait) => {
      await answerRing('rejectRing', ring ?? (await nextRing('rejectRing', wait)), 'REJECTED');
    },
    transfer: async (skill, named) => {
      const conversationId = talk.conversationOf('transfer', named);
      const conversationField = [{ field: 'Skill', type: 'UPDATE', skill }];
      await connection.ask('transfer', '.ams.cm.UpdateConversationField', { conversationId, conversationField });
    },
  };
}

const MOST_RINGS = 1000;

/** The login name of an agent who may log in. @throws TypeError when nobody of that name may. */
function loginName(account: Account, typed: string | undefined, { settings }: ClientsSetup): string {
  const names = account.agents.map(({ username }) => username);
  const name = typed ?? names[0] ?? 'agent';
  if (names.includes(name) || !settings.closed) return name;
  throw new TypeError(
    `agentClient: account ${account.id} has no agent ${JSON.stringify(name)}, and this mock is closed; configured: ${names.join(', ') || 'none'}`,
  );
}

interface AgentEars {
  readonly heard: Heard;
  readonly rings: Inbox<OfferedRing>;
  readonly ended: Set<string>;
}

/** What a notification says of messages, rings and conversations. */
function hear(frame: AnyFrame, { heard, rings, ended }: AgentEars): void {
  const notification = frame as AgentNotification;
  switch (notification.type) {
    case '.ams.ms.OnlineEventDistribution':
      heard.tell(notification.body.dialogId, notification.body);
      return;
    case '.ams.routing.RingUpdated':
      hearRing(notification.body, rings, ended);
      return;
    case '.ams.aam.ExConversationChangeNotification':
      for (const { result } of notification.body.changes) {
        const { state, closeReason = 'SYSTEM' } = result.conversationDetails;
        if (state === 'CLOSE') heard.tellClosed(result.convId, closeReason);
      }
      return;
    case '.ams.routing.RoutingTaskNotification':
    case '.ams.routing.AgentStateNotification':
      return;
  }
}

function hearRing(body: RingBody, rings: Inbox<OfferedRing>, ended: Set<string>): void {
  const { ringId, ringState, convId: conversationId, consumerId, skillId } = body;
  if (ringState === 'WAITING') rings.put({ ringId, conversationId, consumerId, skillId });
  else if (ended.size < MOST_RINGS) ended.add(ringId);
}
