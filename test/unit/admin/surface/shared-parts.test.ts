import { expect, it } from '@jest/globals';
import { createSharedParts } from '../../../../mock-server/admin/surface/shared-parts.ts';

const [ONE, TWO, THREE] = [{ a: 1 }, { a: 2 }, { a: 3 }];

it('a part is written down once, under the first of its names that is free', () => {
  const parts = createSharedParts('headers');
  expect(parts.refer(ONE, 'name', 'nameOfService')).toEqual({ $ref: '#/components/headers/name' });
  expect(parts.refer({ ...ONE }, 'name', 'nameOfService')).toEqual({ $ref: '#/components/headers/name' });
  expect(parts.refer(TWO, 'name', 'nameOfService')).toEqual({ $ref: '#/components/headers/nameOfService' });
  expect(parts.refer(TWO, 'name', 'nameOfRow')).toEqual({ $ref: '#/components/headers/nameOfService' });
  expect(parts.refer(TWO, 'other')).toEqual({ $ref: '#/components/headers/other' });
  expect(parts.all()).toEqual({ name: ONE, nameOfService: TWO, other: TWO });
  expect(() => parts.refer(THREE, 'name', 'nameOfService')).toThrow('two headers want to be called name,nameOfService');
});
