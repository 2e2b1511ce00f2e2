import type { EndpointRow } from '../../endpoints/endpoint.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import type { Envelope, ErrorRow } from '../../errors/error-row.ts';
import type { Answered, Schema } from './wire-types.ts';

/** The errors, and who answers them. */
export interface ErrorTable {
  readonly names: readonly ErrorName[];
  rowOf(name: ErrorName): ErrorRow;
  canAnswer(row: EndpointRow, name: ErrorName): boolean;
}

/** The type of the body in each envelope. */
const BODY_OF: Readonly<Record<Envelope, string>> = {
  oauth: 'OAuthErrorBody',
  idp: 'IdpErrorBody',
  'error-resp': 'SendApiErrorBody',
  command: 'FailedCommandBody',
  csds: 'PlainErrorBody',
  'account-config': 'PlainErrorBody',
  agent: 'AgentErrorBody',
  functions: 'FunctionsErrorBody',
  plain: 'PlainErrorBody',
};

/** Other statuses that an option gives an error. */
const BY_OPTION: Readonly<Partial<Record<ErrorName, readonly number[]>>> = {
  invalid_client: [400, 403],
  invalid_site: [400, 404],
  40001: [401],
};

/** The errors that a row can answer with, by their status. */
export function refusalsOf(row: EndpointRow, errors: ErrorTable): ReadonlyMap<number, readonly ErrorName[]> {
  const found = new Map<number, ErrorName[]>();
  for (const name of errors.names) {
    const { service, envelope, status: usual } = errors.rowOf(name);
    if (service === 'mock' || !errors.canAnswer(row, name)) continue;
    const status = row.statuses?.[name] ?? usual;
    // By the option `idp.errorStatus`.
    const isAlso500 = envelope === 'idp' && status !== 500;
    for (const each of [status, ...(BY_OPTION[name] ?? []), ...(isAlso500 ? [500] : [])])
      found.set(each, [...(found.get(each) ?? []), name]);
  }
  return found;
}

/**
 * The body of some errors: what of the refusals of a row is in one of their envelopes.
 *
 * @throws Error when the row's refusals have no such body
 */
export function bodyOfErrors(
  { id }: EndpointRow,
  refusal: Answered,
  names: readonly ErrorName[],
  errors: ErrorTable,
): Schema {
  if (typeof refusal === 'string')
    throw new Error(`${id} refuses, and ErrorBodies of wire-bodies.ts says it never does`);
  const choices = (refusal['anyOf'] as readonly Schema[] | undefined) ?? [refusal];
  const fitting = new Set(
    names.flatMap((name) => {
      const { service, envelope } = errors.rowOf(name);
      // A limit is told in the envelope of each service.
      const wanted = service === 'any' ? ['FailedCommandBody', 'PlainErrorBody'] : [BODY_OF[envelope]];
      const found = choices.filter((choice) => wanted.some((body) => JSON.stringify(choice).includes(`/${body}"`)));
      if (found.length > 0) return found;
      if (service === 'any') return choices;
      throw new Error(`${id} can answer ${name}: add ${wanted.join()} to its ErrorBodies in wire-bodies.ts`);
    }),
  );
  const all = choices.filter((choice) => fitting.has(choice));
  return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
}

/** All that is known of each error, by its name. */
export function errorTable(errors: ErrorTable): Schema {
  return Object.fromEntries(
    errors.names.map((name) => {
      const { service, envelope, status, text, when, basis } = errors.rowOf(name);
      const meaning = envelope === 'idp' ? { name: text } : {};
      return [name, { service, status, ...meaning, when, 'x-provenance': basis }];
    }),
  );
}
