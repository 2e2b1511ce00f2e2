import type { Change } from '../control/changes/change-log.ts';
import type { CapturedExchange, CapturedHeaders } from '../control/capture/captured-exchange.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { ToldAttempt } from '../webhooks/attempt.ts';
import { backend } from './backend.ts';

export type { CapturedExchange, CapturedHeaders, Change, JournalEntry, ToldAttempt };
export type { MockEvent } from '../admin/event-stream.ts';
export type { CapturedFrame } from '../control/capture/captured-exchange.ts';
export type { FaultPreset } from '../control/faults/presets.ts';
export type { WebhookAttempt } from '../webhooks/attempt.ts';
export type { IssuedToken } from '../control/issued-tokens.ts';
export type { ShownOption } from '../config/shown-options.ts';

/** What the mock is and how its clock stands. */
export interface Overview {
  readonly version: string;
  readonly nowMs: number;
  readonly realMs: number;
  readonly isFrozen: boolean;
  /** Another number is another mock. */
  readonly sinceMs: number;
  readonly last: string;
  readonly capture: boolean;
}

export interface Account {
  readonly accountId: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly connectorId?: number;
}

/** What the admin API refused, in its own words. */
export class Refused extends Error {}

/**
 * Asks the admin API.
 *
 * @param body - given: a POST with it
 * @param method - default: POST with a body, else GET
 * @throws Refused in the words of the admin API
 */
export async function askAdmin<Told>(path: string, body?: object, method?: string): Promise<Told> {
  const asked = method ?? (body === undefined ? 'GET' : 'POST');
  const response = await backend().fetch(`/__admin/${path}`, {
    method: asked,
    // The gate asks for it of every change, one without a body too.
    ...(asked === 'GET' ? {} : { headers: JSON_TYPE }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const told = (text === '' ? {} : JSON.parse(text)) as Told & { readonly error?: { readonly message: string } };
  if (response.ok) return told;
  throw new Refused(told.error?.message ?? `the admin API answered ${String(response.status)}`);
}

const JSON_TYPE = { 'content-type': 'application/json' };
