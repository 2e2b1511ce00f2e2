import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../mock-server/cli/command.ts';
import { variableOf } from '../../mock-server/cli/environment.ts';
import { readSettings } from '../../mock-server/cli/mock-options.ts';
import { OPTION_NAMES } from '../../mock-server/config/option-names.ts';
import { optionRows } from '../docs/options-table.ts';
import { run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const folder = createScratchFolder();

type Variables = Readonly<Record<string, string>>;

const settingsFor = (
  env: Variables,
  typed: Parameters<typeof readSettings>[0] = {},
  cwd = '/',
): ReturnType<typeof readSettings> => readSettings(typed, { cwd, env });

describe('Environment variables', () => {
  it('are there for every option that a text can give', () => {
    const functions = ['clock', 'onExchange', 'wait'];
    expect([...OPTION_NAMES].sort()).toEqual(
      optionRows()
        .map(({ name }) => name)
        .filter((name) => !functions.includes(name))
        .sort(),
    );
    expect(new Set(OPTION_NAMES.map(variableOf)).size).toBe(OPTION_NAMES.length);
  });

  it.each<[Variables, object]>([
    [{ LP_AUTH_MOCK_CLOSED: 'true' }, { closed: true }],
    [
      { LP_AUTH_MOCK_SERVER_PORT: '4410', LP_AUTH_MOCK_SERVER_HOST: '0.0.0.0' },
      { server: { port: 4410, host: '0.0.0.0' } },
    ],
    [{ LP_AUTH_MOCK_SEND_API_FOREIGN_CONVERSATION: '40103' }, { sendApi: { foreignConversation: '40103' } }],
    [{ LP_AUTH_MOCK_IDP_EXT_JWT_LIFETIME_SECONDS: '7' }, { idp: { extJwtLifetimeSeconds: 7 } }],
    [{ LP_AUTH_MOCK_SEED: 'demo' }, { seed: 'demo' }],
    [{ LP_AUTH_MOCK_ACCOUNTS: '[{"accountId":"55667788"}]' }, { accounts: [{ accountId: '55667788' }] }],
  ])('%j set what they say', async (env, expected) => {
    expect(await settingsFor(env)).toMatchObject(expected);
  });

  it("that are empty, or ours for another purpose, or somebody else's, set nothing", async () => {
    const env = {
      LP_AUTH_MOCK_CLOSED: '',
      LP_AUTH_MOCK_URL: 'http://localhost:1',
      LP_AUTH_MOCK_ADMIN_SECRET: 'x',
      LP_AUTH_MOCK: '{}',
      LP_AUTH_MOCK_HOME: '/nowhere',
      LP_AUTH_MOCK_REDIRECT: '{}',
      LP_ACCOUNT: '1',
      CLOSED: 'true',
    };
    expect(await settingsFor(env)).toEqual(await settingsFor({}));
  });

  it('lose to flags and win over a config file', async () => {
    folder.write('mock.json', '{"closed":true,"seed":"file","strict":true}');
    const env = { LP_AUTH_MOCK_CONFIG: 'mock.json', LP_AUTH_MOCK_SEED: 'variable', LP_AUTH_MOCK_STRICT: 'false' };
    expect(await settingsFor(env, { strict: true }, folder.path)).toMatchObject({
      closed: true,
      seed: 'variable',
      strict: true,
    });
    expect(await settingsFor(env, { set: ['seed=typed'] }, folder.path)).toMatchObject({
      seed: 'typed',
      strict: false,
    });
  });

  it.each([
    [
      { LP_AUTH_MOCK_CLOSE: 'true' },
      'LP_AUTH_MOCK_CLOSE: no option has this variable; did you mean LP_AUTH_MOCK_CLOSED?',
    ],
    [{ LP_AUTH_MOCK_PORT: '1' }, 'LP_AUTH_MOCK_PORT: no option has this variable; see --help'],
    [{ LP_AUTH_MOCK_CLOSED: 'perhaps' }, 'LP_AUTH_MOCK_CLOSED: expected true or false; got "perhaps"'],
    [{ LP_AUTH_MOCK_SERVER_PORT: '70000' }, 'LP_AUTH_MOCK_SERVER_PORT: expected at most 65535; got 70000'],
  ])('%j are refused by name', async (env, sentence) => {
    await expect(settingsFor(env)).rejects.toThrow(new UsageError(sentence));
  });

  it('are told of by start --help', async () => {
    const { stdout } = await run(['start', '--help']);
    for (const name of OPTION_NAMES) expect(stdout).toContain(variableOf(name));
  });

  it('reach a command', async () => {
    const env = { LP_AUTH_MOCK_CLOSED: 'true', LP_AUTH_MOCK_ACCOUNTS: '[]' };
    expect(await run(['token', 'app', '--account', '55667788'], { env })).toMatchObject({ exitCode: 1 });
  });
});

describe('A config file in JSON', () => {
  it('may name its schema for editors', async () => {
    folder.write('mock.json', '{"$schema":"./node_modules/lp-auth-mock/dist/config.schema.json","closed":true}');
    expect(await settingsFor({}, { config: 'mock.json' }, folder.path)).toMatchObject({ closed: true });
  });
});
