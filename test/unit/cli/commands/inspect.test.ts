import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import type { Outcome } from '../../../cli/captured-terminal.ts';
import { run } from '../../../cli/captured-terminal.ts';

const inspect = (jwt: string): Promise<Outcome> => run(['inspect', jwt, '--offline']);
const mock = createMock();

describe('inspect', () => {
  it('takes a token as it is pasted: with the name of the header, the scheme, or in quotes', async () => {
    const jwt = await mock.mint.appJwt();
    for (const pasted of [
      jwt,
      `"${jwt}"`,
      `'${jwt}'`,
      ` ${jwt}\n`,
      `Authorization: Bearer ${jwt}`,
      `authorization:jwt   ${jwt}`,
      `authorization:  ${jwt}`,
      `bearer\t ${jwt}`,
    ]) {
      const { exitCode, stdout, stderr } = await inspect(pasted);
      const [first, ...rest] = stdout.split('\n');
      expect({ exitCode, first, stderr }).toEqual({ exitCode: 0, first: 'AppJWT of account 12345678', stderr: '' });
      expect(rest).toContain('accepted now, at:');
    }
  });

  it.each(['"', "'", 'authorization:', 'bearer ', 'jwt '])('takes no token with %j within it', async (inner) => {
    const jwt = await mock.mint.appJwt();
    const { exitCode, stderr } = await inspect(`${jwt.slice(0, 30)}${inner}${jwt.slice(30)}`);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^lp-auth-mock: not a token: \w/);
  });

  it('tells what it can of a token that nobody here has made', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { exitCode, stdout, stderr } = await inspect(`${part({ alg: 'RS256' })}.${part({ x: 1 })}.AAAA`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [first, , ...rest] = stdout.split('\n');
    expect(first).toBe('a token of an unknown kind');
    expect(rest.slice(0, 6)).toEqual(['header {', '  "alg": "RS256"', '}', 'claims {', '  "x": 1', '}']);
    expect(rest.slice(6).join('\n')).toMatch(/^\n+(?:checks [^\n]+\n)?not accepted: [a-z-]+; [^\n]+$/);
  });
});
