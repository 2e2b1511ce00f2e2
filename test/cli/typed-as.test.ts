import { describe, expect, it } from '@jest/globals';
import { typedAs } from '../../mock-server/cli/typed-as.ts';
import { run } from './captured-terminal.ts';

const IN_CLONE = { npm_command: 'run-script', npm_lifecycle_event: 'start', npm_package_name: 'lp-auth-mock' };
const IN_PROJECT = { npm_command: 'exec', npm_lifecycle_event: 'npx', PATH: '/home/me/app/node_modules/.bin:/usr/bin' };

describe('commands in the texts of the program', () => {
  it.each([
    ['in a clone', IN_CLONE, 'npm start --silent --'],
    ['in a project', IN_PROJECT, 'npx --no lp-auth-mock'],
    [
      'from a tarball or a URL, once',
      { ...IN_PROJECT, PATH: '/home/me/.npm/_npx/0123/node_modules/.bin:/usr/bin' },
      'lp-auth-mock',
    ],
    ["in a start script of somebody else's", { ...IN_CLONE, npm_package_name: 'app' }, 'lp-auth-mock'],
    ['linked', {}, 'lp-auth-mock'],
  ])('%s are written as they work there', (_, env, typed) => {
    expect(typedAs(env)).toBe(typed);
  });

  it.each([
    [IN_CLONE, 'npm start --silent --'],
    [IN_PROJECT, 'npx --no lp-auth-mock'],
  ])('%j: in the help, in messages, and in what ca shows', async (env, typed) => {
    const help = (await run(['inspect', '--help'], { env })).stdout;
    expect(help).toContain(`${typed} inspect [jwt]`);
    expect(help).toContain(`${typed} token app | ${typed} inspect`);
    const nobody = { ...env, LP_AUTH_MOCK_URL: 'http://localhost:9' };
    expect((await run(['reset'], { env: nobody })).stderr).toContain(`; start one with: ${typed} start`);
    const shown = (await run(['ca'], { env })).stdout;
    expect(shown).toContain(`${typed} run -- <command>`);
    expect(shown).toContain(`${typed} ca --uninstall`);
  });
});
