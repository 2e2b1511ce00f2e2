import { agentGroupEntities } from '../../domain/configuration.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { Members } from './reading.ts';
import { listAnswer, recordAnswer, requireConfiguration } from './reading.ts';

/** Which members a list has without `select` no page says: those of the skills (decision D93). */
const MEMBERS: Members = { usual: 'id,deleted,name', summary: 'id,deleted,name' };

/** The agent groups of an account. Source: Agent Groups API, "Get all Agent Groups" and "Appendix". */
export const listAgentGroups: EndpointHandler = {
  handle: (context) => listAnswer(context, agentGroupEntities(requireConfiguration(context)), MEMBERS),
};

/** One of them, with all members. Source: Agent Groups API, "Get Agent Group by ID". */
export const readAgentGroup: EndpointHandler = {
  handle: (context) => recordAnswer(context, 'agent group', agentGroupEntities(requireConfiguration(context)), MEMBERS),
};
