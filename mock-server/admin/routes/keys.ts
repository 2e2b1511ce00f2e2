import * as v from 'valibot';
import { KEY_USES } from '../../tokens/key-ring.ts';
import { publishSchema, retireSchema, rotateSchema } from '../../control/keys/options.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers, does } from '../route.ts';

/** A key as it stands, without the key itself. */
export const keyState = v.strictObject({
  use: v.picklist(KEY_USES),
  kid: v.string(),
  state: v.picklist(['next', 'signing', 'accepted', 'retired']),
  listed: v.pipe(v.boolean(), v.description('Whether the JWKS has it')),
  signsFrom: v.optional(
    v.nullable(v.pipe(v.string(), v.description('Null: from the beginning. Left out: not settled'))),
  ),
  endsAt: v.nullable(v.pipe(v.string(), v.description('Null: never'))),
});

export const keyRoutes = [
  answers({
    verb: 'keys.list',
    method: 'GET',
    path: `${ADMIN_PATH}/keys`,
    summary: 'The signing keys, retired ones too',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ keys: v.array(keyState) }),
    run: ({ keys }) => ({ keys: keys.list() }),
  }),
  answers({
    verb: 'keys.publish',
    method: 'POST',
    path: `${ADMIN_PATH}/keys/publish`,
    summary: 'Adds a key that is published and accepted, and does not sign yet',
    input: publishSchema(),
    status: 201,
    output: keyState,
    run: ({ keys }, options) => keys.publish(options),
  }),
  answers({
    verb: 'keys.rotate',
    method: 'POST',
    path: `${ADMIN_PATH}/keys/rotate`,
    summary: 'Makes another key sign',
    input: rotateSchema(),
    status: 200,
    output: keyState,
    run: ({ keys }, options) => keys.rotate(options),
  }),
  answers({
    verb: 'keys.retire',
    method: 'POST',
    path: `${ADMIN_PATH}/keys/retire`,
    summary: 'Retires a key: its tokens are refused',
    input: retireSchema(),
    status: 200,
    output: keyState,
    run: ({ keys }, options) => keys.retire(options),
  }),
  does({
    verb: 'keys.reset',
    method: 'POST',
    path: `${ADMIN_PATH}/keys/reset`,
    summary: 'Goes back to the keys of the options',
    input: v.strictObject({}),
    run: ({ keys }) => {
      keys.reset();
    },
  }),
];
