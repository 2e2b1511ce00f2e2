import type * as v from 'valibot';
import type { AccountSettings } from '../domain/account-options.ts';
import { accountSchema } from '../domain/account-schema.ts';
import { agentSchema } from '../domain/agent-script-schema.ts';
import type { AgentOption } from '../domain/agent-script.ts';
import { cut } from '../memory/cut.ts';
import { DEFAULTS } from './defaults.ts';
import type { FailedCheck } from './first-issues.ts';
import { checkFirst, issueLines } from './first-issues.ts';
import type { Settings } from './settings.ts';
import { optionsSchema } from './schema.ts';

/** An option that is unknown or out of range. The message names each wrong member and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Checks options and fills in defaults. The input is not changed.
 *
 * @throws ConfigError naming the path of every bad member and what was expected there; of several unknown members in
 * one object, the first.
 */
export function settle(options: unknown): Settings {
  if (Array.isArray(options)) throw new ConfigError('the options: Expected an object but received an array');
  if (isEmpty(options)) return freeze(JSON.parse(JSON.stringify(DEFAULTS)) as Settings);
  const result = checkFirst(optionsSchema(), options);
  if (!result.success) throw new ConfigError(complaintsOf(result, optionsSchema()));
  requireDistinct(
    'accounts',
    (result.output.accounts ?? []).map(({ accountId }) => accountId),
    'accountId',
  );
  for (const [index, account] of (result.output.accounts ?? []).entries())
    requireDistinctMembers(account, `accounts[${String(index)}].`);
  return freeze(result.output.strict ? withStrictOptions(result.output) : result.output);
}

/**
 * Most mocks are made without options: there is nothing to check, which the first time takes longer than all the rest.
 */
function isEmpty(options: unknown): boolean {
  return typeof options === 'object' && options !== null && Object.keys(options).length === 0;
}

function requireDistinct(list: string, ids: readonly (string | number)[], member: string): void {
  const second = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (second !== -1)
    throw new ConfigError(`${list}[${String(second)}].${member}: ${String(ids[second])} is there twice`);
}

function requireDistinctMembers({ agents, apps, connectors = [] }: AccountSettings, where = ''): void {
  requireDistinct(
    `${where}agents`,
    agents.map(({ username }) => username),
    'username',
  );
  requireDistinct(
    `${where}apps`,
    apps.map((app) => app.client_id),
    'client_id',
  );
  requireDistinct(
    `${where}connectors`,
    connectors.map(({ id }) => id),
    'id',
  );
}

function withStrictOptions(settings: Settings): Settings {
  return {
    ...settings,
    sendApi: { ...settings.sendApi, strictBatch: true, strictVersion: true },
    sentinel: { ...settings.sentinel, strictVersion: true },
  };
}

/** Where a secret belongs; what stands there is not repeated in an error. */
const SECRET = /(?:client_secret|password)$|^keys\./;

/**
 * Where one of these was expected, a text is repeated: one sees the slip. In the place of an object it may be a secret.
 */
const QUOTED_FOR: readonly string[] = ['picklist', 'literal', 'number', 'boolean', 'union'];

/** One complaint of a schema, for people: where, and what was expected there. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map((step) => (typeof step.key === 'number' ? `[${String(step.key)}]` : `.${cut(String(step.key))}`))
    .join('');
  const where = path.replace(/^\./, '') || 'the options';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${where}: unknown option`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${where}: missing`;
  const isText = issue.received.startsWith('"');
  const isSecret = SECRET.test(where) || (isText && !QUOTED_FOR.includes(issue.type));
  return `${where}: ${isSecret ? issue.message.replace(/ but received .*$/s, '') : quotingShortly(issue.message)}`;
}

/** A message of the schema library, with what was received cut. */
function quotingShortly(message: string): string {
  return message.replace(/(?<= but received ).*$/s, cut);
}

/** The sections and their lists, which are ours, while a clock that was handed in must be able to go on ticking. */
function freeze(settings: Settings): Settings {
  for (const [name, preset] of Object.entries(DEFAULTS)) {
    if (typeof preset !== 'object' || name === 'keys') continue;
    const section: object = Object.freeze(settings[name as keyof typeof DEFAULTS] as object);
    for (const value of Object.values(section)) if (Array.isArray(value)) Object.freeze(value);
  }
  return Object.freeze(settings);
}

/** Checks one account. @throws ConfigError as {@link settle} does. */
export function settleAccount(account: unknown): AccountSettings {
  const result = checkFirst(accountSchema(), account);
  if (!result.success) throw new ConfigError(complaintsOf(result, accountSchema()));
  requireDistinctMembers(result.output);
  return result.output;
}

/** Checks a script of the scripted agent. @throws ConfigError as {@link settle} does. */
export function checkAgent(agent: unknown): AgentOption {
  const result = checkFirst(agentSchema(), agent);
  if (result.success) return result.output;
  throw new ConfigError(complaintsOf(result, agentSchema()).replaceAll('the options: ', 'agent: '));
}

function complaintsOf(failed: FailedCheck, schema: unknown): string {
  return issueLines(failed, (issue) => {
    const known =
      issue.expected === 'never'
        ? membersAt(
            schema,
            (issue.path ?? []).slice(0, -1).map(({ key }) => key),
          )
        : [];
    return describeIssue(issue) + (known.length === 0 ? '' : `; known here: ${known.join(', ')}`);
  });
}

/** What a schema of ours is made of, as far as a path leads through it. */
interface SchemaParts {
  readonly wrapped?: SchemaParts;
  readonly item?: SchemaParts;
  readonly pipe?: readonly SchemaParts[];
  readonly getter?: (input: object) => SchemaParts;
  readonly entries?: Readonly<Record<string, SchemaParts>>;
}

/** The names of the members that an object at this path may have. */
function membersAt(schema: unknown, path: readonly unknown[]): string[] {
  const parts = schema as SchemaParts;
  const inner = parts.wrapped ?? parts.pipe?.[0] ?? parts.getter?.({});
  if (inner !== undefined) return membersAt(inner, path);
  const [key, ...rest] = path;
  if (path.length === 0) return Object.keys(parts.entries ?? {});
  const next = typeof key === 'number' ? parts.item : parts.entries?.[String(key)];
  return next === undefined ? [] : membersAt(next, rest);
}
