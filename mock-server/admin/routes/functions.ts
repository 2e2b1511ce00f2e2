import * as v from 'valibot';
import { ADMIN_PATH } from '../path.ts';
import { answers, does } from '../route.ts';

const status = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));

/** What LivePerson Functions answer. */
export const functionRoutes = [
  answers({
    verb: 'functions.answers',
    method: 'GET',
    path: `${ADMIN_PATH}/functions`,
    summary: 'What functions answer, and the functions of events',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({
      answers: v.array(
        v.strictObject({ id: v.string(), accountId: v.optional(v.string()), status: v.number(), body: v.unknown() }),
      ),
    }),
    run: (mock) => ({ answers: [...mock.functions.answers()] }),
  }),
  does({
    verb: 'functions.answer',
    method: 'POST',
    path: `${ADMIN_PATH}/functions`,
    summary: 'Says what a function answers from now on, or what an event does',
    input: v.strictObject({
      id: v.pipe(v.string(), v.description('The UUID of the function, or the id of the event')),
      body: v.unknown(),
      status: v.optional(status),
      accountId: v.optional(v.string()),
    }),
    run: (mock, { id, body, ...options }) => {
      mock.functions.answer(id, body, options);
    },
  }),
];
