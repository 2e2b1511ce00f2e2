import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { routes } from '../../mock-server/admin/routes/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { adminDocument } from '../support/watch/openapi.ts';
import { openAdmin } from './admin-setup.ts';

const verbs = routes.map(({ verb }) => verb);

/** What only a mock of this process has. */
const IN_PROCESS = [
  'webhooks.carryBy',
  'webhooks.deliverTo',
  'handle',
  'connect',
  'consumer',
  'agentClient',
  'settled',
  'fetch',
  'admin',
  'owns',
  'bodyBytes',
  'account',
];
/** What the client makes of other rows. */
const FROM_OTHER_ROWS = ['clock.advanceAsync', 'clock.nowSeconds', 'journal.count', 'journal.waitFor'];

/** What only who looks at a running mock asks. */
const NO_METHOD = [
  'health',
  'openapi',
  'openapi.liveperson',
  'account.credentials',
  'events.watch',
  'overview',
  'exchanges.find',
  'tokens.find',
  'tokens.list',
  'options.list',
  'faults.presets',
  'account.variables',
];

/** The functions of an object and of what it holds, by path. */
function functionsOf(holder: object, prefix = ''): string[] {
  return Object.entries(holder).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [`${prefix}${name}`];
    return prefix === '' && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? functionsOf(value, `${name}.`)
      : [];
  });
}

describe('The OpenAPI document', () => {
  it('is valid', async () => {
    const { ask } = await openAdmin();
    const served = (await ask('GET', '/openapi.json')).body as Record<string, unknown>;
    expect(served).toEqual(adminDocument());
    expect(await new Validator().validate(served)).toEqual({ valid: true });
  });

  it('has every verb of a mock, by its name', () => {
    const mint = /^mint\..*/;
    const wanted = functionsOf(createMock())
      .map((name) => name.replace(mint, 'mint'))
      .filter((name) => !IN_PROCESS.includes(name) && !FROM_OTHER_ROWS.includes(name));
    const described = verbs.filter((verb) => !NO_METHOD.includes(verb));
    // The clocks of a mock can also be put aside and taken up again, which a snapshot does, and do things in time.
    expect(
      [...new Set(wanted)]
        .filter((name) => !/^clock\.(state|resume|schedule|follow|retime|runDue|stop|wake)$/.test(name))
        .sort(),
    ).toEqual(described.sort());
    expect(Object.keys(createMock().account(ACCOUNT))).toContain('credentials');
  });

  it('names each operation once', () => {
    expect(new Set(verbs).size).toBe(verbs.length);
  });

  it('shows all ways of a fault to say what happens, and of whom it happens to', () => {
    const { schemas } = adminDocument().components as unknown as {
      schemas: {
        FaultSpec: {
          properties: Record<
            string,
            { anyOf: readonly { type?: string; enum?: readonly string[]; required?: unknown }[] }
          >;
        };
      };
    };
    const { error, match } = schemas.FaultSpec.properties;
    expect(error?.anyOf).toMatchObject([
      { type: 'string', enum: expect.arrayContaining(['40102', 'reset', 'timeout', 'duplicate', 'reorder']) },
      { type: 'object', required: ['status'] },
      { type: 'object', required: ['code'] },
      { type: 'object', required: ['close'], properties: { close: { minimum: 1000, maximum: 4999 } } },
    ]);
    expect(match?.anyOf.map((each) => each.type)).toEqual(['object']);
  });

  it('says of every change that it needs JSON, and of every body whether it can be left out', () => {
    const bodies = Object.entries(
      adminDocument().paths as unknown as Record<
        string,
        Record<string, { requestBody?: { required: boolean; content: object } }>
      >,
    ).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { requestBody }]) => [method, path, requestBody] as const),
    );
    expect(bodies.filter(([method, , body]) => (method !== 'get') !== (body !== undefined))).toEqual([]);
    expect(bodies.filter(([, , body]) => body !== undefined && !('application/json' in body.content))).toEqual([]);
    const isRequired = (wanted: string): unknown =>
      bodies.find(([method, path]) => `${method} ${path}` === wanted)?.[2]?.required;
    expect(['post /__admin/clock/advance', 'post /__admin/accounts', 'delete /__admin/faults'].map(isRequired)).toEqual(
      [true, false, true],
    );
  });

  it('is no part of what a page gets before it asks', async () => {
    const { build } = await import('esbuild');
    const {
      metafile: { outputs },
    } = await build({
      entryPoints: ['mock-server/index.ts'],
      bundle: true,
      splitting: true,
      outdir: 'out',
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'error',
    });
    const loadedAtOnce = (file: string): string[] => {
      const { inputs = {}, imports = [] } = outputs[file] ?? {};
      return [
        ...Object.keys(inputs),
        ...imports.filter(({ kind }) => kind === 'import-statement').flatMap(({ path }) => loadedAtOnce(path)),
      ];
    };
    expect([...new Set(loadedAtOnce('out/index.js'))].filter((file) => file.includes('mock-server/admin/'))).toEqual([
      'mock-server/admin/path.ts',
    ]);
  });
});
