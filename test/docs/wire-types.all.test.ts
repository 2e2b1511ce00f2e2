import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { wireTypesText } from './surface/wire-types.ts';

it("what the OpenAPI document of LivePerson's calls is made of follows from types and fixtures (npm run docs)", () => {
  const written = readFileSync(new URL('../../mock-server/admin/surface/wire-types.json', import.meta.url), 'utf8');
  expect(written).toBe(wireTypesText());
});
