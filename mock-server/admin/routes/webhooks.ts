import * as v from 'valibot';
import { WEBHOOK_EVENTS } from '../../domain/webhook-settings.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers, does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

const event = v.picklist(WEBHOOK_EVENTS);
const state = v.picklist(['delivered', 'retrying', 'dropped']);
const app = { ...scope, clientId: v.optional(v.string()) };

/** What is told of an attempt while it happens. */
const toldMembers = {
  id: v.string(),
  deliveryId: v.pipe(v.string(), v.description('The same for all attempts at one delivery')),
  accountId: v.string(),
  clientId: v.string(),
  event,
  conversationId: v.optional(v.string()),
  url: v.string(),
  attempt: v.pipe(v.number(), v.description('1, 2, 3 and so on; 0 when it was given up without being tried')),
  atMs: v.pipe(v.number(), v.description("By the account's clock, in epoch milliseconds")),
  durationMs: v.number(),
  state,
  status: v.optional(v.pipe(v.number(), v.description('The HTTP status that was answered'))),
  reason: v.optional(v.pipe(v.string(), v.description('Why it was not delivered'))),
  nextAtMs: v.optional(v.pipe(v.number(), v.description("When it is tried again, by the account's clock"))),
};

const attemptSchema = v.strictObject({
  ...toldMembers,
  headers: v.pipe(
    v.record(v.string(), v.string()),
    v.description("As they were sent; of the installation's own the names alone. None: it was not even tried"),
  ),
  body: v.string(),
});

/** An attempt as an event. */
export const toldAttempt = v.strictObject({
  ...toldMembers,
  afterEntry: v.pipe(v.number(), v.description('The id of the last journal entry before it')),
  afterChange: v.pipe(v.number(), v.description('The id of the last change before it')),
});

/** Webhooks: what was sent to app installations, and what a tester may do about it. */
export const webhookRoutes = [
  answers({
    verb: 'webhooks.list',
    method: 'GET',
    path: `${ADMIN_PATH}/webhooks`,
    summary: 'The last attempts to deliver a webhook, oldest first',
    input: v.strictObject({
      ...app,
      event: v.optional(v.string()),
      deliveryId: v.optional(v.pipe(v.string(), v.description('All attempts at one delivery'))),
      conversationId: v.optional(v.string()),
      state: v.optional(state),
    }),
    status: 200,
    output: v.strictObject({ attempts: v.array(attemptSchema) }),
    run: (mock, { accountId, ...filter }) => ({ attempts: [...controlsOf(mock, accountId).webhooks.list(filter)] }),
  }),
  answers({
    verb: 'webhooks.resend',
    method: 'POST',
    path: `${ADMIN_PATH}/webhooks/{id}/resend`,
    summary: 'Sends what an attempt has sent once more',
    input: v.strictObject(scope),
    status: 200,
    output: attemptSchema,
    run: (mock, { accountId }, parameters) => controlsOf(mock, accountId).webhooks.resend(parameters['id'] ?? ''),
  }),
  answers({
    verb: 'webhooks.send',
    method: 'POST',
    path: `${ADMIN_PATH}/webhooks/send`,
    summary: 'Sends a signed sample of an event to an address',
    input: v.strictObject({ url: v.string(), event, ...app }),
    status: 200,
    output: attemptSchema,
    run: (mock, { url, event: type, accountId, clientId }) =>
      controlsOf(mock, accountId).webhooks.send(url, type, { clientId }),
  }),
  does({
    verb: 'webhooks.pause',
    method: 'POST',
    path: `${ADMIN_PATH}/webhooks/pause`,
    summary: 'Holds all deliveries back until they are resumed',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => {
      controlsOf(mock, accountId).webhooks.pause();
    },
  }),
  does({
    verb: 'webhooks.resume',
    method: 'POST',
    path: `${ADMIN_PATH}/webhooks/resume`,
    summary: 'Goes on with the deliveries, also to endpoints that were disabled for being slow',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => {
      controlsOf(mock, accountId).webhooks.resume();
    },
  }),
  answers({
    verb: 'webhooks.state',
    method: 'GET',
    path: `${ADMIN_PATH}/webhooks/state`,
    summary: 'Whether deliveries are held back, and how many are owed',
    input: v.strictObject(scope),
    status: 200,
    output: v.strictObject({
      isPaused: v.pipe(v.boolean(), v.description('Until they are resumed; without accountId, those of every account')),
      owed: v.pipe(v.number(), v.description('How many deliveries are held back, under way, or to be tried again')),
    }),
    run: (mock, { accountId }) => controlsOf(mock, accountId).webhooks.state(),
  }),
  answers({
    verb: 'webhooks.sign',
    method: 'POST',
    path: `${ADMIN_PATH}/webhooks/sign`,
    summary: 'Signs a body with the secret of an app installation',
    input: v.strictObject({ body: v.string(), ...app }),
    status: 200,
    output: v.strictObject({ signature: v.string() }),
    run: async (mock, { body, accountId, clientId }) => ({
      signature: await controlsOf(mock, accountId).webhooks.sign(body, { clientId }),
    }),
  }),
];
