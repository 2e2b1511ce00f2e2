import type { Account } from '../../domain/account.ts';
import type { Availability } from '../../domain/presence.ts';
import { knownUsers } from '../../domain/users.ts';
import { json } from '../../http/answer.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { requireReader } from '../reader.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { readList, requireBody } from './body.ts';
import { metadataOf } from './paging.ts';

/**
 * How available agents are, by what each has told on the agents' socket.
 *
 * Source: Agent Metrics API, "Agent Status". The page tells of agents who are logged in alone; here an agent who is
 * asked for by id and is not there is OFFLINE (decision D80).
 */
export const agentStatus: EndpointHandler = {
  handle: (context) => {
    const account = requireAccount(context, 'history_unauthorized');
    requireReader(context, account, 'history_unauthorized');
    const { agentIds, status, skillIds } = readFilter(context);
    const found = agentIds === undefined ? presentAgents(account, context) : namedAgents(account, agentIds);
    const records = found
      .filter(({ availability }) => status === undefined || status.includes(availability))
      .filter(({ skills }) => skillIds === undefined || hasAny(skills, skillIds))
      .map(({ userId, availability }) => ({ agentId: userId, currentStatus: availability }));
    return json(200, {
      _metadata: metadataOf(context, records.length),
      accountID: account.id,
      agentStatusRecords: records,
    } satisfies SuccessBody<'history.agent-status'>);
  },
};

/** An agent of the account, whether there or not. */
interface Agent {
  readonly userId: string;
  readonly pid: string;
  readonly availability: Availability;
  /** None: all, as for rings (decision D72). */
  readonly skills: readonly string[];
}

function hasAny(skills: readonly string[], skillIds: readonly string[]): boolean {
  return skills.length === 0 || skills.some((id) => skillIds.includes(id));
}

/** Everybody who has logged in or told how available he is. */
function allAgents(account: Account): readonly Agent[] {
  const told = new Map(account.presence.list().map(({ pid, availability }) => [pid, availability]));
  return knownUsers(account).map(({ id, pid, skills }) => {
    return { userId: id, pid, availability: told.get(pid) ?? 'OFFLINE', skills };
  });
}

/** Who is logged in, or is there without a login, as the scripted agent is. */
function presentAgents(account: Account, { clock }: EndpointContext): readonly Agent[] {
  const nowSeconds = clock.nowSeconds();
  return allAgents(account).filter(
    ({ pid, availability }) => availability !== 'OFFLINE' || (account.agentSessions.lastEnd(pid) ?? 0) > nowSeconds,
  );
}

/** Those of the ids that are an agent's, in the order they are asked in, each once. */
function namedAgents(account: Account, ids: readonly string[]): readonly Agent[] {
  const byId = new Map(
    allAgents(account).flatMap((agent) =>
      [agent.userId, `${account.id}.${agent.userId}`, agent.pid].map((id) => [id, agent] as const),
    ),
  );
  return [...new Set(ids.flatMap((id) => byId.get(id) ?? []))];
}

interface Filter {
  readonly agentIds: readonly string[] | undefined;
  readonly status: readonly string[] | undefined;
  readonly skillIds: readonly string[] | undefined;
}

/** @throws Refusal `history_bad_request` when the body is no object, or a filter is no list. */
function readFilter(context: EndpointContext): Filter {
  const body = requireBody(context, '{"agentIds":["3705342610"]}');
  return {
    agentIds: readList(body, 'agentIds'),
    status: readList(body, 'status'),
    skillIds: readList(body, 'skillIds'),
  };
}
