import { proceed } from '../../awaitable.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { deviate } from '../../errors/deviate.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { authorizeOnBehalf } from './authorization.ts';
import { carryOut, commandTables, sceneOf } from './commands.ts';
import { checkRequests } from './request.ts';

/**
 * Carries out one command of a consumer: publish an event, close the conversation and the like.
 *
 * Source: Send API, "Send"; the limit of 5000 characters and the command errors are from LivePerson's connector how-to.
 */
export const send: EndpointHandler = {
  handle: (context) =>
    proceed(authorizeOnBehalf(context), (onBehalf) => {
      const request = readRequest(context);
      checkRequests(context, [request], 'BAD_REQUEST');
      requireShort(context);
      return proceed(commandTables(), ({ COMMANDS }) =>
        json(200, carryOut(request, sceneOf(context, onBehalf), COMMANDS)),
      );
    }),
};

/** One object; an array of one is taken as its element (decision D47). */
function readRequest(context: EndpointContext): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuse('BAD_REQUEST', body.slug, body.sentence);
  if (isObject(body.value)) return body.value;
  const items: readonly unknown[] = Array.isArray(body.value) ? body.value : [];
  const [first] = items;
  if (items.length !== 1 || !isObject(first) || context.settings.strict) {
    return refuse(
      'BAD_REQUEST',
      'body-wrong-shape',
      `the body is ${describeJson(body.value)}; send one request object`,
    );
  }
  deviate(context, 'send-array-of-one', 'the body is an array of one and was taken as its element');
  return first;
}

function requireShort({ call, settings }: EndpointContext): void {
  const { maxRequestChars } = settings.sendApi;
  if (call.body.length <= maxRequestChars) return;
  refuse(
    'BAD_REQUEST',
    'request-too-long',
    `the request has ${String(call.body.length)} characters; ${String(maxRequestChars)} are allowed`,
  );
}
