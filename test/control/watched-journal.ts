import { expect } from '@jest/globals';
import type { JournalEntry, Mock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

export const OPENING = ': the journal of lp-auth-mock\n\n';

/** Calls that leave so many entries of an account. */
export async function call(mock: Mock, times: number, accountId = ACCOUNT): Promise<void> {
  for (let turn = 0; turn < times; turn += 1)
    await ask(mock, { target: `/api/account/${accountId}/service/idp/baseURI.json?version=1.0` });
}

/** The id of the one event in a piece of the stream. */
export function idIn(piece: string): number {
  const [, id, data = ''] = /^id: (\d+)\ndata: (.*)\n\n$/.exec(piece) ?? [];
  expect((JSON.parse(data) as JournalEntry).id).toBe(Number(id));
  return Number(id);
}

/** So many pieces, as the ids of their entries. */
export async function take(pieces: AsyncIterator<string>, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) ids.push(idIn((await pieces.next()).value as string));
  return ids;
}

/** The journal of a mock, and how many watch it. */
export function watched(mock: Mock): {
  readonly journal: Mock['journal'];
  readonly watchers: () => number;
  readonly untilNobody: Promise<void>;
} {
  let watchers = 0;
  let onNobody = (): void => undefined;
  const untilNobody = new Promise<void>((resolve) => {
    onNobody = resolve;
  });
  const watch: Mock['journal']['watch'] = (onEntry) => {
    watchers += 1;
    const stop = mock.journal.watch(onEntry);
    return () => {
      watchers -= 1;
      stop();
      if (watchers === 0) onNobody();
    };
  };
  return { journal: { ...mock.journal, watch }, watchers: () => watchers, untilNobody };
}
