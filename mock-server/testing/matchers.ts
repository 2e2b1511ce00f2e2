import type { CalledOptions } from './called.ts';
import { judgeCalled } from './called.ts';
import { judgeRetries, judgeSecrets } from './manners.ts';
import type { Judged } from './subject.ts';
import { judge } from './subject.ts';
import { judgeRefresh, judgeReuse } from './token-use.ts';

/** What a matcher gives back: a promise where the journal must be asked for. */
export type Matched<R, T> = T extends { readonly journal: { find(): Promise<unknown> } } ? Promise<void> : R;

/**
 * What the matchers add to `expect(mock)`, to `expect(mock.account(id))` and, when awaited, to `expect(client)`. Name it
 * where your runner declares its own matchers.
 *
 * @typeParam R - what a matcher gives back
 * @typeParam T - what was given to `expect`
 */
export interface MockMatchers<R = void, T = unknown> {
  /**
   * The row of the endpoint table was called, whatever it answered. Throws a TypeError when there is no such row.
   *
   * @param endpointId - for instance `'send-api.send'`; `lp-auth-mock endpoints` lists them
   */
  toHaveCalled(endpointId: string, options?: CalledOptions): Matched<R, T>;
  /**
   * Every client used its AppJWT as long as it was good. It may replace one that was refused, and one in the last fifth of
   * its life. Throws an Error when fewer than two calls carried an AppJWT.
   */
  toHaveReusedToken(): Matched<R, T>;
  /**
   * No token was refused as expired, and every client that got a second AppJWT got it before the first ran out. Throws an
   * Error when none got a second one.
   */
  toHaveRefreshedBeforeExpiry(): Matched<R, T>;
  /** No client_secret stood in the query of a call. */
  toHaveSentNoSecretInQuery(): Matched<R, T>;
  /**
   * No call was repeated more than so often after it had failed: refused, answered with 400 or more, or dropped. Calls are
   * the same when method and path are.
   */
  toHaveRetriedAtMost(most: number): Matched<R, T>;
}

/** For `expect.extend(matchers)`, in Jest and in Vitest. */
export const matchers = {
  toHaveCalled: (subject: unknown, endpointId: string, options: CalledOptions = {}): Judged => judge(subject, (entries) => judgeCalled(entries, endpointId, options)),
  toHaveReusedToken: (subject: unknown): Judged => judge(subject, judgeReuse),
  toHaveRefreshedBeforeExpiry: (subject: unknown): Judged => judge(subject, judgeRefresh),
  toHaveSentNoSecretInQuery: (subject: unknown): Judged => judge(subject, judgeSecrets),
  toHaveRetriedAtMost: (subject: unknown, most: number): Judged => judge(subject, (entries) => judgeRetries(entries, most)),
} satisfies Record<keyof MockMatchers, unknown>;
