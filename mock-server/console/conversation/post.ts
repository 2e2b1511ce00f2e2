import { backend } from '../backend.ts';
import { MockRefused } from './refused.ts';
import type { RowFinder } from './row-finder.ts';
import type { Wire } from './wire.ts';

/** One call of a client, and what the wire shows of it. */
export interface PostedCall {
  readonly target: string;
  readonly body?: object | undefined;
  /** On the wire: who does what. */
  readonly words: string;
}

/** What a client's calls go through. */
export interface Posting {
  readonly finder: RowFinder;
  readonly wire: Wire;
}

/**
 * Makes a call as a client of LivePerson would, and gives its answer.
 *
 * @throws MockRefused with the reason of the mock
 */
export async function post({ finder, wire }: Posting, call: PostedCall): Promise<Readonly<Record<string, unknown>>> {
  const { target, body, words } = call;
  const find = finder.call('POST', target);
  const answered = wire.sent(words, `POST ${target.replace(/\?.*/s, '')}`);
  const response = await ask(target, body);
  const text = await response.text();
  answered(response.status);
  if (response.ok) return membersOf(text);
  throw new MockRefused(`${words}: the mock answered ${String(response.status)}${reasonOf(response, text)}`, find);
}

/** How long an answer is waited for, in milliseconds. */
const ANSWER_MS = 30_000;

async function ask(target: string, body: object | undefined): Promise<Response> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    // No cookies: the session of an agent is not to outlive the page.
    return await backend().fetch(target, {
      ...init,
      method: 'POST',
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { 'content-type': 'application/json' },
    });
  } catch {
    throw new MockRefused('The mock does not answer. It may have been stopped, or a fault keeps it from it.');
  }
}

/** The sentence behind the slug; without it, what was answered. */
function reasonOf({ headers }: Response, text: string): string {
  const [, sentence] = /^[^;]*; (.*)$/s.exec(headers.get('lp-mock-reason') ?? '') ?? [];
  return `: ${sentence ?? text.slice(0, 300)}`;
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const told: unknown = JSON.parse(text);
    if (typeof told === 'object' && told !== null) return told as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, with what it is.
  }
  throw new MockRefused(`The mock answered 200 with something that is no JSON object: ${text.slice(0, 100)}`);
}

/** A member of an answer that must be a text; an armed fault may have answered anything. */
export function textIn(members: Readonly<Record<string, unknown>>, name: string): string {
  const value = members[name];
  if (typeof value === 'string') return value;
  throw new MockRefused(`The mock's answer has no ${name}.`);
}
