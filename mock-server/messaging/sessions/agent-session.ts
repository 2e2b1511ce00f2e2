import type { AgentSession } from '../../domain/agent.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Session } from '../../http/socket.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { longDialect } from '../dialects/long.ts';
import type { FrameRequest } from '../frame.ts';
import type { SocketSetup } from '../socket-setup.ts';
import { createSession } from './session.ts';

/** Opens the socket of an agent who has logged in. It speaks the long dialect. */
export function openAgentSession(setup: SocketSetup, agent: AgentSession): Session {
  const carryOut = ({ command }: FrameRequest): CommandResult => {
    if (command === 'GetClock') return { name: 'GetClock', body: { currentTime: setup.clock.now() } };
    return refuse('BAD_REQUEST', 'command-unknown', `the socket of ${agent.loginName} has no request of that type`);
  };
  return createSession(setup, () => ({ name: 'agent', who: () => agent.loginName, dialect: longDialect, carryOut }));
}
