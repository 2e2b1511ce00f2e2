import { expect, it } from '@jest/globals';
import { livePersonOpenApi } from '../../mock-server/admin/liveperson-openapi.ts';
import { run } from './captured-terminal.ts';

it.each([
  ['where a mock listens by itself', [], 'http://localhost:4407', { LP_AUTH_MOCK_URL: '' }],
  ['where the variable says', [], 'http://localhost:5000', { LP_AUTH_MOCK_URL: 'http://localhost:5000' }],
  ['at an address', ['--url', 'https://mock.test:4407/'], 'https://mock.test:4407', {}],
  ['under a path', ['--url', 'http://localhost:3000/lp'], 'http://localhost:3000/lp', {}],
])("openapi prints the document of LivePerson's calls, with the mock %s", async (_, words, origin, env) => {
  const { exitCode, stdout, stderr } = await run(['openapi', ...words], { env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(await livePersonOpenApi(origin));
});

it.each(['nonsense', 'ftp://mock.test', 'http://mock.test/?v=1', 'http://mock.test/#there', 'http://me@mock.test'])(
  'openapi --url %s is refused with what is expected',
  async (url) => {
    const { exitCode, stdout, stderr } = await run(['openapi', '--url', url]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`url: expected an address such as http://localhost:4407, got "${url}"`);
  },
);
