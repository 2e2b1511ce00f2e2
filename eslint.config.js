import { builtinModules } from 'node:module';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const HOSTS = ['express', 'msw', 'msw/*', 'yargs', 'yargs/*', 'node:*'];

/** By their short names they would slip past the rules about `node:`. */
const SHORT_NAMES = builtinModules
  .filter((name) => !name.includes(':'))
  .map((name) => ({ name, message: `write node:${name}` }));
const OWN_INDEX = {
  regex: '^(\\.\\./)+index\\.ts$',
  message: 'index.ts is for users of the package: inside, name the file',
};

/** The folders from the bottom to the top: each may import what stands before it. CONTRIBUTING has them in this order too. */
const LAYERS = [
  'memory',
  'http',
  'errors',
  'domain',
  'tokens',
  'config',
  'messaging',
  'webhooks',
  'endpoints',
  'control',
  'pipeline',
  'admin',
  'console',
  'tls',
  'client',
  'adapters',
  'interception',
  'testing',
  'cli',
];

/** What a folder does not import although it stands below, because it answers another question; and what else it leaves alone. */
const ELSEWHERE = {
  domain: ['errors', 'http'],
  tokens: ['http'],
  client: ['domain', 'endpoints', 'errors', 'messaging', 'pipeline', 'tls', 'tokens'],
  adapters: ['client', 'domain', 'endpoints', 'errors', 'messaging', 'tokens'],
  interception: ['client', 'domain', 'endpoints', 'errors', 'messaging', 'tokens'],
  testing: ['cli', 'domain', 'errors', 'http', 'tokens'],
  cli: ['domain', 'http', 'testing', 'tokens'],
};

/** Arrows that point up, for a type alone: the options are written down above those whom they are handed to. */
const TYPES_FROM_ABOVE = { errors: ['config'], config: ['control'] };

/** Only these name a host, or node: all else runs in a browser. */
const HOST_FOLDERS = {
  tls: HOSTS.slice(0, -1),
  adapters: [],
  interception: HOSTS.slice(0, -1),
  testing: ['express', 'yargs', 'yargs/*', 'node:*'],
  cli: ['express', 'msw', 'msw/*'],
};
const CORE_FILES = { client: [], cli: ['**/mock-server/pipeline/**'] };

const imports = (patterns) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { paths: SHORT_NAMES, patterns: [OWN_INDEX, ...patterns] }],
});
const within = (folders) => folders.map((name) => `**/${name}/**`);
const layerRules = LAYERS.map((name, level) => {
  const fromAbove = TYPES_FROM_ABOVE[name] ?? [];
  const above = LAYERS.slice(level + 1).filter((other) => !fromAbove.includes(other));
  const patterns = [
    {
      group: [
        ...within(above),
        ...(level < LAYERS.indexOf('tls') ? ['**/mock.ts', '**/open-mock.ts'] : []),
        ...(CORE_FILES[name] ?? []),
      ],
      message: `${name}/ stands below: see the order of imports in CONTRIBUTING`,
    },
    {
      group: within(ELSEWHERE[name] ?? []),
      message: `${name}/ leaves that to others: see the folders in CONTRIBUTING`,
    },
    {
      group: [...(HOST_FOLDERS[name] ?? HOSTS), ...(name === 'tokens' ? [] : ['jose'])],
      message: `${name}/ names no such package`,
    },
    ...fromAbove.map((other) => ({
      group: [`**/${other}/**`],
      allowTypeImports: true,
      message: `${name}/ takes types alone from ${other}/`,
    })),
  ];
  return { files: [`mock-server/${name}/**`], rules: imports(patterns.filter(({ group }) => group.length > 0)) };
});

const REAL_WORLD = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="performance"]', message: 'ask the clock' },
  { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: 'ask ids' },
  { selector: 'CallExpression[callee.object.name="crypto"][callee.property.name="randomUUID"]', message: 'ask ids' },
];
const JOSE = {
  selector: ':matches(ImportDeclaration, ExportNamedDeclaration)[source.value="jose"]',
  message: 'jose stands in tokens/signatures.ts alone',
};

export default defineConfig(
  {
    ignores: ['dist', 'coverage', '**/*.js', '**/*.mjs', '**/*.cjs', 'test/package/consumer', 'deploy/testcontainers'],
  },
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off',
      complexity: ['error', 12],
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      'max-depth': ['error', 3],
      'no-restricted-imports': ['error', { paths: SHORT_NAMES }],
    },
  },
  ...layerRules,
  {
    // The page of the static site is a user of the package, which it loads as one.
    files: ['mock-server/console/site/main.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: SHORT_NAMES, patterns: [{ group: HOSTS, message: 'console/ runs in a page' }] },
      ],
    },
  },
  {
    files: ['mock-server/*.ts'],
    rules: imports([
      {
        group: ['jose', ...HOSTS, ...within(['cli', 'testing', 'client', 'interception'])],
        message: 'the core runs in a browser: hosts stand in adapters/ and cli/',
      },
    ]),
  },
  {
    files: ['mock-server/**'],
    ignores: ['mock-server/clock.ts', 'mock-server/ids.ts', 'mock-server/console/**'],
    rules: { 'no-restricted-syntax': ['error', ...REAL_WORLD] },
  },
  {
    files: ['mock-server/tokens/**'],
    ignores: ['mock-server/tokens/signatures.ts'],
    rules: { 'no-restricted-syntax': ['error', ...REAL_WORLD, JOSE] },
  },
  { files: ['test/**/*.test.ts'], ...jest.configs['flat/recommended'] },
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
