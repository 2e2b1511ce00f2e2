import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { apiPage, SUBPATHS } from './api-page.ts';

const written = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');

it('docs/api.md follows from the declarations (npm run docs)', () => {
  expect(written).toBe(apiPage());
}, 300_000);

it('has a section for every subpath of the package that has types', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const typed = Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([name]) => `lp-auth-mock${name.slice(1)}`);
  expect(Object.keys(SUBPATHS)).toEqual(typed);
  expect([...written.matchAll(/^## (lp-auth-mock.*)$/gm)].map(([, name]) => name)).toEqual(typed);
});
