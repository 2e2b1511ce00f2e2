import type { EndpointRow } from '../../endpoints/endpoint.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import type { Envelope, ErrorRow, Service } from '../../errors/error-row.ts';
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

/** The type of the body that says at a service that it was asked too often; elsewhere it is a plain one. */
const LIMIT_OF: Readonly<Partial<Record<Service, string>>> = {
  sentinel: 'OAuthErrorBody',
  idp: 'IdpErrorBody',
  asyncMessagingEnt: 'FailedCommandBody',
  agentVep: 'AgentErrorBody',
  faasGW: 'FunctionsErrorBody',
};

/** Other statuses that an option gives an error. */
const BY_OPTION: Readonly<Partial<Record<ErrorName, readonly number[]>>> = {
  invalid_client: [400, 403],
  invalid_site: [400, 404],
  40001: [401],
};

/** The same at one row. */
const BY_OPTION_AT: Readonly<Record<string, Readonly<Partial<Record<ErrorName, number>>>>> = {
  'send-api.create': { BAD_REQUEST: 200 },
};

/** The errors that a row can answer with, by their status. */
export function refusalsOf(row: EndpointRow, errors: ErrorTable): ReadonlyMap<number, readonly ErrorName[]> {
  const found = new Map<number, ErrorName[]>();
  for (const name of errors.names) {
    if (errors.rowOf(name).service === 'mock' || !errors.canAnswer(row, name)) continue;
    for (const status of statusesOf(row, name, errors.rowOf(name)))
      found.set(status, [...(found.get(status) ?? []), name]);
  }
  return found;
}

/** The status of an error at a row, and those that an option gives it. */
function statusesOf({ id, statuses = {} }: EndpointRow, name: ErrorName, error: ErrorRow): ReadonlySet<number> {
  const here = BY_OPTION_AT[id]?.[name];
  return new Set([
    statuses[name] ?? error.status,
    ...(BY_OPTION[name] ?? []),
    ...(here === undefined ? [] : [here]),
    // By the option `idp.errorStatus`.
    ...(error.envelope === 'idp' ? [500] : []),
  ]);
}

/**
 * The body of some errors: what of the refusals of a row is in one of their envelopes.
 *
 * @throws Error when the row's refusals have no such body
 */
export function bodyOfErrors(
  row: EndpointRow,
  refusal: Answered,
  names: readonly ErrorName[],
  errors: ErrorTable,
): Schema {
  if (typeof refusal === 'string')
    throw new Error(`${row.id} refuses, and ErrorBodies of wire-bodies.ts says it never does`);
  const choices = (refusal['anyOf'] as readonly Schema[] | undefined) ?? [refusal];
  const fitting = new Set(names.map((name) => bodyOf(row, choices, name, errors.rowOf(name))));
  const all = choices.filter((choice) => fitting.has(choice));
  return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
}

function bodyOf({ id, service: own }: EndpointRow, choices: readonly Schema[], name: string, error: ErrorRow): Schema {
  const isLimit = error.service === 'any';
  const wanted = isLimit ? (LIMIT_OF[own] ?? 'PlainErrorBody') : BODY_OF[error.envelope];
  const itself = choices.find((choice) => choice['$ref'] === `#/components/schemas/${wanted}`);
  // A batch is refused item by item, but for the limit.
  const within = choices.find((choice) => choice !== itself && JSON.stringify(choice).includes(`/${wanted}"`));
  const found = isLimit ? itself : (within ?? itself);
  if (found !== undefined) return found;
  throw new Error(`${id} can answer ${name}: add ${wanted} to its ErrorBodies in wire-bodies.ts`);
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
