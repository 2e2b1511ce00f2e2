import type { Awaitable } from '../awaitable.ts';
import { proceed } from '../awaitable.ts';
import type { Endpoint, LoadableRow, RefusingAnswer } from '../endpoints/endpoint.ts';
import { inTurn } from '../lazily.ts';
import type { Answer } from '../http/call.ts';
import type { Router } from '../http/router.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';
import { refuseUnrouted } from './route.ts';

/** Loads what answers at all rows: from then on no call waits for anything but what it does. */
export async function loadEndpoints(rows: readonly LoadableRow[]): Promise<readonly Endpoint[]> {
  const loaded: Endpoint[] = [];
  for (const { load, ...row } of rows) loaded.push({ ...row, ...(await inTurn(load)) });
  return loaded;
}

/** Lets the row of a call answer it. @throws Refusal when it refuses, or when there is no row. */
export function callEndpoint(router: Router<Endpoint>, { call, match, context }: IdentifiedCall): Awaitable<Outcome> {
  if (match.kind !== 'found') return refuseUnrouted(match, call, router, context.settings.server.cors);
  return proceed(match.row.handle(context), outcomeOf);
}

function outcomeOf(answer: Answer | RefusingAnswer): Outcome {
  if (!('refused' in answer)) return { reply: answer };
  const {
    refused: { reason, error },
    ...reply
  } = answer;
  return { reply, reason, error };
}
