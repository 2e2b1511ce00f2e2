import type { CommandReply } from '../../errors/refusal.ts';
import { refuse, Refusal } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import type { Answer, Call } from '../../http/call.ts';
import type { CommandScene } from '../../messaging/commands/command.ts';
import type { Commands } from '../../messaging/commands/index.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { authorizeOnBehalf } from './authorization.ts';
import { carryOut, commandTables, failedItem, sceneOf } from './commands.ts';
import { checkRequests, shortType } from './request.ts';

/**
 * Opens a conversation: a batch of SetUserProfile and ConsumerRequestConversation, answered item by item. A batch of
 * which an item failed is an HTTP 400 and still carries the items that went well.
 *
 * Source: Send API, "Create Conversation"; the failures are from LivePerson's connector how-to.
 */
export const createConversation: EndpointHandler = {
  handle: async (context) => {
    const scene = sceneOf(context, await authorizeOnBehalf(context));
    const requests = readBatch(context);
    requireBrand(requests);
    checkRequests(context, requests, 'BAD_REQUEST', {
      get items() {
        return failedItems(requests);
      },
    });
    if (context.settings.sendApi.strictBatch) requireOrder(requests);
    return carryOutBatch(requests, scene, (await commandTables()).CONSUMER_COMMANDS);
  },
  renderFault: (error, context) =>
    error === 'BAD_REQUEST' ? json(400, failedItems(requestsIn(context.call))) : undefined,
};

const PROFILE = 'userprofile.SetUserProfile';
const REQUEST = 'cm.ConsumerRequestConversation';

function readBatch({ call }: EndpointContext): readonly unknown[] {
  const body = readJson(call);
  if (!body.ok) return refuse('BAD_REQUEST', body.slug, body.sentence, { items: failedItems([undefined]) });
  if (Array.isArray(body.value) && body.value.length > 0) return body.value;
  const found = Array.isArray(body.value) ? 'an empty array' : describeJson(body.value);
  const sentence = `the body is ${found}; send an array of ${PROFILE} and ${REQUEST}`;
  return refuse('BAD_REQUEST', 'body-wrong-shape', sentence, { items: failedItems([body.value]) });
}

/** What a call asks for, whatever it is: what is no batch at all counts as one item (decision D47). */
function requestsIn(call: Call): readonly unknown[] {
  const body = readJson(call);
  const value = body.ok ? body.value : undefined;
  return Array.isArray(value) && value.length > 0 ? value : [value];
}

/** Every item failed. */
function failedItems(requests: readonly unknown[]): CommandReply[] {
  return requests.map((request) => failedItem({ detail: {} }, request));
}

/** A missing `brandId` is the authentication error 40001, not a failed command (decision D48). */
function requireBrand(requests: readonly unknown[]): void {
  for (const request of requests) {
    if (shortType(request) !== REQUEST || !isObject(request)) continue;
    const brandId = isObject(request['body']) ? request['body']['brandId'] : undefined;
    if (brandId === undefined || brandId === null || brandId === '') {
      refuse('40001', 'brand-missing', `brandId is missing in the body of ${REQUEST}`);
    }
  }
}

/** The order is documented as mandatory; every item fails when it is wrong (decisions D22, D23). */
function requireOrder(requests: readonly unknown[]): void {
  if (shortType(requests[0]) === PROFILE && shortType(requests[1]) === REQUEST) return;
  const sentence = `the first item must be ${PROFILE}, the second ${REQUEST}`;
  refuse('BAD_REQUEST', 'batch-order', sentence, { items: failedItems(requests) });
}

function carryOutBatch(requests: readonly unknown[], scene: CommandScene, commands: Commands): Answer {
  const failures: Refusal[] = [];
  const items = requests.map((request): CommandReply => {
    try {
      if (!isObject(request))
        return refuse(
          'BAD_REQUEST',
          'command-malformed',
          `an item is ${describeJson(request)}; each must be an object`,
        );
      return carryOut(request, scene, commands);
    } catch (error) {
      if (!(error instanceof Refusal) || error.error !== 'BAD_REQUEST') throw error;
      failures.push(error);
      return failedItem(error, request);
    }
  });
  const [failure] = failures;
  if (failure === undefined) return json(200, items);
  const onlyDuplicates = failures.every(({ reason }) => reason.slug === 'conversation-already-open');
  const status = onlyDuplicates ? scene.settings.sendApi.duplicateConversationStatus : 400;
  return refuse('BAD_REQUEST', failure.reason.slug, failure.reason.sentence, { items, status });
}
