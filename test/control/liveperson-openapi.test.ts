import { beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { livePersonOpenApi } from '../../mock-server/admin/liveperson-openapi.ts';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { canAnswer, catalogue, errorRow } from '../../mock-server/errors/catalogue.ts';
import type { ErrorName } from '../../mock-server/errors/catalogue.ts';
import { openAdmin } from './admin-setup.ts';

interface Operation {
  readonly operationId: string;
  readonly 'x-endpoint': string;
  readonly 'x-provenance': string;
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly 'x-errors'?: readonly string[] }>>;
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Operation>> & { readonly servers: readonly object[] }>
  >;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly 'x-errors': Readonly<Record<string, object>>;
}

let document: Document;

beforeAll(async () => {
  document = (await livePersonOpenApi('http://localhost:4407')) as unknown as Document;
});

/** Of each method of each path. */
const operations = (): readonly (readonly [method: string, path: string, operation: Operation])[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Operation>>)
      .filter(([name]) => name !== 'servers')
      .map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
  );

const namesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/"\$ref":"#\/components\/(\w+\/[\w.-]+)"/g), ([, name = '']) => name);

describe("The OpenAPI document of LivePerson's calls", () => {
  it('is valid, and is served with its own origin as the first server', async () => {
    const { ask } = await openAdmin();
    const served = (await ask('GET', '/liveperson.openapi.json')).body as Record<string, unknown>;
    expect(served).toEqual(await livePersonOpenApi('/'));
    expect(await new Validator().validate(served)).toEqual({ valid: true });
    expect(served['servers']).toEqual([{ url: '/', description: 'The mock' }]);
  });

  it('has every row of the endpoint table at each of its paths, and nothing else', () => {
    const described = operations().map(([method, path, operation]) => `${operation['x-endpoint']} ${method} ${path}`);
    const rows = endpoints.flatMap(({ id, method, paths }) => paths.map((path) => `${id} ${method} ${path}`));
    expect([...described].sort()).toEqual([...rows].sort());
  });

  it('names each operation once, in a word that code can have', () => {
    const ids = operations().map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([]);
  });

  it('refers to nothing that it has not, and has nothing that it does not refer to', () => {
    const referred = new Set(namesIn(JSON.stringify(document)));
    const schemes = new Set(operations().flatMap(([, , { security }]) => security.flatMap(Object.keys)));
    const { securitySchemes = {}, ...components } = document.components;
    const there = Object.entries(components).flatMap(([kind, parts]) =>
      Object.keys(parts).map((name) => `${kind}/${name}`),
    );
    expect([...referred].filter((name) => !there.includes(name))).toEqual([]);
    expect(there.filter((name) => !referred.has(name))).toEqual([]);
    expect(Object.keys(securitySchemes).sort()).toEqual([...schemes].sort());
  });

  it('describes every parameter of each path', () => {
    const lacking = operations().filter(([, path, { parameters = [] }]) =>
      [...path.matchAll(/\{(\w+)\}/g)].some(
        ([, name = '']) => !parameters.some(({ $ref }) => $ref === `#/components/parameters/${name}`),
      ),
    );
    expect(lacking).toEqual([]);
    const bare = Object.entries(document.components['parameters'] ?? {}).filter(([, part]) => isBare(part));
    expect(bare.map(([name]) => `add ${name} to PATH_PARAMETERS of mock-server/admin/surface/operations.ts`)).toEqual(
      [],
    );
  });

  it.each(endpoints.map((row) => [row.id, row] as const))('tells each error that %s can answer', (id, row) => {
    const possible = (Object.keys(catalogue) as ErrorName[]).filter(
      (name) => errorRow(name).service !== 'mock' && canAnswer(row, name),
    );
    const told = operations()
      .filter(([, , operation]) => operation['x-endpoint'] === id)
      .flatMap(([, , { responses }]) => Object.values(responses))
      .flatMap(({ $ref = '' }) => errorsOf($ref));
    // A script says so in a 200.
    expect([...new Set(told)].sort()).toEqual(id === 'csds.service-jsonp' ? [] : [...possible].sort());
    expect(possible.filter((name) => !(name in document['x-errors']))).toEqual([]);
  });

  it('says of everything how sure it is', () => {
    const words = ['documented', 'observed', 'ours'];
    expect(operations().filter(([, , operation]) => !words.includes(operation['x-provenance']))).toEqual([]);
  });

  it('has servers of LivePerson for each path beside the mock', () => {
    for (const { servers } of Object.values(document.paths)) {
      expect(servers).toEqual([
        { url: 'http://localhost:4407', description: 'The mock' },
        expect.objectContaining({ url: expect.stringMatching(/^(https|wss):\/\//) }),
      ]);
    }
  });
});

/** A parameter of a path without a word of what it is. */
function isBare(part: unknown): boolean {
  return (part as { in: string; description?: string }).in === 'path' && !('description' in (part as object));
}

function errorsOf(reference: string): readonly string[] {
  const name = reference.slice('#/components/responses/'.length);
  const response = document.components['responses']?.[name] as { readonly 'x-errors'?: readonly string[] } | undefined;
  return response?.['x-errors'] ?? [];
}
