import { textBytes } from '../memory/heap-bytes.ts';

/** What a function answers, or the functions behind an event. */
export interface FunctionAnswer {
  /** The UUID of the function, or the id of the event. */
  readonly id: string;
  /** Undefined for every account. */
  readonly accountId: string | undefined;
  /** HTTP status. */
  readonly status: number;
  /** The body, as JSON. */
  readonly json: string;
}

/** The answers of one mock: those of its options, and those that a tester has given since. */
export interface FunctionAnswers {
  /** The account's own answer, else the one for every account, else that of the options. */
  find(accountId: string, id: string): FunctionAnswer | undefined;
  /** @throws RangeError when there are too many, or they are too large together. */
  set(answer: FunctionAnswer): void;
  /** Those in force, without those of the options that others stand in for. */
  list(): readonly FunctionAnswer[];
  /** Goes back to the options: for one account, or for all. */
  forget(accountId?: string): void;
}

/** How many answers a tester can give, and how many bytes of the heap they may take together. */
const MAX_ANSWERS = 1000;
const MAX_BYTES = 10_000_000;

/** @param options - the option `functions`: bodies by id */
export function createFunctionAnswers(options: Readonly<Record<string, unknown>>): FunctionAnswers {
  const given = new Map<string, FunctionAnswer>();
  const ofOptions = (id: string): FunctionAnswer | undefined =>
    Object.hasOwn(options, id)
      ? { id, accountId: undefined, status: 200, json: JSON.stringify(options[id]) }
      : undefined;
  return {
    find: (accountId, id) => given.get(keyOf(accountId, id)) ?? given.get(keyOf(undefined, id)) ?? ofOptions(id),
    set: (answer) => {
      const key = keyOf(answer.accountId, answer.id);
      const others = [...given].filter(([other]) => other !== key).map(([, other]) => other);
      const bytes = [...others, answer].reduce((sum, { id, json }) => sum + textBytes(id) + textBytes(json), 0);
      if (others.length >= MAX_ANSWERS)
        throw new RangeError(`functions: at most ${String(MAX_ANSWERS)} answers; reset the mock to begin anew`);
      if (bytes > MAX_BYTES)
        throw new RangeError(`functions: all answers may take ${String(MAX_BYTES)} bytes, these take ${String(bytes)}`);
      given.set(key, answer);
    },
    list: () => {
      const unchanged = Object.keys(options).filter((id) => !given.has(keyOf(undefined, id)));
      return [...unchanged.flatMap((id) => ofOptions(id) ?? []), ...given.values()];
    },
    forget: (accountId) => {
      for (const [key, answer] of given)
        if (accountId === undefined || answer.accountId === accountId) given.delete(key);
    },
  };
}

/** No id of an account has a space in it. */
function keyOf(accountId = '', id: string): string {
  return `${accountId} ${id}`;
}
