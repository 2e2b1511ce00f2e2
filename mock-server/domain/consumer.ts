import { sha256Hex, toHex } from '../hex.ts';

/**
 * The id that LivePerson gives a connector's consumer: 64 hexadecimal digits, always the same for one account and one
 * external id. How the real ones are made is not known; here it is SHA-256 of `account:external id` (decision D40).
 */
export function lpConsumerId(accountId: string, extConsumerId: string): string {
  return sha256Hex(`${accountId}:${extConsumerId}`);
}

/** The id of a consumer who logged in at the customer's own IDP (decision D41). */
export function loggedInConsumerId(accountId: string, issuer: string, sub: string): string {
  return sha256Hex(`${accountId}:${issuer}:${sub}`);
}

/** The hexadecimal digits of the UTF-8 bytes of a text. */
export function utf8Hex(text: string): string {
  return toHex(new TextEncoder().encode(text));
}
