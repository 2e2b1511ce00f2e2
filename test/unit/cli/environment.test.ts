import { expect, it } from '@jest/globals';
import {
  configFileOf,
  describeVariables,
  settingsOfVariables,
  STATE_VARIABLE,
  variableOf,
} from '../../../mock-server/cli/environment.ts';
import { OPTION_NAMES } from '../../../mock-server/config/option-names.ts';

it('a variable is called as its option is, in capitals', () => {
  expect(['closed', 'sendApi.strictVersion', 'sendApi.acceptV2AppJwt', 'limits.megabytes'].map(variableOf)).toEqual([
    'LP_AUTH_MOCK_CLOSED',
    'LP_AUTH_MOCK_SEND_API_STRICT_VERSION',
    'LP_AUTH_MOCK_SEND_API_ACCEPT_V2_APP_JWT',
    'LP_AUTH_MOCK_LIMITS_MEGABYTES',
  ]);
  expect(STATE_VARIABLE).toBe('LP_AUTH_MOCK_STATE');
});

it('a variable sets its option; one that is empty, of another purpose or of somebody else sets none', () => {
  const others = ['URL', 'ADMIN_SECRET', 'HOME', 'REDIRECT', 'CONFIG', 'STATE'].map((name) => `LP_AUTH_MOCK_${name}`);
  const env = {
    ...Object.fromEntries([...others, 'LP_AUTH_MOCK', 'CLOSED', 'MY_LP_AUTH_MOCK_X'].map((name) => [name, 'x'])),
    LP_AUTH_MOCK_STRICT: '',
    LP_AUTH_MOCK_CAPTURE: undefined,
    LP_AUTH_MOCK_SEED: 'y',
    LP_AUTH_MOCK_CLOSED: ' ',
  };
  expect(settingsOfVariables(env, 'linux')).toEqual([
    { variable: 'LP_AUTH_MOCK_SEED', option: 'seed', text: 'y' },
    { variable: 'LP_AUTH_MOCK_CLOSED', option: 'closed', text: ' ' },
  ]);
});

it('a variable of ours that sets nothing is a mistake, and the case counts but on Windows', () => {
  expect(() => settingsOfVariables({ LP_AUTH_MOCK_SEEED: '1' })).toThrow(
    'LP_AUTH_MOCK_SEEED: no option has this variable; did you mean LP_AUTH_MOCK_SEED?',
  );
  expect(() => settingsOfVariables({ lp_auth_mock_nothing: '1' }, 'win32')).toThrow('LP_AUTH_MOCK_NOTHING: no option');
  expect(settingsOfVariables({ lp_auth_mock_nothing: '1' }, 'linux')).toEqual([]);
  expect(settingsOfVariables({ Lp_Auth_Mock_Seed: '1' }, 'win32')).toEqual([
    { variable: 'LP_AUTH_MOCK_SEED', option: 'seed', text: '1' },
  ]);
});

it('a config file has a variable of its own', () => {
  expect(configFileOf({ LP_AUTH_MOCK_CONFIG: 'a.json' })).toBe('a.json');
  expect(configFileOf({ LP_AUTH_MOCK_CONFIG: '' })).toBeUndefined();
  expect(configFileOf({})).toBeUndefined();
});

it('the help lists all of them, once each, in lines as long as they may be', () => {
  const [title, ...lines] = describeVariables().split('\n');
  expect(title).toBe('Environment variables, each an option (flags win over them, they win over a config file):');
  expect(lines.flatMap((line) => line.slice(2).split(' '))).toEqual([
    'LP_AUTH_MOCK_CONFIG',
    'LP_AUTH_MOCK_STATE',
    ...OPTION_NAMES.map(variableOf),
  ]);
  const lengths = lines.map((line) => line.length);
  expect(lines.every((line) => /^ {2}\S/.test(line))).toBe(true);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(2 + 97);
  for (const [index, length] of lengths.slice(0, -1).entries())
    expect(length - 2 + (lines[index + 1]?.trim().split(' ')[0] ?? '').length).toBeGreaterThan(96);
});
