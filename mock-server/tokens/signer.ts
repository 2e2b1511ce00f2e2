import QuickLRU from 'quick-lru';
import type { Awaitable } from '../awaitable.ts';
import { cut } from '../memory/cut.ts';
import { detached } from '../memory/detached.ts';
import { jsonHeapBytes, textBytes } from '../memory/heap-bytes.ts';
import type { Keeper, MemoryBudget } from '../memory/budget.ts';
import { createMemoryBudget } from '../memory/budget.ts';
import type { Claims, DecodedJws } from './jws.ts';
import { decodeJws, unsafeTime } from './jws.ts';
import type { SigningKey, VerificationKey } from './signing-keys.ts';
import { tokenId } from './token-id.ts';

/** A token whose signature is one of the keys', or why it is not. The sentence goes on from "the AppJWT ...". */
export type SignatureVerdict =
  GenuineToken | { readonly ok: false; readonly failure: SignatureFailure; readonly sentence: string };

/** A token whose signature was checked. Header and claims are frozen: they are shared by all who ask for this token. */
export interface GenuineToken {
  readonly ok: true;
  /** The same for the same token, see {@link tokenId}. */
  readonly id: string;
  readonly header: Claims;
  readonly claims: Claims;
  readonly key: VerificationKey;
  /** What header and claims take together. */
  readonly size: TokenSize;
  /** Whether there is another token in its header or its claims, as a consumer's name for instance. */
  readonly holdsToken: boolean;
}

export interface TokenSize {
  /** As JSON, in UTF-8; infinite when they are nested too deeply to be written. */
  readonly jsonBytes: number;
  readonly heapBytes: number;
}

export type SignatureFailure = 'malformed' | 'encrypted' | 'algorithm' | 'critical' | 'unknown-key' | 'signature';

/** Signs and checks compact JWSs, remembering both. */
export interface Signer {
  /** Signs the claims. The same key and claims give the same token (RS256 is deterministic). */
  sign(key: SigningKey, claims: Claims): Promise<string>;
  /**
   * Whether one of the keys signed the token with RS256. Says nothing about times or claims. The verdict on a token
   * that is remembered is there at once.
   */
  verify(token: string, keys: readonly VerificationKey[]): Awaitable<SignatureVerdict>;
}

/** How many signatures are remembered each way. The library keeps up to twice as many, as far as the memory allows. */
const MEMO_SIZE = 2000;

/** The part of the memory that remembered signatures may take. */
const SHARE_OF_MEMOS = 0.125;
const MEMO_ENTRY_BYTES = 200;

/** Tokens longer than this are checked anew each time, so that no caller can fill the memory with huge ones. */
const LONGEST_REMEMBERED_CHARS = 4096;

/** A signer, and what it remembers. */
export interface RememberingSigner extends Signer {
  readonly remembered: Keeper;
}

/** Each mock has its own: nothing is shared between two of them. */
export function createSigner(memory: MemoryBudget = createMemoryBudget(Infinity)): RememberingSigner {
  const tally = memory.tally();
  const signed = new QuickLRU<string, string>({
    maxSize: MEMO_SIZE,
    onEviction: (input, token) => {
      tally.count(-signedBytes(input, token));
    },
  });
  const verified = new QuickLRU<string, GenuineToken>({
    maxSize: MEMO_SIZE,
    onEviction: (token, genuineOne) => {
      tally.count(-verifiedBytes(token, genuineOne));
    },
  });
  const forgetAll = (): number => {
    tally.count(-tally.bytes());
    signed.clear();
    verified.clear();
    return 0;
  };
  const rememberVerified = (token: string, verdict: GenuineToken): void => {
    const bytes = verifiedBytes(token, verdict);
    if (tally.bytes() + bytes > memory.limitBytes * SHARE_OF_MEMOS) forgetAll();
    tally.count(bytes);
    verified.set(token, verdict);
  };

  const sign = async (key: SigningKey, claims: Claims): Promise<string> => {
    const payload = JSON.stringify(claims);
    const input = `${key.publicJwk.n}.${key.kid}.${payload}`;
    const known = signed.get(input);
    if (known !== undefined) return known;
    const header = { kid: key.kid, typ: 'JWT', alg: 'RS256' };
    const token = await key.sign(header, payload);
    if (token.length <= LONGEST_REMEMBERED_CHARS) {
      tally.count(signedBytes(input, token));
      signed.set(input, token);
      // What a look at the token would find is not to be missed because it was made here.
      if (unsafeTime(claims) !== undefined) return token;
      // The parsed payload and not the caller's object: that one may change after it was signed.
      rememberVerified(token, genuine(token, { header, claims: JSON.parse(payload) as Claims }, key));
    }
    return token;
  };

  const verifyAnew = async (token: string, keys: readonly VerificationKey[]): Promise<SignatureVerdict> => {
    const verdict = await check(token, keys);
    if (verdict.ok && token.length <= LONGEST_REMEMBERED_CHARS) rememberVerified(detached(token), verdict);
    return verdict;
  };
  const verify = (token: string, keys: readonly VerificationKey[]): Awaitable<SignatureVerdict> => {
    const known = verified.get(token);
    return known !== undefined && keys.includes(known.key) ? known : verifyAnew(token, keys);
  };
  return { sign, verify, remembered: { what: undefined, evict: forgetAll } };
}

function signedBytes(input: string, token: string): number {
  return MEMO_ENTRY_BYTES + textBytes(input) + textBytes(token);
}

function verifiedBytes(token: string, { size }: GenuineToken): number {
  return MEMO_ENTRY_BYTES + textBytes(token) + size.heapBytes;
}

async function check(token: string, keys: readonly VerificationKey[]): Promise<SignatureVerdict> {
  const decoded = decodeJws(token);
  if ('failure' in decoded) return { ok: false, ...decoded };
  const { alg, kid } = decoded.header;
  if (alg !== 'RS256') return refused('algorithm', `says alg ${quote(alg)}; only RS256 is accepted`);
  if (Object.hasOwn(decoded.header, 'crit'))
    return refused('critical', 'has a crit header; no extension is understood here (RFC 7515 section 4.1.11)');
  const candidates = keys.filter((key) => key.kid === undefined || key.kid === kid);
  if (candidates.length === 0) return refused('unknown-key', `says kid ${quote(kid)}; known ${listKids(keys)}`);
  for (const key of candidates) {
    if (await key.verifies(token)) return genuine(token, decoded, key);
  }
  return refused('signature', 'has a signature that was not made with the key it names');
}

function genuine(token: string, { header, claims }: DecodedJws, key: VerificationKey): GenuineToken {
  const json = jsonOf([header, claims]);
  const size = {
    jsonBytes: json === undefined ? Infinity : new TextEncoder().encode(json).length,
    heapBytes: jsonHeapBytes(header) + jsonHeapBytes(claims),
  };
  const holdsToken = json === undefined || TOKEN.test(json);
  return {
    ok: true,
    id: tokenId(token),
    header: freezeJson(header),
    claims: freezeJson(claims),
    key,
    size,
    holdsToken,
  };
}

/** A compact JWS within a text. */
const TOKEN = /(?<![\w-])eyJ[\w-]*\.[\w-]*\.[\w-]/;

/** Undefined when it is nested too deeply to be written. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Without recursion: a token may be nested more deeply than the stack goes. */
function freezeJson<Value>(value: Value): Value {
  const unfrozen: unknown[] = [value];
  while (unfrozen.length > 0) {
    const next = unfrozen.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const member of Object.values(next)) unfrozen.push(member);
    Object.freeze(next);
  }
  return value;
}

function refused(failure: SignatureFailure, sentence: string): SignatureVerdict {
  return { ok: false, failure, sentence };
}

function listKids(keys: readonly VerificationKey[]): string {
  return keys.length === 1 ? `is ${quote(keys[0]?.kid)}` : `are ${cut(keys.map((key) => quote(key.kid)).join(', '))}`;
}

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value.length <= 64 ? JSON.stringify(value) : `a text of ${String(value.length)} characters`;
  return `a value of type ${typeof value}`;
}
