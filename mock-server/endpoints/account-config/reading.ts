import type { Account } from '../../domain/account.ts';
import type { Entity } from '../../domain/configuration.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { Answer } from '../../http/call.ts';
import { cut } from '../../memory/cut.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';
import { requireReader } from '../reader.ts';
import { readSelection, selected } from './select.ts';

/** The header of every answer. Nothing changes the configuration while the mock runs: its revision stays. */
export const REVISION = { 'ac-revision': '1' } as const;

/**
 * The account, for who may read its configuration.
 *
 * @throws Refusal `account_config_unauthorized`; on a strict mock `account_config_bad_request` for a `v` that is no
 *   number.
 */
export function requireConfiguration(context: EndpointContext): Account {
  const account = requireAccount(context, 'account_config_unauthorized');
  requireReader(context, account, 'account_config_unauthorized');
  const version = context.call.query.get('v');
  if (version !== null && !/^\d{1,3}(?:\.\d{1,3})?$/.test(version))
    deviate(context, 'version', 'v is no number; the pages ask for one, such as v=4.0', 'account_config_bad_request');
  return account;
}

/** Which members a record is answered with. */
export interface Members {
  /** Without `select`; empty for all. */
  readonly usual: string;
  /** What `$summary` stands for. */
  readonly summary: string;
  /** What `$all` stands for; undefined for all. */
  readonly all?: string;
}

/** Those that are not deleted, unless they are asked for with `include_deleted`. */
export function readable(context: EndpointContext, entities: readonly Entity[]): readonly Entity[] {
  const isDeletedAsked = /^true$/i.test(context.call.query.get('include_deleted') ?? '');
  return isDeletedAsked ? entities : entities.filter(({ deleted }) => !deleted);
}

/** A top-level array, as all lists of the account configuration. @throws Refusal `account_config_bad_request`. */
export function listAnswer(context: EndpointContext, entities: readonly Entity[], members: Members): Answer {
  const asAsked = selector(context, members);
  return json(200, readable(context, entities).map(asAsked), REVISION);
}

/**
 * One record.
 *
 * @param what - for the sentence of a refusal: `user`
 * @throws Refusal `account_config_unknown`, `account_config_bad_request`.
 */
export function recordAnswer(
  context: EndpointContext,
  what: string,
  entities: readonly Entity[],
  members: Members,
): Answer {
  const id = context.parameters['id'] ?? '';
  const asAsked = selector(context, { ...members, usual: '' });
  const found = readable(context, entities).find((entity) => String(entity['id']) === id);
  if (found !== undefined) return json(200, asAsked(found), REVISION);
  const sentence = `the account has no ${what} with the id "${cut(id, 80)}"; ${idsOf(entities)}`;
  return refuse('account_config_unknown', 'record-unknown', sentence);
}

/** How many ids a refusal names. */
const MOST_NAMED = 3;

function idsOf(entities: readonly Entity[]): string {
  const ids = entities.slice(0, MOST_NAMED).map((entity) => cut(String(entity['id']), 80));
  const more = entities.length > MOST_NAMED ? ` and ${String(entities.length - MOST_NAMED)} more` : '';
  return ids.length === 0 ? 'it has none' : `it has ${ids.join(', ')}${more}`;
}

/** What leaves of a record the members that the call asks for. @throws Refusal `account_config_bad_request`. */
export function selector(
  { call }: EndpointContext,
  { usual, summary, all }: Members,
): (entity: Entity) => Readonly<Record<string, unknown>> {
  const text = call.query.get('select')?.trim() ?? '';
  const asked = text === '' ? usual : text;
  if (asked === '' || (asked === '$all' && all === undefined)) return (entity) => entity;
  const selection = readSelection(asked, { $summary: summary, $all: all ?? '' });
  if (selection !== undefined) return (entity) => selected(entity, selection);
  const sentence = `select is "${cut(asked, 80)}", which cannot be read; send names, such as id,name or hotkey(prefix)`;
  return refuse('account_config_bad_request', 'parameter-invalid', sentence);
}
