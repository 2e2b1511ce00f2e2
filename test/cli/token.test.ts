import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { decode } from '../support/flows.ts';
import { run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const NOON_SECONDS = Date.parse('2026-11-20T12:00:00Z') / 1000;
const folder = createScratchFolder();
folder.write('noon.mjs', "export default { seed: 'cli', clock: { now: () => Date.parse('2026-11-20T12:00:00Z') } }");

const OF_CONFIG = 'lp-auth-mock: asked a mock made of --config, and none that runs';

/** The claims that `token ...` prints at noon. */
async function claimsOf(typed: string): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await run(['token', ...typed.split(' '), '--config', 'noon.mjs'], {
    cwd: folder.path,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: OF_CONFIG });
  return decode(stdout).claims;
}

describe('token', () => {
  it('app prints the AppJWT that Sentinel would issue', async () => {
    const claims = {
      aud: '12345678',
      azp: '75588e18-0213-4e33-8174-883acac7e3c4',
      scope: 'msg.consumer',
      iss: 'Sentinel',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
    };
    expect(await claimsOf('app')).toEqual(claims);
    expect(await claimsOf('app --account 87654321 --client-id me --scope a')).toEqual({
      ...claims,
      aud: '87654321',
      azp: 'me',
      scope: 'a',
    });
  });

  it('consumer prints the ConsumerJWS of a consumer', async () => {
    expect(await claimsOf('consumer --ext-consumer-id John')).toEqual({
      account_id: '12345678',
      ext_consumer_id: 'John',
      lp_consumer_id: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(await claimsOf('consumer --consumer John')).toEqual(await claimsOf('consumer --ext-consumer-id John'));
  });

  it('anonymous prints an LP_EXT_JWT, lp an LP_JWT', async () => {
    const { exp: extExp, aud: extAud, 'lp.unauth': unauth } = await claimsOf('anonymous');
    const { exp: lpExp, aud: lpAud } = await claimsOf('lp');
    expect([extExp, extAud, lpExp, lpAud]).toEqual([
      NOON_SECONDS + 600,
      'acc:12345678',
      NOON_SECONDS + 600,
      'acc:12345678',
    ]);
    expect(unauth).toBeDefined();
  });

  it.each([
    ['60', 60],
    ['10m', 600],
    ['-60', -60],
    ['-10m', -600],
    ['0', 0],
  ])('app --expires-in %s ends that far from now', async (typed, seconds) => {
    expect((await claimsOf(`app --expires-in ${typed}`))['exp']).toBe(NOON_SECONDS + seconds);
    expect((await claimsOf(`app --expires-in=${typed}`))['exp']).toBe(NOON_SECONDS + seconds);
  });

  it('--claim adds and replaces claims, as JSON where it is JSON', async () => {
    expect(
      await claimsOf('app --claim aud=acme --claim exp=17 --claim list=["a"] --claim note=a=b --claim x.y=null'),
    ).toMatchObject({ aud: 'acme', exp: 17, list: ['a'], note: 'a=b', 'x.y': null });
  });

  it.each(['app', 'consumer', 'anonymous', 'lp'])(
    '%s prints what a mock with the default keys accepts, and nothing else',
    async (kind) => {
      const { exitCode, stdout, stderr } = await run(['token', kind, '--offline']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect((await createMock().inspect(stdout)).accepted).toBe(true);
    },
  );
});
