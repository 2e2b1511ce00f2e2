import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { once } from '../../once.ts';
import { SECURITY_SCHEMES } from './credentials.ts';
import { createOperations } from './operations.ts';
import type { ErrorTable } from './refusals.ts';
import { errorTable } from './refusals.ts';
import { serverOf } from './servers.ts';
import { createSharedParts } from './shared-parts.ts';
import written from './wire-types.json' with { type: 'json' };
import type { Schema, TypedCall, WireTypes } from './wire-types.ts';

const readWire = once(() => wholeRefs(written) as WireTypes);

const DESCRIPTION =
  "LivePerson's calls as lp-auth-mock answers them. `x-provenance` says how sure that is: `documented` on LivePerson's " +
  "pages, `observed` in public clients and captures, or `ours`, this mock's own choice where nothing is public. " +
  '`x-errors` at the end says when each error is answered. Not by LivePerson.';

/** What the document follows from. Handed in: this file stands alone in the package, for all that load it. */
export interface Surface {
  readonly rows: readonly EndpointRow[];
  readonly errors: ErrorTable;
  /** A host of LivePerson's for a service. */
  hostOf(service: string): string;
  /** Of the package. */
  readonly version: string;
  /** Where the mock answers, for instance `http://localhost:4407`; `/` for a document that it serves itself. */
  readonly origin: string;
}

/**
 * The OpenAPI document of LivePerson's calls: every row of the endpoint table, and nothing else.
 *
 * @throws Error naming a row whose types were not written down, and how that is done
 */
export function livePersonDocument(surface: Surface): Schema & { readonly openapi: string } {
  const { rows, errors, version, origin } = surface;
  const shared = {
    parameters: createSharedParts('parameters'),
    responses: createSharedParts('responses'),
    headers: createSharedParts('headers'),
  };
  const wire = readWire();
  const operations = createOperations({ ...shared, errors, printed: wire.printed });
  const mock = { url: origin, description: 'The mock' };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const row of rows) {
    const call = callOf(wire, row);
    const item = { servers: [mock, serverOf(row, surface.hostOf(row.service))] };
    for (const path of row.paths)
      (paths[path] ??= { ...item })[row.method.toLowerCase()] = operations.of(row, path, call);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'LivePerson, as lp-auth-mock answers it', version, description: DESCRIPTION },
    servers: [mock],
    tags: [...new Set(rows.map(({ service }) => service))].map((name) => ({ name })),
    paths,
    components: {
      schemas: wire.schemas,
      ...Object.fromEntries(Object.entries(shared).map(([kind, parts]) => [kind, parts.all()])),
      examples: examples(wire),
      securitySchemes: SECURITY_SCHEMES,
    },
    'x-errors': errorTable(errors),
  };
}

function callOf(wire: WireTypes, { id }: EndpointRow): TypedCall {
  const call = wire.calls[id];
  if (call !== undefined) return call;
  throw new Error(`the row ${id} is not in wire-types.json; write it with \`npm run docs\``);
}

function examples({ printed }: WireTypes): Schema {
  const shown = Object.entries(printed).flatMap(([name, { summary, request, answer }]) => [
    ...(request === undefined ? [] : [[`${name}.request`, { summary, value: request }]]),
    ...(answer === undefined ? [] : [[`${name}.answer`, { summary, value: answer }]]),
  ]);
  return Object.fromEntries(shown) as Schema;
}

/** A schema is written down by its name alone, to keep the package small. */
function wholeRefs(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(wholeRefs);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      name === '$ref' ? `#/components/schemas/${String(value)}` : wholeRefs(value),
    ]),
  );
}
