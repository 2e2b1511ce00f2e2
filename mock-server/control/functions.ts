import type { Accounts } from '../domain/accounts.ts';
import type { FunctionAnswers } from '../domain/function-answers.ts';
import { cut } from '../memory/cut.ts';
import { requireAccount } from './state/require-account.ts';

/** How a function answers. */
export interface FunctionAnswerOptions {
  /** Default: every account that has no answer of its own for it. */
  readonly accountId?: string | undefined;
  /** HTTP status, 200 to 599. Default: `200` */
  readonly status?: number | undefined;
}

/** An answer in force. */
export interface FunctionAnswerView {
  readonly id: string;
  /** Undefined for every account. */
  readonly accountId?: string | undefined;
  readonly status: number;
  readonly body: unknown;
}

/** What LivePerson Functions answer, see {@link Functions.answer}. */
export interface Functions {
  /**
   * Says what a function answers from now on, or what an event does, whose functions answer together. `reset` goes back
   * to the option `functions`; a snapshot does not hold it.
   *
   * @param id - the UUID of the function, or the id of the event
   * @param body - anything that can be JSON; it is copied
   * @throws TypeError when the id is empty or longer than 200 characters, the status is none, the body cannot be JSON,
   *   or there is no such account.
   * @throws RangeError past 1,000 answers, or 10 MB of them.
   */
  answer(id: string, body: unknown, options?: FunctionAnswerOptions): void;
  /** The answers in force. */
  answers(): readonly FunctionAnswerView[];
}

const LONGEST_ID = 200;

export function createFunctions(answers: FunctionAnswers, accounts: () => Accounts): Functions {
  return {
    answer: (id, body, { accountId, status = 200 } = {}) => {
      if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID)
        throw new TypeError(
          `functions: id must be a text of 1 to ${String(LONGEST_ID)} characters: a UUID or an event`,
        );
      if (!Number.isInteger(status) || status < 200 || status > 599)
        throw new TypeError(`functions: status must be a whole number from 200 to 599, not ${cut(String(status))}`);
      if (accountId !== undefined) requireAccount(accounts(), accountId);
      answers.set({ id, accountId, status, json: jsonOf(body) });
    },
    answers: () => answers.list().map(({ json, ...answer }) => ({ ...answer, body: JSON.parse(json) as unknown })),
  };
}

function jsonOf(body: unknown): string {
  try {
    const json = JSON.stringify(body) as string | undefined;
    if (json !== undefined) return json;
  } catch {
    // told below, like what has no JSON
  }
  throw new TypeError('functions: body must be what JSON can hold: null, a text, a number, an array, an object');
}
