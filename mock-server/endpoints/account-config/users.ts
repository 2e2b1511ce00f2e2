import { userEntities } from '../../domain/configuration.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { Members } from './reading.ts';
import { listAnswer, recordAnswer, requireConfiguration } from './reading.ts';

/** Documented. */
const MEMBERS: Members = { usual: 'id,pid,deleted,loginName', summary: 'id,pid,deleted,loginName' };

/**
 * The users of an account: its agents, and who has logged in.
 *
 * Source: Users API, "Get all Users" and "Appendix". The pages print ids and flags as texts and call them numbers and
 * booleans; here they are these (decision D93).
 */
export const listUsers: EndpointHandler = {
  handle: (context) => listAnswer(context, userEntities(requireConfiguration(context)), MEMBERS),
};

/** One of them, with all members. Source: Users API, "Get User by ID". */
export const readUser: EndpointHandler = {
  handle: (context) => recordAnswer(context, 'user', userEntities(requireConfiguration(context)), MEMBERS),
};
