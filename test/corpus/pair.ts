import { createHash } from 'node:crypto';

/** What a call came to. A control that throws is an outcome too, because a change may make it throw. */
export type Outcome =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly abort: string }
  | { readonly threw: string };

/** One call of a scenario and what it came to. */
export interface Pair {
  /** The scenario's name and the step's, joined by a slash. */
  readonly id: string;
  /** What was sent, short, for readers. */
  readonly call: string;
  /** A digest of the mock's options and of the scenario's steps up to this one, before references are filled in. */
  readonly digest: string;
  readonly outcome: Outcome;
}

/** A pair as a line of a file of answers. */
export type PairLine = { readonly id: string; readonly digest: string } & OutcomeLine;

/**
 * An outcome as it stands in a line: the body as JSON where that gives back the same bytes, as text otherwise. Of the
 * signature of a token stands a digest, because 342 letters tell a reader no more.
 */
export type OutcomeLine =
  | {
      readonly status: number;
      /** What differs from {@link CommonHeaders}; null for a common header that is not there. */
      readonly headers?: Readonly<Record<string, string | null>>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | { readonly abort: string }
  | { readonly threw: string };

/** Headers that nearly every answer has, so that they are not written a thousand times. */
export type CommonHeaders = Readonly<Record<string, string>>;

export function toLine(outcome: Outcome, common: CommonHeaders): OutcomeLine {
  if (!('status' in outcome)) return outcome;
  const headers = differences(outcome.headers, common);
  return {
    status: outcome.status,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...bodyLine(outcome.body),
  };
}

/** A text by which two lines are compared, whatever common headers they were written with. */
export function comparable(line: OutcomeLine | undefined, common: CommonHeaders): string {
  if (line === undefined) return 'nothing';
  if ('abort' in line) return `abort ${line.abort}`;
  if ('threw' in line) return `threw ${line.threw}`;
  const body = 'json' in line ? JSON.stringify(line.json) : (line.text ?? '');
  const headers = Object.entries(sorted({ ...common, ...line.headers })).filter(([, value]) => value !== null);
  return JSON.stringify([line.status, headers, body]);
}

function differences(headers: Readonly<Record<string, string>>, common: CommonHeaders): Record<string, string | null> {
  const missing = Object.keys(common).filter((name) => headers[name] === undefined);
  const other = Object.entries(headers).filter(([name, value]) => common[name] !== value);
  return sorted(Object.fromEntries<string | null>([...other, ...missing.map((name) => [name, null] as const)]));
}

function sorted<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const SIGNATURE = /(?<=eyJ[\w-]+\.[\w-]+\.)[\w-]{40,}/g;

function bodyLine(wholeBody: string): { json?: unknown; text?: string } {
  const body = wholeBody.replace(
    SIGNATURE,
    (signature) => `~${createHash('sha256').update(signature).digest('hex').slice(0, 8)}`,
  );
  if (body === '') return {};
  try {
    const json = JSON.parse(body) as unknown;
    if (JSON.stringify(json) === body) return { json };
  } catch {
    // not JSON: kept as the text that it is
  }
  return { text: body };
}
