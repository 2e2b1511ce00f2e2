import type { TimeSource } from '../../clock.ts';
import { createIds } from '../../ids.ts';
import { generateKey } from '../../tokens/generate-key.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import { createSigningKey } from '../../tokens/signing-keys.ts';
import type { KeyName } from './development-keys.ts';
import { isDevelopmentKey, KEY_NAMES } from './development-keys.ts';
import { freshKid } from './names.ts';

/** The option `keys`, with every key that a mock signs with. */
export type OwnKeys = { readonly [Name in KeyName]: PrivateJwk };

/** Keys that nobody else has, with a `kid` each in the way of its use. Takes half a second, at times two. */
export async function makeOwnKeys(time: TimeSource): Promise<OwnKeys> {
  const ids = createIds(undefined);
  const kidOf = (name: KeyName): string =>
    name === 'customerLogin' ? `customer-login-${ids.hex(8)}` : freshKid(ids, name, [], time.now());
  const made = KEY_NAMES.map(async (name) => [name, { kid: kidOf(name), ...(await generateKey()) }] as const);
  return Object.fromEntries(await Promise.all(made)) as unknown as OwnKeys;
}

/**
 * Why these keys would not keep tokens of one mock apart from those of others, or could not sign: a part of a sentence
 * that begins with the key's name. Undefined when nothing is wrong with them.
 */
export async function faultOf(keys: OwnKeys): Promise<string | undefined> {
  for (const [index, name] of KEY_NAMES.entries()) {
    const others = KEY_NAMES.slice(0, index);
    if (isDevelopmentKey(keys[name])) return `${name} is a development key, which everybody has`;
    const same = others.find((other) => keys[other].n === keys[name].n);
    if (same !== undefined) return `${name} is the same key as ${same}; each needs its own`;
    const alike = others.find((other) => keys[other].kid === keys[name].kid);
    if (alike !== undefined) return `${name} has the kid of ${alike}; each needs its own`;
    if (!(await canSign(keys[name]))) return `${name} is no key: its members do not belong together`;
  }
  return undefined;
}

/** Whether what the private half signs is what the public half takes. */
async function canSign(jwk: PrivateJwk): Promise<boolean> {
  try {
    const key = createSigningKey(jwk);
    return await key.verifies(await key.sign({ kid: jwk.kid, typ: 'JWT', alg: 'RS256' }, '{}'));
  } catch {
    return false;
  }
}
