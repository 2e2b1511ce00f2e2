import { createFamiliars } from '../../../../mock-server/control/capture/familiar.ts';
import type { Redaction, SeenToken } from '../../../../mock-server/control/capture/redaction.ts';
import { createRedaction } from '../../../../mock-server/control/capture/redaction.ts';

/** What stands in the place of a secret, and of a token that nobody here has signed. */
export const NOT_KEPT = '<not kept>';
export const FOREIGN = '<token not of this mock>';

const SEEN = new Map<string, SeenToken>([
  ['eyJo.w.n', { id: '11', kind: 'AppJWT' }],
  ['eyJno.ki.nd', { id: '12' } as SeenToken],
  ['eyJno.i.d', { kind: 'AppJWT' } as SeenToken],
]);
const ISSUED: SeenToken = { id: '13', kind: 'LP_JWT' };

/** The redaction of one call, which has the tokens of SEEN and those that the mock gave out. */
export const openRedaction = (
  secrets: readonly string[] = ['of-the-account', 'short'],
  familiars = createFamiliars(),
): Redaction =>
  createRedaction({
    tokens: SEEN,
    secrets,
    issued: (token) => (token === 'eyJi.ssu.ed' ? ISSUED : undefined),
    familiar: familiars.of('1', secrets),
  });
