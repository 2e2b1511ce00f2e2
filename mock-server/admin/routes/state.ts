import * as v from 'valibot';
import { snapshotSchema } from '../../control/state/snapshot-schema.ts';
import type { Snapshot } from '../../control/state/snapshot-data.ts';
import { ADMIN_PATH, MAX_SNAPSHOT_BODY_BYTES } from '../path.ts';
import { answers, does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

/** What checks a snapshot, typed by what is handed on. */
export const snapshot = snapshotSchema() as v.GenericSchema as v.GenericSchema<Snapshot, Snapshot>;

export const stateRoutes = [
  does({
    verb: 'reset',
    method: 'POST',
    path: `${ADMIN_PATH}/reset`,
    summary: 'Goes back to the start, for the whole mock or one account',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => {
      controlsOf(mock, accountId).reset();
    },
  }),
  answers({
    verb: 'snapshot',
    method: 'GET',
    path: `${ADMIN_PATH}/snapshot`,
    summary: 'The state as it is, to go back to; no secret is in it',
    input: v.strictObject(scope),
    status: 200,
    output: snapshot,
    run: (mock, { accountId }) => controlsOf(mock, accountId).snapshot(),
  }),
  does({
    verb: 'restore',
    method: 'POST',
    path: `${ADMIN_PATH}/restore`,
    summary: 'Goes back to a state; the journal starts over',
    input: v.strictObject({ snapshot, ...scope }),
    maxBodyBytes: MAX_SNAPSHOT_BODY_BYTES,
    run: (mock, input) => {
      controlsOf(mock, input.accountId).restore(input.snapshot);
    },
  }),
];
