import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openApiDocuments } from './openapi-documents.ts';

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../../docs/openapi/${name}`, import.meta.url), 'utf8').split('\n');

it.each(['admin.json', 'liveperson.json'] as const)(
  'docs/openapi/%s is what a mock serves (npm run docs)',
  async (name) => {
    const written = linesOf(name);
    const served = (await openApiDocuments[name]()).split('\n');
    // The first line that differs, with what is around it: a comparison of all lines takes seconds when it fails.
    const at = served.findIndex((line, index) => line !== written[index]);
    expect(at < 0 ? [] : served.slice(Math.max(0, at - 3), at + 3)).toEqual(
      at < 0 ? [] : written.slice(Math.max(0, at - 3), at + 3),
    );
    expect(served.length).toBe(written.length);
  },
);
