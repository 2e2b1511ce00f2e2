import { proceed } from '../../awaitable.ts';
import type { FunctionAnswer } from '../../domain/function-answers.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import type { Answer } from '../../http/call.ts';
import { checkContentType } from '../deviations.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { requireInvoker } from './authorization.ts';

/**
 * Invokes a function, which answers what the option `functions` or a test says; one that has no answer gives back the
 * `payload` (decision D92).
 *
 * Source: LivePerson Functions, "External invocation".
 */
export const invoke: EndpointHandler = {
  handle: (context) => invokeIn(context, 'function', ({ payload = null }) => payload),
};

/** Invokes the functions of an event, whose results are a list: an empty one where there are none. */
export const invokeEvent: EndpointHandler = { handle: (context) => invokeIn(context, 'event', () => []) };

function invokeIn(context: EndpointContext, parameter: string, otherwise: (body: JsonObject) => unknown) {
  return proceed(requireInvoker(context), ({ id: accountId }): Answer => {
    const body = readInvocation(context);
    const answer = context.functions.find(accountId, context.parameters[parameter] ?? '');
    return answer === undefined ? json(200, otherwise(body)) : answerOf(answer);
  });
}

function readInvocation(context: EndpointContext): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuse('functions_bad_input', body.slug, body.sentence);
  if (!isObject(body.value)) {
    const sentence = `the body is ${describeJson(body.value)}; send an object with a payload`;
    return refuse('functions_bad_input', 'body-wrong-shape', sentence);
  }
  checkContentType(context, 'application/json', 'functions_bad_input');
  return body.value;
}

function answerOf({ status, json: text }: FunctionAnswer): Answer {
  // Statuses without a body are not to have one (RFC 9110 section 15.3.5).
  const isBare = status === 204 || status === 205 || status === 304;
  return { status, headers: { 'content-type': 'application/json' }, body: isBare ? '' : text };
}
