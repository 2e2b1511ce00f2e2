import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Answered, Member, TypedCall, WireTypes } from '../../../mock-server/admin/surface/wire-types.ts';
import type { EndpointRow } from '../../../mock-server/endpoints/endpoint.ts';
import { endpoints } from '../../../mock-server/endpoints/index.ts';
import type { Credential } from '../../../mock-server/endpoints/wire-call.ts';
import type { Basis } from '../../../mock-server/errors/error-row.ts';
import { printedCalls } from './printed-calls.ts';
import { createSchemaMaker } from './json-schema.ts';

const FOLDER = fileURLToPath(new URL('../../../mock-server/', import.meta.url));
const CALLS = `${FOLDER}endpoints/wire-calls.ts`;
const BODIES = `${FOLDER}endpoints/wire-bodies.ts`;
const ERRORS = `${FOLDER}errors/error-bodies.ts`;

/** What is typed of the wire: each row's calls, and the schemas that these refer to. */
interface TypedWire {
  /** @throws Error with what to write down where, when a row lacks something. */
  callOf(row: EndpointRow): TypedCall;
  /** The ids that are typed. */
  readonly ids: readonly string[];
  schemas(): WireTypes['schemas'];
}

/**
 * What is typed and recorded of each row.
 *
 * @throws Error naming the row that lacks something, and what to write down where
 */
export function wireTypes(): WireTypes {
  const types = readTypes();
  const calls = Object.fromEntries(endpoints.map((row) => [row.id, types.callOf(row)]));
  const gone = types.ids.filter((id) => !(id in calls));
  if (gone.length > 0)
    throw new Error(`WireCalls of mock-server/endpoints/wire-calls.ts has ${gone.join()}, and there is no such row`);
  return { calls, schemas: types.schemas(), printed: printedCalls() };
}

/** The same as it is written down in `mock-server/admin/surface/`. */
export function wireTypesText(): string {
  return `${JSON.stringify(wireTypes(), null, 1)}\n`.replaceAll('"#/components/schemas/', '"');
}

/** Reads `wire-calls.ts` and `wire-bodies.ts`. */
function readTypes(): TypedWire {
  const program = ts.createProgram([CALLS, BODIES, ERRORS], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const folder = FOLDER.replaceAll('\\', '/');
  const maker = createSchemaMaker(checker, (node) => node.getSourceFile().fileName.startsWith(folder));
  // The mock's own refusals are of no row.
  maker.of(declared(ERRORS, 'MockErrorBody'));
  const [calls, successes, refusals] = [
    declared(CALLS, 'WireCalls'),
    declared(BODIES, 'SuccessBodies'),
    declared(BODIES, 'ErrorBodies'),
  ];

  return {
    ids: checker.getPropertiesOfType(calls).map(({ name }) => name),
    schemas: () => maker.named(),
    callOf: (row) => {
      const { id } = row;
      const call = member(calls, id) ?? missing(id, 'WireCalls', 'wire-calls.ts', 'what a call brings');
      const success = member(successes, id) ?? missing(id, 'SuccessBodies', 'wire-bodies.ts', 'what it answers');
      const refusal = member(refusals, id) ?? missing(id, 'ErrorBodies', 'wire-bodies.ts', 'how it refuses');
      const [basis] = literals(member(call, 'basis'));
      const statuses = literals(member(call, 'status')) as readonly (number | 'any')[];
      const typed: TypedCall = {
        basis: basis as Basis,
        auth: credentialsOf(member(call, 'auth')),
        query: members(call, 'query'),
        headers: members(call, 'headers'),
        body: bodyOf(call),
        statuses: statuses.length === 0 ? undefined : [...statuses].sort(),
        type: literals(member(call, 'type'))[0] as string | undefined,
        answerHeaders: members(call, 'answerHeaders'),
        success: answered(success),
        refusal: answered(refusal),
      };
      requireQuery(row, typed);
      return typed;
    },
  };

  function declared(file: string, name: string): ts.Type {
    const source = program.getSourceFile(file);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    const symbol = module && checker.getExportsOfModule(module).find((each) => each.name === name);
    if (symbol === undefined) throw new Error(`${file} exports no ${name}`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  }

  function member(type: ts.Type, name: string): ts.Type | undefined {
    const property = checker.getPropertyOfType(type, name);
    return property && checker.getTypeOfSymbol(property);
  }

  function members(call: ts.Type, name: string): readonly Member[] | undefined {
    const type = member(call, name);
    return type && maker.membersOf(type);
  }

  function literals(type: ts.Type | undefined): readonly (string | number)[] {
    return choices(type).flatMap((each) => (each.isStringLiteral() || each.isNumberLiteral() ? [each.value] : []));
  }

  function choices(type: ts.Type | undefined): readonly ts.Type[] {
    if (type === undefined) return [];
    return type.isUnion() ? type.types : [type];
  }

  function credentialsOf(type: ts.Type | undefined): readonly (readonly Credential[])[] {
    const lists = choices(type).map((each) =>
      checker.isTupleType(each)
        ? checker.getTypeArguments(each as ts.TypeReference).flatMap((part) => literals(part))
        : literals(each),
    );
    return (lists as readonly (readonly Credential[])[])
      .map((list) => list.filter((each) => each !== 'none'))
      .sort((one, other) => (one.join() < other.join() ? -1 : 1));
  }

  function bodyOf(call: ts.Type): TypedCall['body'] {
    for (const [name, type] of Object.entries(BODY_TYPES)) {
      const property = checker.getPropertyOfType(call, name);
      if (property === undefined) continue;
      return {
        type,
        isRequired: (property.flags & ts.SymbolFlags.Optional) === 0,
        schema: name === 'bytes' ? undefined : maker.of(checker.getTypeOfSymbol(property)),
      };
    }
    return undefined;
  }

  function answered(type: ts.Type): Answered {
    if ((type.flags & ts.TypeFlags.Never) !== 0) return 'never';
    return type.isStringLiteral() && type.value === '' ? 'none' : maker.of(type);
  }
}

const BODY_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  bytes: 'application/octet-stream',
};

function missing(id: string, name: string, file: string, what: string): never {
  throw new Error(
    `the row ${id} lacks its types: say ${what} as '${id}' in ${name} of mock-server/endpoints/${file}, ` +
      'then write the OpenAPI document with `npm run docs`',
  );
}

/** The header or the query has the rest of a temporary URL. */
const SIGNED: readonly string[] = ['temp_url_sig'];

/** What the table of endpoints shows of the query must be typed. @throws Error naming what is not. */
function requireQuery({ id, query = '' }: EndpointRow, call: TypedCall): void {
  const typed = (call.query ?? []).map(({ name }) => name);
  const known = [...typed, ...(call.auth.flat().includes('TemporaryURL') ? SIGNED : [])];
  const lacking = [...new URLSearchParams(query).keys()].filter((name) => !known.includes(name));
  if (lacking.length === 0) return;
  throw new Error(
    `the row ${id} has ${lacking.join(', ')} in its query: say so in WireCalls of mock-server/endpoints/wire-calls.ts`,
  );
}
