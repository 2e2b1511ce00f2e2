import { skillEntities } from '../../domain/configuration.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { Members } from './reading.ts';
import { listAnswer, recordAnswer, requireConfiguration } from './reading.ts';

/** Documented. */
const MEMBERS: Members = { usual: 'id,deleted,name', summary: 'id,deleted,name' };

/** The skills of an account. Source: Skills API, "Get all skills" and "Appendix" (decision D93). */
export const listSkills: EndpointHandler = {
  handle: (context) => listAnswer(context, skillEntities(requireConfiguration(context)), MEMBERS),
};

/** One of them, with all members. Source: Skills API, "Get skill by ID". */
export const readSkill: EndpointHandler = {
  handle: (context) => recordAnswer(context, 'skill', skillEntities(requireConfiguration(context)), MEMBERS),
};
