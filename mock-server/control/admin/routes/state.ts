import * as v from 'valibot';
import { ADMIN_PATH } from '../path.ts';
import { does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

export const stateRoutes = [
  does({
    verb: 'reset',
    method: 'POST',
    path: `${ADMIN_PATH}/reset`,
    summary: 'Back to the start, the whole mock or one account',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => { controlsOf(mock, accountId).reset(); },
  }),
];
