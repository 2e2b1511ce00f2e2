import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';
import { configFileSchema } from './config-schema.ts';

const written = readFileSync(new URL('../../mock-server/config/config.schema.json', import.meta.url), 'utf8');

type Check = (value: unknown) => boolean;

/** The validator of OpenAPI documents brings one of JSON Schema. */
const require = createRequire(createRequire(import.meta.url).resolve('@seriousme/openapi-schema-validator'));
const { Ajv } = require('ajv') as { Ajv: new (options: object) => { compile(schema: object): Check } };
const check = new Ajv({ strict: false }).compile(JSON.parse(written) as object);

it('the schema of config files follows from the options (npm run docs)', () => {
  expect(written).toBe(configFileSchema());
});

it.each([
  [{}],
  [{ $schema: './node_modules/lp-auth-mock/dist/config.schema.json', closed: true }],
  [
    {
      accounts: [{ accountId: '55667788', apps: [{ client_id: 'a', client_secret: 'b' }] }],
      server: { port: 0, tls: false },
    },
  ],
  [{ csds: { baseUri: { sentinel: 'localhost:4407' } } }],
  [{ keys: './mock-keys' }],
])('%j is taken by the schema', (options) => {
  expect(check(options)).toBe(true);
});

it.each([
  [{ closed: 'yes' }],
  [{ close: true }],
  [{ server: { prot: 1 } }],
  [{ accounts: [{ accountId: 'with space' }] }],
  [{ idp: { errorStatus: 'byName' } }],
  [{ wait: 5 }],
  [{ keys: ['./mock-keys'] }],
])('%j is refused by the schema', (options) => {
  expect(check(options)).toBe(false);
});

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

it('every option is explained where it is typed', () => {
  const { properties = {} } = JSON.parse(written) as Described;
  const options = Object.entries(properties).flatMap(([name, option]) =>
    option.description === undefined ? Object.entries(option.properties ?? { [name]: option }) : [],
  );
  expect(options.filter(([, { description }]) => description === undefined)).toEqual([]);
});
