import type { LoadableRow } from '../endpoint.ts';

const BASE = '/api/account/{account}/configuration';
const service = 'accountConfigReadOnly';

/** Both spellings: clients put a slash behind. */
const spellings = (path: string): string[] => [`${BASE}/${path}`, `${BASE}/${path}/`];

/** Account configuration. */
export const accountConfigRows: readonly LoadableRow[] = [
  {
    id: 'account-config.connectors',
    service: 'acCdnDomain',
    method: 'GET',
    paths: [`${BASE}/le-connectors/all-connectors`],
    title: 'connector list',
    load: async () => (await import('./connectors.ts')).connectorList,
  },
  {
    id: 'account-config.users',
    service,
    method: 'GET',
    paths: spellings('le-users/users'),
    query: 'v=4.0&select=$all',
    title: 'account configuration: users',
    load: async () => (await import('./users.ts')).listUsers,
  },
  {
    id: 'account-config.user',
    service,
    method: 'GET',
    paths: spellings('le-users/users/{id}'),
    query: 'v=4.0',
    title: 'account configuration: one user',
    load: async () => (await import('./users.ts')).readUser,
  },
  {
    id: 'account-config.skills',
    service,
    method: 'GET',
    paths: spellings('le-users/skills'),
    query: 'v=4.0',
    title: 'account configuration: skills',
    load: async () => (await import('./skills.ts')).listSkills,
  },
  {
    id: 'account-config.skill',
    service,
    method: 'GET',
    paths: spellings('le-users/skills/{id}'),
    query: 'v=4.0',
    title: 'account configuration: one skill',
    load: async () => (await import('./skills.ts')).readSkill,
  },
  {
    id: 'account-config.agent-groups',
    service,
    method: 'GET',
    paths: spellings('le-users/agentGroups'),
    query: 'v=4.0',
    title: 'account configuration: agent groups',
    load: async () => (await import('./agent-groups.ts')).listAgentGroups,
  },
  {
    id: 'account-config.agent-group',
    service,
    method: 'GET',
    paths: spellings('le-users/agentGroups/{id}'),
    query: 'v=4.0',
    title: 'account configuration: one agent group',
    load: async () => (await import('./agent-groups.ts')).readAgentGroup,
  },
  {
    id: 'account-config.status-reasons',
    service,
    method: 'GET',
    paths: spellings('le-agents/status-reasons'),
    title: 'account configuration: why agents may be away',
    load: async () => (await import('./status-reasons.ts')).listStatusReasons,
  },
  {
    id: 'account-config.canned-responses',
    service,
    method: 'GET',
    paths: spellings('engagement-window/canned-responses'),
    query: 'v=2.0',
    title: 'account configuration: predefined content',
    load: async () => (await import('./canned-responses.ts')).listCannedResponses,
  },
  {
    id: 'account-config.categories',
    service,
    method: 'GET',
    paths: spellings('le-categories/categories'),
    query: 'v=2.0',
    title: 'account configuration: categories of predefined content',
    load: async () => (await import('./categories.ts')).listCategories,
  },
];
