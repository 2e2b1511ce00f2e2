import { describe, expect, it } from '@jest/globals';
import { BrowserNotOpened, openBrowser, openersFor } from '../../../mock-server/cli/open-browser.ts';

const URL = 'http://localhost:4407/__admin/ui/';

it.each([
  ['win32', [['cmd', '/d', '/c', 'start', '""', `"${URL}"`]]],
  ['darwin', [['open', URL]]],
  [
    'linux',
    [
      ['xdg-open', URL],
      ['wslview', URL],
    ],
  ],
] as const)('%s opens an address by %j', (platform, openers) => {
  expect(openersFor(platform, URL)).toEqual(openers);
});

it('programs that are not there are named', async () => {
  const opening = openBrowser(URL, [['/no/such/program', URL], ['/nor/this']]);
  await expect(opening).rejects.toEqual(new BrowserNotOpened('this machine has no /no/such/program or /nor/this'));
  await expect(opening).rejects.toMatchObject({ name: 'BrowserNotOpened' });
});

(process.platform === 'linux' ? describe : describe.skip)('a program that is there', () => {
  const shell = (script: string): [string, ...string[]] => ['/bin/sh', '-c', script, URL];

  it('gets the address, is of its own group and writes nowhere', async () => {
    const script = `
      read -r line < /proc/$$/stat; set -- $line
      [ "$0" = ${URL} ] || exit 2
      [ "$5" = $$ ] || exit 3
      for each in 0 1 2; do [ /proc/$$/fd/$each -ef /dev/null ] || exit 4; done`;
    await expect(openBrowser(URL, [['/no/such/program'], shell(script), shell('exit 9')])).resolves.toBeUndefined();
  });

  it.each([
    ['exit 3', 3],
    ['kill -9 $$', 1],
  ])('and ends with %j has not opened it, and no other is asked', async (script, code) => {
    await expect(openBrowser(URL, [shell(script), shell('exit 0')])).rejects.toEqual(
      new BrowserNotOpened(`/bin/sh ended with exit code ${String(code)}`),
    );
  });
});
