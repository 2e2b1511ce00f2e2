import { TesterError } from '../control/tester-error.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import { renderError } from '../errors/envelopes.ts';
import { placeOf } from '../errors/place-of.ts';
import type { Reason } from '../errors/reasons.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Answer } from '../http/call.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';

/** An error in the words of the service behind the URL of a call. */
export function renderFor(
  error: ErrorName,
  { call, endpoint, context }: IdentifiedCall,
  detail?: RefusalDetail,
): Answer {
  const { settings, clock } = context;
  return renderError(
    error,
    { call, service: endpoint?.service, statuses: endpoint?.statuses, settings, nowMs: clock.now() },
    detail,
  );
}

/**
 * What a call comes to when a stage threw: a refusal as its service says it, anything else as an error of ours or the
 * tester's.
 */
export function renderThrown(thrown: unknown, identified: IdentifiedCall): Outcome {
  const { error, reason, detail } = refusalOf(thrown);
  return { reply: renderFor(error, identified, detail), reason, error };
}

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return thrown instanceof TesterError ? testersBug(thrown) : ownBug(thrown);
}

function ownBug(thrown: unknown): Refusal {
  const sentence = `an error in lp-auth-mock, not in your call; please report it: ${placeOf(thrown)}`;
  return new Refusal('mock_bug', { slug: 'mock-bug', sentence }, { members: { message: sentence } });
}

function testersBug(error: TesterError): Refusal {
  const reason = testerReason(error);
  return new Refusal('test_code_failed', reason, { members: { message: reason.sentence } });
}

/** What a function of the tester's own did wrong. */
export function testerReason({ message, cause }: TesterError): Reason {
  const sentence = cause === undefined ? message : `${message} threw: ${placeOf(cause)}`;
  return { slug: 'test-code-failed', sentence };
}
