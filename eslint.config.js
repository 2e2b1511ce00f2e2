import { builtinModules } from 'node:module';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const HOSTS = ['express', 'msw', 'msw/*', 'yargs', 'yargs/*', 'node:*'];

/** By their short names they would slip past the rules about `node:`. */
const SHORT_NAMES = builtinModules.filter((name) => !name.includes(':')).map((name) => ({ name, message: `write node:${name}` }));
const OWN_DOOR = { regex: '^(\\.\\./)+index\\.ts$', message: 'index.ts is the door for others: inside, name the file' };

const imports = (forbidden, message) => ({ 'no-restricted-imports': ['error', { paths: SHORT_NAMES, patterns: [OWN_DOOR, { group: forbidden, message }] }] });
/** One room of the house: who may not be imported there, and the room's own words for it. */
const room = (name, forbidden, message) => ({ files: [`mock-server/${name}/**`], rules: imports(forbidden, `${name}/: ${message}`) });
const rooms = (names) => names.map((name) => `**/${name}/**`);
const fixed = ['jose', ...HOSTS, '**/mock.ts', '**/dispatch.ts', ...rooms(['adapters', 'cli', 'testing'])];

const REAL_WORLD = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="performance"]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: 'ask ids' },
  { selector: 'CallExpression[callee.object.name="crypto"][callee.property.name="randomUUID"]', message: 'ask ids' },
];
const JOSE = { selector: ':matches(ImportDeclaration, ExportNamedDeclaration)[source.value="jose"]', message: 'jose stands in tokens/signatures.ts alone' };

export default defineConfig(
  { ignores: ['dist', 'coverage', '**/*.js', '**/*.mjs', '**/*.cjs', 'test/package/stranger'] },
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off',
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'no-restricted-imports': ['error', { paths: SHORT_NAMES }],
    },
  },
  room('domain', [...fixed, ...rooms(['tokens', 'endpoints', 'control'])], 'what exists and what may happen to it; no calls, claims, jose or hosts'),
  room('errors', [...fixed, ...rooms(['tokens', 'endpoints', 'control', 'domain'])], 'wording only; the conditions stand elsewhere'),
  room('http', [...fixed, ...rooms(['tokens', 'endpoints', 'control', 'domain', 'errors'])], 'reading a Call and writing an Answer; nothing LivePerson'),
  room('endpoints', [...fixed, ...rooms(['control'])], 'what a URL does, in Call and Answer; no hosts, no jose'),
  room('control', fixed, 'what a tester may change or see; no hosts, no jose'),
  room('tokens', [...fixed.filter((name) => name !== 'jose'), ...rooms(['endpoints', 'control', 'http'])], 'what is signed, for whom, how long; no status codes, no headers'),
  room('testing', ['jose', 'express', 'yargs', 'node:*', ...rooms(['tokens', 'domain', 'errors', 'http', 'cli'])], 'what the caller should have done, read from the journal; no rules, no bodies'),
  room('adapters', ['jose', ...rooms(['tokens', 'domain', 'errors', 'endpoints', 'cli', 'testing'])], 'hand over a Call and write a Reply; no rules, no bodies'),
  room('cli', ['jose', 'express', 'msw', 'msw/*', '**/dispatch.ts', ...rooms(['tokens', 'domain', 'http', 'testing'])], 'how a person starts it; no defaults, no rules'),
  { files: ['mock-server/*.ts'], rules: imports(['jose', ...HOSTS, ...rooms(['cli', 'testing'])], 'the core runs in a browser: hosts stand in adapters/ and cli/') },
  { files: ['mock-server/**'], ignores: ['mock-server/clock.ts', 'mock-server/ids.ts'], rules: { 'no-restricted-syntax': ['error', ...REAL_WORLD] } },
  { files: ['mock-server/tokens/**'], ignores: ['mock-server/tokens/signatures.ts'], rules: { 'no-restricted-syntax': ['error', ...REAL_WORLD, JOSE] } },
  {
    files: ['test/**/*.test.ts'],
    ...jest.configs['flat/recommended'],
  },
  {
    files: ['test/**/*.test.ts'],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-standalone-expect': 'off',
      'jest/no-conditional-expect': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
