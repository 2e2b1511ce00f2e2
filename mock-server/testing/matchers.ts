import type { CalledOptions } from './called.ts';
import { judgeCalled } from './called.ts';
import type { ConnectedOptions, ReconnectedOptions } from './connected.ts';
import { judgeConnected, judgeReconnected } from './connected.ts';
import type { DeliveredOptions } from './delivered.ts';
import { judgeDelivered } from './delivered.ts';
import { judgeRetries, judgeSecrets } from './manners.ts';
import type { SaidOptions } from './said.ts';
import { judgeSaid } from './said.ts';
import type { Judged } from './subject.ts';
import { judge } from './subject.ts';
import { judgeRefresh, judgeReuse } from './token-use.ts';

/** What a matcher returns: a promise when the mock is in another process. */
export type Matched<R, T> = T extends { readonly journal: { find(): Promise<unknown> } } ? Promise<void> : R;

/**
 * What the matchers add to `expect(mock)`, to `expect(mock.account(id))` and, when awaited, to `expect(client)`. Extend
 * your runner's own interface of matchers with it.
 *
 * @typeParam R - what a matcher returns
 * @typeParam T - what was passed to `expect`
 */
export interface MockMatchers<R = void, T = unknown> {
  /**
   * The row of the endpoint table was called, whatever it answered. Throws a TypeError when there is no such row.
   *
   * @param endpointId - for instance `'send-api.send'`; `lp-auth-mock endpoints` lists them
   */
  toHaveCalled(endpointId: string, options?: CalledOptions): Matched<R, T>;
  /**
   * Every client used its AppJWT as long as it was valid. It may replace one that was refused, or one in the last fifth
   * of its life. Throws an Error when fewer than two calls carried an AppJWT.
   */
  toHaveReusedToken(): Matched<R, T>;
  /**
   * No token was refused as expired, and every client that got a second AppJWT got it before the first expired. Throws
   * an Error when no client got a second one.
   */
  toHaveRefreshedBeforeExpiry(): Matched<R, T>;
  /** No call had a client_secret in its query. */
  toHaveSentNoSecretInQuery(): Matched<R, T>;
  /**
   * No call was repeated more often than this after it had failed: refused, answered with 400 or more, or dropped. Two
   * calls are the same when their method and path are.
   */
  toHaveRetriedAtMost(most: number): Matched<R, T>;
  /** A consumer or an agent opened a socket and was let in. Throws a TypeError when an option is wrong. */
  toHaveConnected(options?: ConnectedOptions): Matched<R, T>;
  /**
   * Each client whose socket the mock closed, or whose connection was lost, opened another one and was let in: as the
   * same consumer, or as an agent of the same account. Throws an Error when no socket ended so.
   */
  toHaveReconnected(options?: ReconnectedOptions): Matched<R, T>;
  /**
   * A consumer or an agent said this in a conversation, by a socket, a call or `mock.conversations`. Throws a TypeError
   * when it is neither a text nor a regular expression.
   *
   * @param text - the very text, or an expression that finds something in it
   */
  toHaveSaid(text: string | RegExp, options?: SaidOptions): Matched<R, T>;
  /**
   * A webhook of this event type was delivered: answered with 200 or 201. Throws a TypeError when an option is wrong.
   *
   * @param event - for instance `'ms.MessagingEventNotification.ContentEvent'`
   */
  toHaveDelivered(event: string, options?: DeliveredOptions): Matched<R, T>;
}

/** For `expect.extend(matchers)`, in Jest and in Vitest. */
export const matchers = {
  toHaveCalled: (subject: unknown, endpointId: string, options: CalledOptions = {}): Judged =>
    judge(subject, (entries) => judgeCalled(entries, endpointId, options)),
  toHaveReusedToken: (subject: unknown): Judged => judge(subject, judgeReuse),
  toHaveRefreshedBeforeExpiry: (subject: unknown): Judged => judge(subject, judgeRefresh),
  toHaveSentNoSecretInQuery: (subject: unknown): Judged => judge(subject, judgeSecrets),
  toHaveRetriedAtMost: (subject: unknown, most: number): Judged =>
    judge(subject, (entries) => judgeRetries(entries, most)),
  toHaveConnected: (subject: unknown, options: ConnectedOptions = {}): Judged =>
    judge(subject, (entries) => judgeConnected(entries, options)),
  toHaveReconnected: (subject: unknown, options: ReconnectedOptions = {}): Judged =>
    judge(subject, (entries) => judgeReconnected(entries, options)),
  toHaveSaid: (subject: unknown, text: string | RegExp, options: SaidOptions = {}): Judged =>
    judgeSaid(subject, text, options),
  toHaveDelivered: (subject: unknown, event: string, options: DeliveredOptions = {}): Judged =>
    judgeDelivered(subject, event, options),
} satisfies Record<keyof MockMatchers, unknown>;
