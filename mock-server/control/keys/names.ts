import { isoSeconds } from '../../instant.ts';
import type { Ids } from '../../ids.ts';
import type { KeyUse } from '../../tokens/key-ring.ts';

/**
 * A `kid` in the way of its use: dated, a UUID, or the next number.
 *
 * @param kids - those that are taken
 */
export function freshKid(ids: Ids, use: KeyUse, kids: readonly string[], signsFromMs: number): string {
  switch (use) {
    case 'sentinelV1':
      return datedKid('appjwt', kids, signsFromMs);
    case 'sentinelIdToken':
      return datedKid('idtoken', kids, signsFromMs);
    case 'sentinelV2':
      return ids.uuid();
    case 'idp':
      return String(Math.max(0, ...kids.map(Number).filter((number) => !Number.isNaN(number))) + 1).padStart(5, '0');
  }
}

/** `appjwt-DD-MM-YY`, as every V1 key of LivePerson's is named; a second one of a day gets a number. */
function datedKid(what: string, kids: readonly string[], atMs: number): string {
  const [, year = '', month = '', day = ''] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)/.exec(isoSeconds(Math.floor(atMs / 1000))) ?? [];
  const dated = `${what}-${day}-${month}-${year}`;
  let kid = dated;
  for (let number = 2; kids.includes(kid); number += 1) kid = `${dated}-${String(number)}`;
  return kid;
}
