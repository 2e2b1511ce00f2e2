import { expect, it } from '@jest/globals';
import { tidyPath, untidiness } from '../../../mock-server/http/tidy-path.ts';
import { createRouter } from '../../../mock-server/http/router.ts';

const KNOWN = '/api/account/{account}/login';
const UNSET = 'is empty in the path, most likely a variable that was never set';

it.each([
  ['/a//b///c/', '/a/b/c'],
  ['/', '/'],
  ['//', '/'],
  ['/a', '/a'],
  ['a/', 'a'],
])('%j is tidied to %j', (path, tidy) => {
  expect(tidyPath(path)).toBe(tidy);
});

it.each([
  ['/api/account/1/login', undefined],
  ['/api/account/1/login/', 'the path ends in a slash'],
  ['/api/account/1/login///', 'the path has two slashes in a row, ends in a slash'],
  ['/api//account/1/login', 'the path has two slashes in a row'],
  ['//api/account/1/login', 'the path has two slashes in a row'],
  ['/API/account/1/Login', 'the path differs in case (paths are case-sensitive)'],
  [
    '/api//account/1/LOGIN/',
    'the path has two slashes in a row, ends in a slash, differs in case (paths are case-sensitive)',
  ],
  ['/api/account//login', `{account} ${UNSET}`],
  ['/api/account/login', undefined],
  ['/api/account/1/logout', undefined],
  ['/api/account/1', undefined],
  ['/api/account/1/login/more', undefined],
  ['/api/accounts//login', undefined],
])('%j departs from a known path: %j', (path, fault) => {
  expect(untidiness(path, KNOWN)).toBe(fault);
});

it('a router finds it at any of its rows, and names spellings without a slash at the end', () => {
  const router = createRouter([
    { method: 'GET', paths: ['/one', '/one/'] },
    { method: 'POST', paths: [KNOWN] },
  ]);
  expect(router.untidiness('/api/account/1/login/')).toBe('the path ends in a slash');
  expect(router.untidiness('/ONE')).toBe('the path differs in case (paths are case-sensitive)');
  expect(router.untidiness('/two')).toBeUndefined();
  expect(router.nearest('/one/', 5)).toEqual(['GET /one', `POST ${KNOWN}`]);
});
