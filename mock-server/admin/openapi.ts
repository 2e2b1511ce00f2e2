import type { ConversionConfig, JsonSchema } from '@valibot/to-json-schema';
import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import manifest from '../../package.json' with { type: 'json' };
import { dateSchema } from '../control/keys/options.ts';
import type { AdminRoute } from './route.ts';
import { credentials } from './routes/accounts.ts';
import { capturedExchange, capturedFrame } from './routes/capture.ts';
import { clockSchema } from './routes/clock.ts';
import { changeSchema } from './routes/events.ts';
import { faultChoices, faultSpec, faultState } from './routes/faults.ts';
import { journalEntry, journalToken, reasonSchema, tokenChecks } from './routes/journal-schema.ts';
import { keyState } from './routes/keys.ts';
import { optionSchema } from './routes/options.ts';
import { snapshot } from './routes/state.ts';
import { inspection } from './routes/tokens.ts';

/** An OpenAPI 3.1 document, as plain data. */
export type OpenApiDocument = Readonly<Record<string, unknown>> & { readonly openapi: string };

const errorSchema = v.strictObject({
  error: v.strictObject({
    message: v.pipe(v.string(), v.description('For people')),
    path: v.exactOptional(v.pipe(v.string(), v.description('The member that is wrong, for instance match.path'))),
  }),
});

/** What is written down once and referred to. */
const NAMED = {
  AccountCredentials: credentials,
  CapturedExchange: capturedExchange,
  CapturedFrame: capturedFrame,
  Change: changeSchema,
  Clock: clockSchema,
  Error: errorSchema,
  Fault: faultState,
  FaultSpec: faultSpec,
  Inspection: inspection,
  JournalEntry: journalEntry,
  JournalToken: journalToken,
  Key: keyState,
  Option: optionSchema,
  Reason: reasonSchema,
  Snapshot: snapshot,
  TokenChecks: tokenChecks,
};

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The call makes no sense; the message says what was expected where',
  403:
    "The call comes from another machine, through a proxy or from a page of another origin, or its Host is not the mock's own; " +
    'the message says which',
  404: 'There is no such thing, or no such path',
  405: 'This path takes other methods, see Allow',
  409: 'There is no room left',
  413: 'The body is too large',
  415: 'A change needs content-type: application/json',
  500: 'A fault in lp-auth-mock',
};

/** Describes the rows, from the very schemas that check their calls. */
export function openApiDocument(routes: readonly AdminRoute[]): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'The admin API of lp-auth-mock',
      version: manifest.version,
      description: 'What a tester can see and change in a running mock, with the same methods as in process.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: toJsonSchemaDefs(NAMED, CONVERSION),
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          `Refused${status}`,
          { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
        ]),
      ),
    },
  };
}

function operation(route: AdminRoute): Readonly<Record<string, unknown>> {
  return {
    operationId: route.verb,
    summary: route.summary,
    parameters: [...pathParameters(route), ...(route.method === 'POST' ? [] : queryParameters(route))],
    ...requestBody(route),
    responses: { [String(route.status)]: success(route), ...refusals(route) },
  };
}

/** A change that takes nothing in its body still has to say that it is JSON, which no page of another origin can. */
function requestBody({ method, input }: AdminRoute): object {
  if (method === 'GET') return {};
  if (method === 'DELETE')
    return {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { type: 'object', maxProperties: 0 } } },
      },
    };
  const schema = jsonSchema(input);
  return { requestBody: { required: (schema.required ?? []).length > 0, content: { 'application/json': { schema } } } };
}

function pathParameters({ path }: AdminRoute): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ input }: AdminRoute): object[] {
  const { properties = {}, required = [] } = jsonSchema(input);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function success(route: AdminRoute): object {
  if ('event' in route) {
    const schema = {
      type: 'string',
      description: 'Server-sent events; the data of each is x-event',
      'x-event': jsonSchema(route.event),
    };
    return { description: route.summary, content: { 'text/event-stream': { schema } } };
  }
  if (!('output' in route)) return { description: 'Done' };
  return { description: route.summary, content: { 'application/json': { schema: jsonSchema(route.output) } } };
}

function refusals({ method }: AdminRoute): Readonly<Record<string, object>> {
  const statuses = Object.keys(REFUSALS)
    .filter((status) => method === 'POST' || status !== '413')
    .filter((status) => method !== 'GET' || !['409', '415'].includes(status));
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]));
}

/** As the wire shows it: checks that JSON Schema has no word for are left to the call. */
function jsonSchema(schema: v.GenericSchema, config: ConversionConfig = CONVERSION): JsonSchema {
  const shown = Object.entries(toJsonSchema(schema, config)).filter(([name]) => name !== '$schema' && name !== '$defs');
  return Object.fromEntries(shown);
}

const WITHOUT_NAMES: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  ignoreActions: ['check', 'to_lower_case'],
};

const CONVERSION: ConversionConfig = {
  ...WITHOUT_NAMES,
  definitions: NAMED,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  overrideSchema: ({ valibotSchema }) => {
    // A Date becomes a text on the way.
    if (valibotSchema === dateSchema) return { type: 'string', format: 'date-time' };
    const choices = faultChoices.get(valibotSchema);
    return choices === undefined ? undefined : { anyOf: choices.map((choice) => jsonSchema(choice, WITHOUT_NAMES)) };
  },
};
