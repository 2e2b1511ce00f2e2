import { renderError } from '../../errors/envelopes.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import { Refusal } from '../../errors/refusal.ts';
import type { CommandReply } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import type { Answer } from '../../http/call.ts';
import type { Endpoint, EndpointContext } from '../endpoint.ts';
import { authorizeOnBehalf } from './authorization.ts';
import type { CommandScene } from './command.ts';
import { badRequest, CommandFailure, failedItem } from './command.ts';
import { BATCH_COMMANDS, carryOut } from './commands.ts';
import { noteRequestDeviations, shortType, unauthorized, renderFault } from './request.ts';

/**
 * Opens a conversation: a batch of SetUserProfile and ConsumerRequestConversation, answered item by item. A batch of
 * which an item failed is an HTTP 400 and still carries the items that went well.
 *
 * Source: Send API, "Create Conversation"; the failures are from LivePerson's connector how-to.
 */
export const createConversation: Endpoint = {
  id: 'send-api.create',
  service: 'asyncMessagingEnt',
  method: 'POST',
  paths: ['/api/account/{account}/messaging/consumer/conversation'],
  title: 'Send API: open a conversation',
  query: 'v=3',
  handle: async (context) => {
    const scene: CommandScene = { ...(await authorizeOnBehalf(context)), context };
    const requests = readBatch(context);
    requireBrand(context, requests);
    noteRequestDeviations(context, requests, ({ slug, sentence }) => refusalOfEach(requests, slug, sentence));
    if (context.settings.sendApi.strictBatch) requireOrder(requests);
    return carryOutBatch(requests, scene);
  },
  renderFault: (error, context) => (error === 'BAD_REQUEST' ? failedBatch(context) : renderFault(error, context)),
};

const PROFILE = 'userprofile.SetUserProfile';
const REQUEST = 'cm.ConsumerRequestConversation';

function readBatch({ call }: EndpointContext): readonly unknown[] {
  const body = readJson(call);
  if (!body.ok) return refuseEach([undefined], body.slug, body.sentence);
  if (Array.isArray(body.value) && body.value.length > 0) return body.value;
  const found = Array.isArray(body.value) ? 'an empty array' : describeJson(body.value);
  return refuseEach([body.value], 'body-wrong-shape', `the body is ${found}; send an array of ${PROFILE} and ${REQUEST}`);
}

/** A batch of which every item failed, whatever is in it. */
function failedBatch({ call, settings }: EndpointContext): Answer {
  const body = readJson(call);
  const value = body.ok ? body.value : undefined;
  const requests: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  const failure = new CommandFailure('Bad Request', 'fault-injected', '');
  return renderError('BAD_REQUEST', settings, { items: requests.map((request) => failedItem(failure, request)) });
}

/** Every item failed: what is no batch at all counts as one item (decision D47). */
function refusalOfEach(requests: readonly unknown[], slug: ReasonSlug, sentence: string): Refusal {
  const failure = new CommandFailure('Bad Request', slug, sentence);
  return new Refusal('BAD_REQUEST', failure.reason, { items: requests.map((request) => failedItem(failure, request)) });
}

/** Fails every item. @throws Refusal always. */
function refuseEach(requests: readonly unknown[], slug: ReasonSlug, sentence: string): never {
  throw refusalOfEach(requests, slug, sentence);
}

/** A missing `brandId` is the authentication error 40001, not a failed command (decision D48). */
function requireBrand({ call }: EndpointContext, requests: readonly unknown[]): void {
  for (const request of requests) {
    if (shortType(request) !== REQUEST || !isObject(request)) continue;
    const brandId = isObject(request['body']) ? request['body']['brandId'] : undefined;
    if (brandId === undefined || brandId === null || brandId === '') {
      unauthorized(call, '40001', { slug: 'brand-missing', sentence: `brandId is missing in the body of ${REQUEST}` });
    }
  }
}

/** The order is documented as mandatory; every item fails when it is wrong (decisions D22, D23). */
function requireOrder(requests: readonly unknown[]): void {
  if (shortType(requests[0]) === PROFILE && shortType(requests[1]) === REQUEST) return;
  refuseEach(requests, 'batch-order', `the first item must be ${PROFILE}, the second ${REQUEST}`);
}

function carryOutBatch(requests: readonly unknown[], scene: CommandScene): Answer {
  const failures: CommandFailure[] = [];
  const items = requests.map((request): CommandReply => {
    try {
      if (!isObject(request)) badRequest('command-malformed', `an item is ${describeJson(request)}; each must be an object`);
      return carryOut(request, scene, BATCH_COMMANDS);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      failures.push(error);
      return failedItem(error, request);
    }
  });
  const [failure] = failures;
  if (failure === undefined) return json(200, items);
  const onlyDuplicates = failures.every(({ reason }) => reason.slug === 'conversation-already-open');
  const status = onlyDuplicates ? scene.context.settings.sendApi.duplicateConversationStatus : 400;
  throw new Refusal('BAD_REQUEST', failure.reason, { items, status });
}
