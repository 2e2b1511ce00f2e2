import { expect, it } from '@jest/globals';
import { securityOf } from '../../../../mock-server/admin/surface/credentials.ts';

it.each([
  [[[]], []],
  [[['AppJWT']], [{ AppJWT: [] }]],
  [
    [['AppJWT', 'ConsumerJWS'], ['AgentBearer']],
    [{ AppJWT: [], ConsumerJWS: [] }, { AgentBearer: [] }],
  ],
  [
    [[], ['ClientBasic']],
    [{}, { ClientBasic: [] }],
  ],
] as const)('who shows %j is let in by %j', (auth, security) => {
  expect(securityOf(auth)).toEqual(security);
});
