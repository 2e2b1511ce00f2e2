import { describe, expect, it } from '@jest/globals';
import {
  APP_JWT_TAMPERS,
  CONSUMER_JWS_TAMPERS,
  EXT_JWT_TAMPERS,
  LP_JWT_TAMPERS,
} from '../../../../mock-server/control/mint/tampers.ts';
import { run } from '../../../cli/captured-terminal.ts';
import { decode } from '../../../support/flows.ts';

const token = (...argv: readonly string[]): ReturnType<typeof run> => run(['token', ...argv, '--offline']);
const claimsOf = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
  const { exitCode, stdout, stderr } = await token(...argv);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return decode(stdout).claims;
};
const refused = (line: string): unknown => ({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${line}` });

describe('token', () => {
  it('makes what the flags say, of the kind', async () => {
    expect(await claimsOf('app', '--account', '87654321', '--client-id', 'me', '--scope', 'a')).toMatchObject({
      aud: '87654321',
      azp: 'me',
      scope: 'a',
      iss: 'Sentinel',
    });
    expect(await claimsOf('consumer', '--consumer', 'Jo', '--claim', 'a={"b":1}', '--claim', 'c=d=e')).toMatchObject({
      account_id: '12345678',
      ext_consumer_id: 'Jo',
      a: { b: 1 },
      c: 'd=e',
    });
    expect(await claimsOf('anonymous', '--omit', 'lp.unauth')).not.toHaveProperty('lp.unauth');
    expect(await claimsOf('lp', '--claim', 'sub=me')).toMatchObject({ sub: 'me', aud: 'acc:12345678' });
  });

  it.each([
    ['60', 60],
    ['-90', -90],
    ['10m', 600],
    ['1500ms', 2],
  ])('--expires-in %s is so far from now', async (typed, seconds) => {
    for (const kind of ['app', 'anonymous', 'lp']) {
      const { exp } = await claimsOf(kind, `--expires-in=${typed}`);
      const { exp: now } = await claimsOf(kind, '--expires-in=0');
      expect(Math.abs(Number(exp) - Number(now) - seconds)).toBeLessThanOrEqual(1);
    }
  });

  it.each(['soon', '', '1.5', '5x', '1 0', 'x1', '-'])('--expires-in %s is no time', async (typed) => {
    const { exitCode, stderr } = await run(['token', 'app', '--offline', `--expires-in=${typed}`]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^lp-auth-mock: --expires-in: expected (?:a value|seconds, or a number with a unit such as 10m; got )/,
    );
  });

  it.each([
    ['--client-id', 'app', ['consumer', 'anonymous', 'lp']],
    ['--scope', 'app', ['consumer', 'anonymous', 'lp']],
    ['--ext-consumer-id', 'consumer', ['app', 'anonymous', 'lp']],
  ])('%s goes with %s alone', async (flag, kind, others) => {
    for (const other of others)
      expect(await token(other, flag, '60')).toEqual(refused(`${flag}: only goes with token ${kind}`));
    expect((await token(kind, flag, '60')).exitCode).toBe(0);
  });

  it('a ConsumerJWS has no end', async () => {
    expect(await token('consumer', '--expires-in', '60')).toEqual(
      refused('--expires-in: a ConsumerJWS does not expire; to make it expire, use --claim exp=<epoch seconds>'),
    );
  });

  it.each([
    ['app', APP_JWT_TAMPERS],
    ['consumer', CONSUMER_JWS_TAMPERS],
    ['anonymous', EXT_JWT_TAMPERS],
    ['lp', LP_JWT_TAMPERS],
  ] as const)('%s can be wrong in these ways, and in no other', async (kind, tampers) => {
    expect(await token(kind, '--tamper', 'nonsense')).toEqual(
      refused(`--tamper: expected ${tampers.join(', ')}; got nonsense`),
    );
    const [first] = tampers;
    expect((await token(kind, '--tamper', first)).exitCode).toBe(0);
  });

  it('that only a running mock remembers needs one, and an account needs to be there', async () => {
    expect(await token('anonymous', '--tamper', 'revoked')).toEqual(
      refused('--tamper revoked: only a running mock remembers that; start one'),
    );
    expect(await token('app', '--set', 'accounts=[]')).toEqual(
      refused('no account is configured; name one with --account'),
    );
    expect((await claimsOf('app', '--set', 'accounts=[]', '--account', '77'))['aud']).toBe('77');
    expect(await token('app', '--closed', '--account', '77')).toEqual(
      refused('--account 77: this mock has no such account; configured: 12345678, 87654321'),
    );
    expect(await token('app', '--closed', '--account', '77', '--set', 'accounts=[]')).toEqual(
      refused('--account 77: this mock has no such account; configured: none'),
    );
    expect(await token('app', '--claim', '=1')).toEqual(refused('--claim =1: expected name=value'));
  });
});
