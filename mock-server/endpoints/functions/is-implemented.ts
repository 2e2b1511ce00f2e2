import { proceed } from '../../awaitable.ts';
import { json } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { requireInvoker } from './authorization.ts';

/** Whether an event has functions: it does when somebody has said what they answer (decision D92). */
export const isImplemented: EndpointHandler = {
  handle: (context) =>
    proceed(requireInvoker(context), ({ id }) => {
      const implemented = context.functions.find(id, context.parameters['event'] ?? '') !== undefined;
      return json(200, { implemented } satisfies SuccessBody<'functions.is-implemented'>);
    }),
};
