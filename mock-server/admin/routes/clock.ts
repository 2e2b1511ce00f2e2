import * as v from 'valibot';
import type { ClockControl } from '../../clock.ts';
import { isoSeconds } from '../../instant.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

const duration = v.pipe(
  v.union([v.string(), v.number()]),
  v.description("A text with a unit, such as '61m', or a number of seconds"),
);
const instant = v.pipe(v.union([v.string(), v.number()]), v.description('An ISO 8601 text, or epoch seconds'));

export const clockSchema = v.strictObject({
  now: v.pipe(v.number(), v.description('Epoch milliseconds')),
  nowSeconds: v.pipe(v.number(), v.description('Epoch seconds, rounded down')),
  at: v.pipe(v.string(), v.description('The same as ISO 8601, in UTC and whole seconds')),
});

function tell(clock: ClockControl): v.InferInput<typeof clockSchema> {
  const nowSeconds = clock.nowSeconds();
  return { now: clock.now(), nowSeconds, at: isoSeconds(nowSeconds) };
}

const answer = { status: 200, output: clockSchema } as const;

export const clockRoutes = [
  answers({
    verb: 'clock.now',
    method: 'GET',
    path: `${ADMIN_PATH}/clock`,
    summary: 'The time of the mock, or of one account',
    input: v.strictObject(scope),
    ...answer,
    run: (mock, { accountId }) => tell(controlsOf(mock, accountId).clock),
  }),
  answers({
    verb: 'clock.advance',
    method: 'POST',
    path: `${ADMIN_PATH}/clock/advance`,
    summary: 'Moves the time by so much; a negative duration goes back',
    input: v.strictObject({ by: duration, ...scope }),
    ...answer,
    run: (mock, { by, accountId }) => move(controlsOf(mock, accountId).clock, (clock) => clock.advanceAsync(by)),
  }),
  answers({
    verb: 'clock.freeze',
    method: 'POST',
    path: `${ADMIN_PATH}/clock/freeze`,
    summary: 'Stops the clock, now or at the given instant',
    input: v.strictObject({ at: v.optional(instant), ...scope }),
    ...answer,
    run: (mock, { at, accountId }) =>
      move(controlsOf(mock, accountId).clock, (clock) => {
        clock.freeze(at);
      }),
  }),
  answers({
    verb: 'clock.set',
    method: 'POST',
    path: `${ADMIN_PATH}/clock/set`,
    summary: 'Jumps to the instant',
    input: v.strictObject({ at: instant, ...scope }),
    ...answer,
    run: (mock, { at, accountId }) =>
      move(controlsOf(mock, accountId).clock, (clock) => {
        clock.set(at);
      }),
  }),
  answers({
    verb: 'clock.reset',
    method: 'POST',
    path: `${ADMIN_PATH}/clock/reset`,
    summary: 'Goes back to the time source, running',
    input: v.strictObject(scope),
    ...answer,
    run: (mock, { accountId }) =>
      move(controlsOf(mock, accountId).clock, (clock) => {
        clock.reset();
      }),
  }),
];

async function move(
  clock: ClockControl,
  how: (clock: ClockControl) => void | Promise<void>,
): Promise<v.InferInput<typeof clockSchema>> {
  await how(clock);
  return tell(clock);
}
