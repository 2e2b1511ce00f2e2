/** What a text takes of the heap at most, in bytes: two a character, and what every text has. */
export function textBytes(text: string | undefined): number {
  return text === undefined ? 0 : TEXT_BYTES + 2 * text.length;
}

const TEXT_BYTES = 32;
const NUMBER_BYTES = 16;
const ARRAY_BYTES = 64;
const ELEMENT_BYTES = 16;
const OBJECT_BYTES = 128;
/** Most of it is the engine's own record of an object's shape, which objects of the same members share. */
const MEMBER_BYTES = 250;
const SHARED_MEMBER_BYTES = 16;

/** The members of what this mock issues by the thousand: their shape is in memory once. */
const SHARED_SHAPES = new Set([
  'kid,typ,alg',
  'aud,azp,scope,iss,exp,iat',
  'account_id,ext_consumer_id,lp_consumer_id',
  'sub,aud,iss,exp,iat,lp.unauth',
  'sub,aud,iss,exp,iat',
  'sub,aud,iss,exp,iat,lp.ext',
  'is_admin,sub,aud,is_lpa,iss,exp,iat',
  'sub,iss',
  'sub,iss,lp_sdes',
  'first_iat',
]);

/**
 * What a JSON value takes of the heap, in bytes: a careful estimate that is never less than what it takes. Without
 * recursion, because a value may be nested more deeply than the stack goes.
 */
export function jsonHeapBytes(value: unknown): number {
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0) bytes += ownBytes(open.pop(), open);
  return bytes;
}

/** What a value takes without its parts, which are put on the pile. */
function ownBytes(value: unknown, pile: unknown[]): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value === 'number') return NUMBER_BYTES;
  if (typeof value !== 'object' || value === null) return 0;
  for (const part of Object.values(value)) pile.push(part);
  if (Array.isArray(value)) return ARRAY_BYTES + ELEMENT_BYTES * value.length;
  const names = Object.keys(value);
  if (SHARED_SHAPES.has(names.join(','))) return OBJECT_BYTES + SHARED_MEMBER_BYTES * names.length;
  return OBJECT_BYTES + names.reduce((sum, name) => sum + MEMBER_BYTES + 2 * name.length, 0);
}
