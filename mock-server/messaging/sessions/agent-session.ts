import type { Scheduled } from '../../clock.ts';
import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import { activeParticipants } from '../../domain/conversation.ts';
import type { Happening } from '../../domain/event-log.ts';
import type { Session } from '../../http/socket.ts';
import { requestConversation } from '../commands/agent-request-conversation.ts';
import { COMMANDS } from '../commands/index.ts';
import { queryMessages } from '../commands/query-messages.ts';
import { getUserProfile } from '../commands/user-profile.ts';
import { longDialect } from '../dialects/long.ts';
import type { SocketSetup } from '../socket-setup.ts';
import type { SocketAgent } from './agent-routing.ts';
import { agentRoutingCommands } from './agent-routing.ts';
import { createConversationSubscriptions } from './conversation-subscriptions.ts';
import type { SocketCommands } from './requests.ts';
import { carryOutRequest, EVERYBODYS } from './requests.ts';
import { createSession } from './session.ts';
import type { Side, Socket } from './side.ts';

/** Opens the socket of an agent who has logged in. It speaks the long dialect. */
export function openAgentSession(setup: SocketSetup, account: Account, login: AgentSession): Session {
  return createSession(setup, (socket) => createAgentSide(setup, account, login, socket));
}

function createAgentSide(setup: SocketSetup, account: Account, login: AgentSession, socket: Socket): Side {
  const { settings, clock, ids } = setup;
  const agent: SocketAgent = {
    side: 'agent',
    id: `${account.id}.${login.userId}`,
    pid: login.userPid,
    skills: account.agents.find(({ username }) => username === login.loginName)?.skills ?? [],
  };
  endWithLogin(setup, account, login, socket);
  const conversations = createConversationSubscriptions(socket, longDialect, () => true);
  /** What is said in a conversation comes to each agent in it, without any subscription. */
  const tellMessage = ({ conversation, published }: Happening): void => {
    if (published === undefined || !activeParticipants(conversation).some(({ pid }) => pid === agent.pid)) return;
    for (const each of longDialect.messageBodies(conversation, [published]))
      socket.notify('ms.MessagingEventNotification', each);
  };
  socket.onEnd(
    account.events.read((happening) => {
      tellMessage(happening);
      conversations.tell(happening);
    }),
  );
  const own: SocketCommands = {
    ...EVERYBODYS,
    ...agentRoutingCommands(socket, account, agent, ids),
    'cqm.SubscribeExConversations': conversations.subscribe,
    'cqm.UnsubscribeExConversations': conversations.unsubscribe,
    'cm.AgentRequestConversation': requestConversation,
    'ms.QueryMessages': (body, scene) => queryMessages(body, scene, longDialect),
    'userprofile.GetUserProfile': getUserProfile,
  };
  return {
    name: 'agent',
    who: () => login.loginName,
    dialect: longDialect,
    carryOut: (request, { deviations }) =>
      carryOutRequest(
        request,
        { account, actor: agent, clock, ids, settings, deviations, origin: 'socket' },
        own,
        COMMANDS,
      ),
  };
}

/** An agent's identity is none that a customer vouches for (decision D25). */
const LOGIN_ENDED = 4407;

/** The socket ends with the login: at a logout, or when the session expires, which each refresh puts off (D54). */
function endWithLogin({ settings, clock }: SocketSetup, account: Account, login: AgentSession, socket: Socket): void {
  let timer: Scheduled | undefined;
  const watch = (): void => {
    timer = clock.schedule(login.expiresAtSeconds * 1000, () => {
      if (clock.now() < login.expiresAtSeconds * 1000) watch();
      else
        socket.end(
          LOGIN_ENDED,
          'agent-session-ended',
          "the agent's session expired while the socket was open (ums.closeOnExpiry)",
        );
    });
  };
  if (settings.ums.closeOnExpiry) watch();
  socket.onEnd(() => timer?.cancel());
  socket.onEnd(
    account.agentSessions.onClose(login, () => {
      socket.end(LOGIN_ENDED, 'agent-session-ended', 'the agent logged out');
    }),
  );
}
