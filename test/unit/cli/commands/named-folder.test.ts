import { expect, it } from '@jest/globals';
import { run } from '../../../cli/captured-terminal.ts';

it.each([['keys', 'new'], ['site']])('%s needs the name of a folder', async (...words) => {
  expect(await run([...words, ''])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'lp-auth-mock: folder: expected the name of a folder',
  });
});
