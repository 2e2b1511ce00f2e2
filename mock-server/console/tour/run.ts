import { askAdmin } from '../admin-api.ts';
import { backend } from '../backend.ts';
import type { Variables } from './curl.ts';
import { filled } from './curl.ts';
import type { TourCall, TourState, TourStep } from './steps.ts';

/** What came of a step. */
export interface TourResult {
  readonly status: number;
  readonly answer: unknown;
  /** Why it was refused, in the words of the mock; undefined when it was not. */
  readonly reason: string | undefined;
  /** Names the reason; undefined where the mock gave none: a fault answered. */
  readonly slug?: string | undefined;
  readonly tookMs: number;
}

/** What stands for what in the calls. */
export function variablesOf(state: TourState): Variables {
  const { account, appJwt, consumerJws } = state;
  const values = {
    LP: backend().address,
    CLIENT_SECRET: encodeURIComponent(account.clientSecret ?? ''),
    APP_JWT: appJwt,
    CONSUMER_JWS: consumerJws,
  };
  return new Map(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** Makes the call of a step. As `fetch` does, it rejects when no answer comes. */
export async function runStep(step: TourStep, state: TourState): Promise<TourResult> {
  if (step.isRefused === true) await passExpiry(state.appJwt ?? '');
  const call = step.call(state);
  const began = performance.now();
  const response = await ask(call, variablesOf(state));
  const text = await response.text();
  const tookMs = performance.now() - began;
  const [, slug, reason] = /^([^;]*); (.*)$/s.exec(response.headers.get('lp-mock-reason') ?? '') ?? [];
  const { status, ok } = response;
  return { status, answer: parsed(text), reason: ok ? undefined : (reason ?? text), slug, tookMs };
}

/** Whether a step came out as the tour tells it: a refusal for another reason, a fault's for instance, is none. */
export function isAsTold({ isRefused }: TourStep, { status, slug = EXPIRED }: TourResult): boolean {
  return isRefused === true ? status === 401 && slug === EXPIRED : status < 400;
}

const EXPIRED = 'app-jwt-expired';

function ask({ method, target, headers, body }: TourCall, variables: Variables): Promise<Response> {
  const given = Object.entries(headers).map(([name, value]) => [name, filled(value, variables)] as [string, string]);
  return backend().fetch(target, {
    method,
    headers: given,
    ...(body === undefined ? {} : { body: filled(body, variables) }),
  });
}

/** Moves the clock to the first second in which the token is no longer good, if it still is. */
async function passExpiry(token: string): Promise<void> {
  const { nowMs } = await askAdmin<{ readonly nowMs: number }>('overview');
  const exp = expOf(token);
  if (exp === undefined || exp * 1000 <= nowMs) return;
  await askAdmin('clock/advance', { by: `${String(Math.ceil(exp - nowMs / 1000) + 1)}s` });
}

function expOf(token: string): number | undefined {
  try {
    const claims = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const { exp } = JSON.parse(claims) as { readonly exp?: unknown };
    return typeof exp === 'number' ? exp : undefined;
  } catch {
    // Somebody configured other tokens than the mock makes by itself.
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is shown as the reason.
    return undefined;
  }
}
