import { refuse, Refusal } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { strictly } from '../deviations.ts';
import type { Endpoint, EndpointContext } from '../endpoint.ts';
import { authorizeOnBehalf } from './authorization.ts';
import { asRefusal, badRequest, CommandFailure } from './command.ts';
import { carryOut, SEND_COMMANDS } from './commands.ts';
import { noteRequestDeviations, requestId, renderFault } from './request.ts';

/**
 * Carries out one command of a consumer: publish an event, close the conversation and the like.
 *
 * Source: Send API, "Send"; the limit of 5000 characters and the command errors are from LivePerson's connector how-to.
 */
export const send: Endpoint = {
  id: 'send-api.send',
  service: 'asyncMessagingEnt',
  method: 'POST',
  paths: ['/api/account/{account}/messaging/consumer/conversation/send'],
  title: 'Send API: one command',
  query: 'v=3',
  handle: async (context) => {
    const onBehalf = await authorizeOnBehalf(context);
    const request = readRequest(context);
    noteRequestDeviations(context, [request], strictly('BAD_REQUEST', { reqId: requestId(request) }));
    try {
      requireShort(context);
      return json(200, carryOut(request, { ...onBehalf, context }, SEND_COMMANDS));
    } catch (error) {
      throw error instanceof CommandFailure ? asRefusal(error, request) : error;
    }
  },
  renderFault,
};

/** One object; an array of one is taken as its element (decision D47). */
function readRequest(context: EndpointContext): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuse('BAD_REQUEST', body.slug, body.sentence);
  if (isObject(body.value)) return body.value;
  const items: readonly unknown[] = Array.isArray(body.value) ? body.value : [];
  const [first] = items;
  const sentence = `the body is ${describeJson(body.value)}; send one request object`;
  const wrongShape = (): Refusal => new Refusal('BAD_REQUEST', { slug: 'body-wrong-shape', sentence }, { reqId: requestId(first) });
  if (items.length !== 1 || !isObject(first)) throw wrongShape();
  context.deviate('send-array-of-one', 'the body is an array of one and was taken as its element', wrongShape);
  return first;
}

function requireShort({ call, settings }: EndpointContext): void {
  const { maxRequestChars } = settings.sendApi;
  if (call.body.length <= maxRequestChars) return;
  badRequest('request-too-long', `the request has ${String(call.body.length)} characters; ${String(maxRequestChars)} are allowed`);
}
