import { expect } from '@jest/globals';
import {
  closeConversation,
  decode,
  getOnBehalfHeaders,
  openConversation,
  publish,
  sayHello,
  SEND_PATH,
} from './flows.ts';
import { reasonOf } from './refusals.ts';
import type { Heard, OpenMock } from './through-every-adapter.ts';
import { ACCOUNT, NOON_SECONDS } from './through-every-adapter.ts';

/** Where the message history's searches are: `search`, `conversation/search`, `consumer/search`. */
export const historyPath = (search: string, accountId = ACCOUNT): string =>
  `/messaging_history/api/account/${accountId}/conversations/${search}`;

export const OAUTH_1 = { authorization: 'OAuth oauth_consumer_key="key", oauth_token="token", oauth_signature="any"' };

/** A day around noon. */
export const TODAY = { from: NOON_SECONDS * 1000 - 43_200_000, to: NOON_SECONDS * 1000 + 43_200_000 };

/** An answer of the history, as far as tests look into it by names. */
export interface Found {
  readonly _metadata: { readonly count: number; readonly [link: string]: unknown };
  readonly conversationHistoryRecords: readonly FoundRecord[];
}

export interface FoundRecord {
  readonly info: { readonly conversationId: string; readonly [name: string]: unknown };
  readonly [part: string]: unknown;
}

/** Asks the history. The query may stand behind the name of the search. */
export const askHistory = (
  mock: OpenMock,
  search: string,
  body: object | string,
  headers: Readonly<Record<string, string>> = OAUTH_1,
): Promise<Heard> => mock.post(historyPath(search), { headers, body });

/** What it found. */
export async function findInHistory(mock: OpenMock, search: string, body: object): Promise<Found> {
  const answer = await askHistory(mock, search, body);
  expect([answer.status, reasonOf(answer)]).toEqual([200, undefined]);
  return answer.json() as Found;
}

/** The ids of the conversations that it found. */
export async function idsInHistory(mock: OpenMock, search: string, body: object): Promise<string[]> {
  const found = await findInHistory(mock, search, body);
  return found.conversationHistoryRecords.map(({ info }) => info.conversationId);
}

/** A refusal of the history, with its whole body. */
export function expectHistoryRefusal(answer: Heard, status: 400 | 401, slug: string): void {
  expect({ status: answer.status, text: answer.text, reason: reasonOf(answer) }).toEqual({
    status,
    text: status === 400 ? '{"error":"bad_request"}' : '{"error":"unauthorized"}',
    reason: slug,
  });
  expect(answer.headers['content-type']).toBe('application/json');
}

export interface HistoryTalk {
  readonly id: string;
  readonly consumerId: string;
  readonly send: (command: object) => Promise<void>;
}

/** Opens a conversation of its own consumer. */
export async function openTalk(mock: OpenMock, consumer: string): Promise<HistoryTalk> {
  const headers = await getOnBehalfHeaders(mock, consumer);
  const id = await openConversation(mock, headers);
  return {
    id,
    consumerId: String(decode(headers['x-lp-on-behalf']).claims['lp_consumer_id']),
    send: async (command) => {
      expect(await mock.post(SEND_PATH, { headers, body: command })).toMatchObject({ status: 200 });
    },
  };
}

/** Opens three conversations, a minute apart: the first one closed after 52 minutes. */
export async function openThree(mock: OpenMock): Promise<readonly [HistoryTalk, HistoryTalk, HistoryTalk]> {
  const first = await openTalk(mock, 'jane');
  await first.send(sayHello(first.id, '1', 'Where is my PARCEL?'));
  await mock.clock.advance('1m');
  const second = await openTalk(mock, 'john');
  await mock.clock.advance('1m');
  const third = await openTalk(mock, 'joan');
  await third.send(publish(third.id, { type: 'RichContentEvent', content: { type: 'vertical' } }));
  await mock.clock.advance('50m');
  await first.send(closeConversation(first.id));
  return [first, second, third];
}

/** Path and query of a link. */
export function targetOf(link: unknown): string {
  const { pathname, search } = new URL((link as { href: string }).href);
  return `${pathname}${search}`;
}
