import { expect, it } from '@jest/globals';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { run } from './captured-terminal.ts';

it('endpoints has a line for each path of each row, in columns', async () => {
  const { exitCode, stdout, stderr } = await run(['endpoints']);
  const [heading = '', ...lines] = stdout.split('\n');
  const pathColumn = heading.indexOf('PATH');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(heading).toMatch(/^METHOD +PATH +WHAT FOR +ID$/);
  expect(lines.map((line) => `${line.split(' ')[0] ?? ''} ${line.slice(pathColumn).split(/[ ?]/)[0] ?? ''}`)).toEqual(
    endpoints.flatMap(({ method, paths }) => paths.map((path) => `${method} ${path}`)),
  );
  expect(new Set(lines.map((line) => line.slice(0, heading.indexOf('ID')).length))).toEqual(
    new Set([heading.indexOf('ID')]),
  );
});

it('endpoints --json has the rows whole', async () => {
  const { exitCode, stdout } = await run(['endpoints', '--json']);
  const plain: unknown = JSON.parse(JSON.stringify(endpoints));
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(plain);
});
