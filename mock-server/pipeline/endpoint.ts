import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Router } from '../http/router.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';
import { refuseUnrouted } from './route.ts';

/** Lets the row of a call answer it. @throws Refusal when it refuses, or when there is no row. */
export async function callEndpoint(
  router: Router<Endpoint>,
  { call, match, context }: IdentifiedCall,
): Promise<Outcome> {
  if (match.kind !== 'found') return refuseUnrouted(match, call, router, context.settings.server.cors);
  const answer = await match.row.handle(context);
  if (!('refused' in answer)) return { reply: answer };
  const {
    refused: { reason, error },
    ...reply
  } = answer;
  return { reply, reason, error };
}
