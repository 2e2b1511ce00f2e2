import * as v from 'valibot';
import manifest from '../../../package.json' with { type: 'json' };
import { systemTime } from '../../clock.ts';
import { KEY_USES } from '../../tokens/key-ring.ts';
import { eventId, followEvents, readCursor } from '../event-stream.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers, streams } from '../route.ts';
import { journalEntry } from './journal-schema.ts';
import { toldAttempt } from './webhooks.ts';

const verb = v.picklist([
  'clock.advance',
  'clock.freeze',
  'clock.set',
  'clock.reset',
  'journal.clear',
  'keys.publish',
  'keys.rotate',
  'keys.retire',
  'keys.reset',
  'reset',
  'restore',
]);

/** What a tester changed, as it goes over the wire. */
export const changeSchema = v.strictObject({
  id: v.number(),
  afterEntry: v.pipe(v.number(), v.description('The id of the last journal entry before it')),
  verb,
  accountId: v.optional(v.pipe(v.string(), v.description('Left out: the whole mock'))),
  fromMs: v.pipe(v.number(), v.description('The clock before it, in epoch milliseconds')),
  atMs: v.pipe(v.number(), v.description('The clock after it')),
  isFrozen: v.boolean(),
  key: v.optional(v.strictObject({ use: v.picklist(KEY_USES), kid: v.string() })),
});

const cursor = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}(?:\.\d{1,15}){0,2}$/, 'Expected the id of an event, such as 12.3'),
  v.description(
    'Start behind this event; 0 starts with all that is kept. The header Last-Event-ID, which a browser sends when it comes back, counts before it. Default: what is still to come',
  ),
);

export const eventRoutes = [
  streams({
    verb: 'events.watch',
    method: 'GET',
    path: `${ADMIN_PATH}/events`,
    summary:
      'The calls as they are answered, the webhooks as they are sent, and what testers change, as server-sent events',
    input: v.strictObject({ after: v.optional(cursor) }),
    event: v.union([
      v.strictObject({ entry: journalEntry }),
      v.strictObject({ change: changeSchema }),
      v.strictObject({ attempt: toldAttempt }),
    ]),
    follow: ({ journal, recorded: { changes, attempts } }, { after }, { headers }) =>
      followEvents({ journal, changes, attempts }, readCursor(headers['last-event-id'] ?? after)),
  }),
  answers({
    verb: 'overview',
    method: 'GET',
    path: `${ADMIN_PATH}/overview`,
    summary: 'What the mock is and how its clock stands',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({
      version: v.string(),
      nowMs: v.pipe(v.number(), v.description("The mock's time, in epoch milliseconds")),
      realMs: v.pipe(v.number(), v.description('The time of its machine')),
      isFrozen: v.boolean(),
      sinceMs: v.pipe(
        v.number(),
        v.description('Since when its admin API is there, by the time of its machine: another number is another mock'),
      ),
      last: v.pipe(v.string(), v.description('The id of the last event')),
      capture: v.pipe(v.boolean(), v.description('Whether what is said in calls is kept')),
    }),
    run: ({ journal, sinceMs, recorded: { changes, attempts, clock, capture } }) => ({
      version: manifest.version,
      nowMs: clock.now(),
      realMs: systemTime.now(),
      isFrozen: clock.state().frozenAtMs !== null,
      sinceMs,
      last: eventId({ entry: journal.find().at(-1)?.id ?? 0, change: changes.lastId(), attempt: attempts.lastId() }),
      capture: capture !== undefined,
    }),
  }),
];
