import * as v from 'valibot';
import type { Capture } from '../../control/capture/capture.ts';
import { AdminError } from '../admin-error.ts';
import { ADMIN_PATH } from '../path.ts';
import type { Recorded } from '../recorded.ts';
import { answers } from '../route.ts';

const headers = v.array(v.tuple([v.string(), v.string()]));
const body = v.strictObject({
  text: v.string(),
  characters: v.pipe(v.number(), v.description('Of the whole body')),
  isCut: v.boolean(),
  isUtf8: v.pipe(v.boolean(), v.description('False: its bytes were no UTF-8, and some are lost')),
});

const where = {
  id: v.number(),
  realMs: v.pipe(v.number(), v.description('When, by the time of the machine, in epoch milliseconds')),
  origin: v.string(),
};

/** What was said in one call. */
export const capturedExchange = v.strictObject({
  ...where,
  request: v.strictObject({ method: v.string(), target: v.string(), headers, body }),
  answer: v.union([
    v.strictObject({ status: v.number(), headers, body }),
    v.strictObject({ abort: v.picklist(['reset', 'timeout']) }),
  ]),
});

/** What was said in the frames of one journal entry. */
export const capturedFrame = v.strictObject({
  ...where,
  frame: v.strictObject({
    received: v.optional(
      v.pipe(body, v.description('What the client sent; of the end of a socket, the reason that it gave')),
    ),
    sent: v.optional(
      v.pipe(body, v.description('What the mock sent: an answer, a notification, or the reason of a close')),
    ),
  }),
});

export const captureRoutes = [
  answers({
    verb: 'exchanges.find',
    method: 'GET',
    path: `${ADMIN_PATH}/exchanges/{id}`,
    summary:
      'What was said in the call or the frame of a journal entry, without secrets and tokens; with the option capture',
    input: v.strictObject({}),
    status: 200,
    output: v.union([capturedExchange, capturedFrame]),
    run: async ({ recorded }, _, { id = '' }) => {
      const capture = await requireCapture(recorded);
      return requireFound(/^\d{1,15}$/.test(id) ? capture.exchange(Number(id)) : undefined, 'exchange of this id');
    },
  }),
  answers({
    verb: 'tokens.find',
    method: 'GET',
    path: `${ADMIN_PATH}/tokens/{id}`,
    summary: 'A token that this mock issued, by its id in the journal, as long as it is kept; with the option capture',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ token: v.string() }),
    run: async ({ recorded }, _, { id = '' }) => {
      const capture = await requireCapture(recorded);
      return { token: requireFound(capture.token(id), 'token of this id that the mock issued') };
    },
  }),
];

/** @throws AdminError 404 when nothing is kept. */
async function requireCapture({ capture }: Recorded): Promise<Capture> {
  if (capture === undefined)
    throw new AdminError(
      404,
      'nothing that is said in calls is kept; start with --capture, or the option capture: true',
    );
  return capture();
}

/** @throws AdminError 404 when it is not there. */
function requireFound<Found>(found: Found | undefined, what: string): Found {
  if (found === undefined) throw new AdminError(404, `no ${what} is kept, or no longer`);
  return found;
}
