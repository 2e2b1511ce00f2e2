import * as v from 'valibot';
import { once } from '../once.ts';
import type { AgentOption } from './agent-script.ts';
import { LONGEST_PATTERN, patternOf } from './agent-script.ts';

const MOST_RULES = 1000;
const LONGEST_DELAY_MS = 86_400_000;
const scriptSchema = once(() => {
  const text = v.pipe(v.string(), v.minLength(1), v.maxLength(5000, 'Expected a text of at most 5000 characters'));

  const match = v.pipe(
    text,
    v.maxLength(LONGEST_PATTERN, `Expected at most ${String(LONGEST_PATTERN)} characters`),
    v.check(isReadable, 'Expected a text, * or a regular expression that can be read, such as /price/i'),
  );

  const rule = v.strictObject({
    match,
    reply: v.optional(text),
    close: v.optional(v.boolean()),
    delayMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_DELAY_MS))),
  });

  return v.strictObject(
    {
      name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
      greeting: v.optional(text),
      rules: v.pipe(v.array(rule), v.maxLength(MOST_RULES, `Expected at most ${String(MOST_RULES)} rules`)),
    },
    "Expected 'off', 'echo', or a script: an object with rules",
  );
});

/** The same as plain data of the admin API, whose description cannot choose by what is given. */
export const agentOfAdmin = once(() =>
  v.union([v.picklist(['off', 'echo']), scriptSchema()], "Expected 'off', 'echo' or a script"),
);

/** What the scripted agent may be. */
export const agentSchema = once((): v.GenericSchema<unknown, AgentOption> =>
  v.lazy((given) =>
    typeof given === 'string' ? v.picklist(['off', 'echo'], "Expected 'off', 'echo' or a script") : scriptSchema(),
  ),
);

function isReadable(text: string): boolean {
  try {
    patternOf({ match: text });
    return true;
  } catch {
    return false;
  }
}
