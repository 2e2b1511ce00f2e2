import type { Entity } from '../../domain/configuration.ts';
import { cannedResponseEntities } from '../../domain/configuration.ts';
import { isObject } from '../../http/body.ts';
import { json } from '../../http/answer.ts';
import { deviate } from '../../errors/deviate.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { readable, requireConfiguration, REVISION, selector } from './reading.ts';

/**
 * The predefined content of an account: by language, skill and id, as a list or by category.
 *
 * Source: Predefined Content API, "Get Predefined Content Items". In a language that is asked for a record has its
 * texts of that language alone, and is not there when it has none (decision D93).
 */
export const listCannedResponses: EndpointHandler = {
  handle: (context) => {
    const entities = readable(context, cannedResponseEntities(requireConfiguration(context)));
    const asAsked = selector(context, { usual: '', summary: 'id,deleted,enabled,categoriesIds,type,hotkey' });
    const found = inLanguages(context, entities.filter(isWanted(context)));
    const body = isGrouped(context) ? byCategory(found, asAsked) : found.map(asAsked);
    return json(200, body, REVISION);
  },
};

/** A list in the query; undefined without one. */
function listIn({ call }: EndpointContext, name: string): readonly string[] | undefined {
  const text = call.query.get(name)?.trim() ?? '';
  return text === '' ? undefined : text.split(',').map((each) => each.trim());
}

function isWanted(context: EndpointContext): (entity: Entity) => boolean {
  const [ids, skillIds] = [listIn(context, 'ids'), listIn(context, 'skill_ids')];
  return (entity) =>
    (ids?.includes(String(entity['id'])) ?? true) &&
    (skillIds === undefined || numbersOf(entity['skillIds']).some((id) => skillIds.includes(id)));
}

function inLanguages(context: EndpointContext, entities: readonly Entity[]): readonly Entity[] {
  const languages = listIn(context, 'lang')?.map((each) => each.toLowerCase());
  if (languages === undefined) return entities;
  return entities
    .map((entity): Entity => ({ ...entity, data: textsIn(entity, languages) }))
    .filter(({ data }) => (data as readonly unknown[]).length > 0);
}

function textsIn({ data }: Entity, languages: readonly string[]): readonly unknown[] {
  const texts: readonly unknown[] = Array.isArray(data) ? data : [];
  return texts.filter((each) => isObject(each) && languages.includes(String(each['lang']).toLowerCase()));
}

function isGrouped(context: EndpointContext): boolean {
  const by = context.call.query.get('group_by') ?? '';
  if (by === '' || by === 'CATEGORIES') return by !== '';
  const sentence = `group_by is "${cut(by, 40)}"; the pages know CATEGORIES alone, and this is a list`;
  deviate(context, 'group-by', sentence, 'account_config_bad_request');
  return false;
}

/** By the ids of the categories; what has none is in none. */
function byCategory(
  entities: readonly Entity[],
  asAsked: (entity: Entity) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const ids = new Set(entities.flatMap((entity) => numbersOf(entity['categoriesIds'])));
  const of = (id: string): readonly unknown[] =>
    entities.filter((entity) => numbersOf(entity['categoriesIds']).includes(id)).map(asAsked);
  return Object.fromEntries([...ids].map((id) => [id, of(id)]));
}

/** As texts, as they are in a query. */
function numbersOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
