import type * as v from 'valibot';

/** How many things that are wrong are told; whoever has fixed those asks again. */
export const MOST_ISSUES = 20;

/** What a check came to. */
export type Checked<Output> = { readonly success: true; readonly output: Output } | FailedCheck;

export interface FailedCheck {
  readonly success: false;
  /** At most {@link MOST_ISSUES}. */
  readonly issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]];
  /** Whether the check was ended there. */
  readonly hasMore: boolean;
}

/**
 * Checks by a schema, as `v.safeParse` does, and stops at the twentieth issue: a large input that is wrong everywhere
 * would otherwise cost many times its size.
 */
export function checkFirst<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): Checked<v.InferOutput<Schema>> {
  let found = 0;
  const config: v.Config<v.BaseIssue<unknown>> = {
    // Read by the library once for each issue that it makes.
    get lang() {
      found += 1;
      return undefined;
    },
    // Read by it behind each member and each element that is wrong.
    get abortEarly() {
      return found >= MOST_ISSUES;
    },
  };
  // Not `safeParse`, which copies the two before it begins.
  const { issues, value } = schema['~run']({ value: input }, config);
  if (issues === undefined) return { success: true, output: value as v.InferOutput<Schema> };
  const [first, ...others] = issues;
  return { success: false, issues: [first, ...others.slice(0, MOST_ISSUES - 1)], hasMore: found >= MOST_ISSUES };
}

/** Complaints as lines, with a last line where there may be more. */
export function issueLines(
  { issues, hasMore }: FailedCheck,
  describe: (issue: v.BaseIssue<unknown>) => string,
): string {
  const lines = issues.map(describe);
  return [...lines, ...(hasMore ? [`and perhaps more: the check ends after ${String(MOST_ISSUES)}`] : [])].join('\n');
}
