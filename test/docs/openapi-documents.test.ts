import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openApiDocuments } from './openapi-documents.ts';

const written = (name: string): string =>
  readFileSync(new URL(`../../docs/openapi/${name}`, import.meta.url), 'utf8');

it.each(['admin.json', 'liveperson.json'])('docs/openapi/%s is what a mock serves (npm run docs)', async (name) => {
  const documents = await openApiDocuments();
  expect(JSON.parse(documents[name] ?? '')).toEqual(JSON.parse(written(name)));
  expect(documents[name]).toBe(written(name));
});
