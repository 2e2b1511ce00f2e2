import type { EndpointRow } from '../../endpoints/endpoint.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { securityOf } from './credentials.ts';
import { camelCase, capital, operationId } from './names.ts';
import type { ErrorTable } from './refusals.ts';
import { bodyOfErrors, refusalsOf } from './refusals.ts';
import type { SharedParts } from './shared-parts.ts';
import type { Member, Schema, TypedCall, WireTypes } from './wire-types.ts';

/** What operations are made with. */
interface Setup {
  readonly printed: WireTypes['printed'];
  readonly errors: ErrorTable;
  readonly parameters: SharedParts;
  readonly responses: SharedParts;
  readonly headers: SharedParts;
}

/** Describes a row at one of its paths. */
export interface Operations {
  of(row: EndpointRow, path: string, call: TypedCall): Schema;
}

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  account: 'The account id',
  service: 'The name of a service, for instance sentinel',
  connector: 'The id of a connector, or default',
  consumer: 'The lp_consumer_id, or the sub of an LP_JWT',
  conversation: 'The id of a conversation',
  dialog: 'The id of the dialog, which is that of the conversation',
  file: 'The name of the file, as the URL has it',
  function: 'The UUID of a function',
  event: 'The event that functions are invoked for',
  id: 'The id of the record',
  installation: 'The client_id of the app',
  jwt: 'An LP_JWT',
  bearer: 'The bearer of an agent',
};

export function createOperations({ printed, errors, parameters, responses, headers }: Setup): Operations {
  return {
    of: (row, path, call) => ({
      operationId: operationId(row.id, path, row.paths[0] ?? path),
      tags: [row.service],
      summary: row.title,
      'x-endpoint': row.id,
      'x-provenance': call.basis,
      ...listed('parameters', [
        ...pathParameters(path),
        ...sent(row, 'query', call.query),
        ...sent(row, 'header', call.headers),
      ]),
      ...requestBody(row, call),
      responses: responsesOf(row, call),
      security: securityOf(call.auth),
    }),
  };

  function pathParameters(path: string): readonly Schema[] {
    return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
      const description = PATH_PARAMETERS[name];
      const shown = { name, in: 'path', required: true, ...described(description), schema: TEXT };
      return parameters.refer(shown, name, `${name}InPath`);
    });
  }

  function sent(row: EndpointRow, place: 'query' | 'header', members: readonly Member[] = []): readonly Schema[] {
    return members.map(({ name, isRequired, schema = TEXT, description }) => {
      const shown = { name, in: place, ...required(isRequired), ...described(description), schema };
      return parameters.refer(shown, ...namesOf(camelCase(name), row));
    });
  }

  function requestBody(row: EndpointRow, { body }: TypedCall): Schema {
    if (body === undefined) return {};
    const { schema, isRequired, type } = body;
    const shown = { ...(schema && { schema }), ...examples(row, 'request', () => true) };
    return { requestBody: { ...required(isRequired), content: { [type]: shown } } };
  }

  function responsesOf(row: EndpointRow, call: TypedCall): Schema {
    const { statuses = [200], success } = call;
    const refusals = refusesByScript(call) ? new Map<number, never>() : refusalsOf(row, errors);
    const all: Record<string, Schema> = {};
    for (const [status, names] of refusals)
      if (!statuses.includes(status)) all[status] = refused(row, call, status, names);
    const good = success === 'never' && !statuses.includes(101) ? [] : statuses;
    for (const status of good)
      all[status === 'any' ? 200 : status] = answered(row, call, status, refusals.get(Number(status)));
    return { ...all, default: statuses.includes('any') ? answered(row, call, 'any') : ownRefusal() };
  }

  /** @param names - of errors that have the same status, by an option */
  function answered(
    row: EndpointRow,
    call: TypedCall,
    status: number | 'any',
    names: readonly ErrorName[] = [],
  ): Schema {
    const { success, type = 'application/json' } = call;
    const hasBody = typeof success === 'object' && !(typeof status === 'number' && BODILESS.includes(status));
    const failed = names.length === 0 ? [] : [bodyOfErrors(row, call.refusal, names, errors)];
    const schema = type === ANY_TYPE ? {} : { schema: failed.length === 0 ? success : { anyOf: [success, ...failed] } };
    // What a test says may have any status, and what is printed is one of them.
    const shown = examples(row, 'answer', (each) => each === status || (status === 'any' && each < 300));
    const content = { content: { [type]: { ...schema, ...shown } } };
    const description = status === 101 ? `A WebSocket: ${row.title}` : capital(row.title);
    return { description, ...answerHeaders(row, call.answerHeaders), ...(hasBody ? content : {}) };
  }

  function answerHeaders(row: EndpointRow, members: readonly Member[] = []): Schema {
    if (members.length === 0) return {};
    const shown = members.map(({ name, isRequired, schema = TEXT, description }) => {
      const header = { ...described(description), ...required(isRequired), schema };
      return [name, headers.refer(header, ...namesOf(camelCase(name), row))];
    });
    return { headers: Object.fromEntries(shown) as Schema };
  }

  function refused(row: EndpointRow, call: TypedCall, status: number, names: readonly ErrorName[]): Schema {
    const schema = bodyOfErrors(row, call.refusal, names, errors);
    const shown = {
      description: names.map(titleOf).join(', '),
      'x-errors': names,
      ...reasonHeaders(names),
      content: { 'application/json': { schema, ...examples(row, 'answer', (each) => each === status) } },
    };
    const name = `${capital(row.service)}${String(status)}`;
    const ownName = `${name}Of${capital(camelCase(row.id))}`;
    const isOwn = names.some((each) => row.statuses?.[each] === status);
    return responses.refer(shown, ...(isOwn ? [ownName] : [name, ownName]));
  }

  function ownRefusal(): Schema {
    const shown = {
      description: "The mock's own, about the call as such: 400, 404, 405, 426, 500 or 501",
      'x-provenance': 'ours',
      ...reasonHeaders([]),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/MockErrorBody' } } },
    };
    return responses.refer(shown, 'Mock');
  }

  function reasonHeaders(names: readonly ErrorName[]): Schema {
    const reason = { description: 'Why, by this mock: a slug and a sentence', schema: TEXT };
    const retry = { description: 'In seconds', schema: TEXT };
    return {
      headers: {
        'LP-Mock-Reason': headers.refer(reason, 'Reason'),
        ...(names.includes('TOO_MANY_REQUESTS') ? { 'retry-after': headers.refer(retry, 'RetryAfter') } : {}),
      },
    };
  }

  function titleOf(name: ErrorName): string {
    const { envelope, text = '' } = errors.rowOf(name);
    return envelope === 'idp' && text !== '' ? `${name} ${text}` : name;
  }

  function examples({ id }: EndpointRow, part: 'request' | 'answer', fits: (status: number) => boolean): Schema {
    const found = Object.entries(printed)
      .filter(([, call]) => call.id === id && fits(call.status) && call[part] !== undefined)
      .map(([name]) => [name, { $ref: `#/components/examples/${name}.${part}` }]);
    return found.length === 0 ? {} : { examples: Object.fromEntries(found) as Schema };
  }
}

const TEXT: Schema = { type: 'string' };

/** Statuses whose answers have no body. */
const BODILESS: readonly number[] = [101, 204, 302];

/** Of a file: whatever it was uploaded as. */
const ANY_TYPE = '*/*';

/** What is not alike everywhere is called by its service, or else by its row. */
function namesOf(name: string, { id, service }: EndpointRow): readonly string[] {
  return [name, ...[service, id].map((owner) => `${name}Of${capital(camelCase(owner))}`)];
}

/** JSONP cannot tell a status: what is refused is a script as well. */
function refusesByScript({ type, refusal }: TypedCall): boolean {
  return type !== undefined && typeof refusal === 'object' && refusal['type'] === 'string';
}

function listed(name: string, items: readonly Schema[]): Schema {
  return items.length === 0 ? {} : { [name]: items };
}

function required(isRequired: boolean | undefined): Schema {
  return isRequired === true ? { required: true } : {};
}

function described(description: string | undefined): Schema {
  return description === undefined ? {} : { description };
}
