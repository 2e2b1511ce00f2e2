import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { runs } from '../support/everything.ts';
import { BRAND, conversationPath, messagesPath } from '../support/messaging-rest.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { brokenJson, json } from './arbitraries.ts';
import { flowFaults, indecencies } from './refusal-shape.ts';
import { anyLetter } from './any-letter.ts';

let mock: Mock;
let headers: Readonly<Record<string, string>>;
let id: string;
beforeEach(async () => {
  mock = createMock({ seed: 'messaging-rest' });
  mock.clock.freeze(NOON);
  const consumer = await mock.consumer({ accountId: ACCOUNT });
  id = await consumer.requestConversation();
  headers = { ...BRAND, authorization: `Bearer ${consumer.jwt}` };
});

/** An answer that has its documented form, and its reason. */
async function hear(
  method: string,
  target: string,
  body = '',
  more: Readonly<Record<string, string>> = {},
): Promise<Answer & { readonly reason: string | undefined }> {
  const answer = await ask(mock, { method, target, headers: { ...headers, ...more }, body });
  expect(indecencies(answer)).toEqual([]);
  return { ...answer, reason: answer.headers['lp-mock-reason']?.split(';')[0] };
}

describe('the Messaging REST API', () => {
  it('takes any text for a message and gives it back as it was, and refuses any other JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const body = JSON.stringify({ type: 'PLAIN_TEXT', content: { text } });
        const sent = await hear('POST', messagesPath(id), body);
        expect(sent.status).toBe(201);
        const { sequence } = JSON.parse(sent.body) as { sequence: number };
        const found = await hear('GET', `${messagesPath(id)}?newerThanSequence=${String(sequence)}`);
        expect(JSON.parse(found.body)).toMatchObject({ data: [{ sequence, content: { text } }] });
      }),
      { numRuns: runs(100) },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, brokenJson), async (body) => {
        const { status } = await hear('POST', messagesPath(id), body);
        expect(status).toBe(400);
      }),
      { numRuns: runs(200) },
    );
    expect(await flowFaults(mock)).toEqual([]);
  });

  it('takes whole numbers for the parameters of a page, and refuses anything else', async () => {
    const number = fc.oneof(
      fc.maxSafeNat().map(String),
      fc.double().map(String),
      fc.string({ unit: anyLetter, maxLength: 20 }),
    );
    const isWhole = (text: string): boolean => /^(?:\d{1,15})?$/.test(text);
    await fc.assert(
      fc.asyncProperty(number, number, number, async (newerThanSequence, olderThanSequence, limit) => {
        const query = new URLSearchParams({ newerThanSequence, olderThanSequence, limit });
        const isGood =
          isWhole(newerThanSequence) && isWhole(olderThanSequence) && isWhole(limit) && !/^0+$/.test(limit);
        const { status, reason } = await hear('GET', `${messagesPath(id)}?${query.toString()}`);
        expect([status, reason]).toEqual(isGood ? [200, undefined] : [400, 'parameter-invalid']);
      }),
      { numRuns: runs(300) },
    );
  });

  it('lets nothing but the ETag, in a list or not, and a star through If-Match', async () => {
    const { headers: answered } = await hear('GET', conversationPath(id));
    const etag = answered['etag'] ?? '';
    const tag = fc.oneof(
      fc.constantFrom(`W/${etag}`, etag.slice(1), etag.slice(0, -1), `${etag}${etag}`, etag.toUpperCase(), '**', '"'),
      fc.string({ maxLength: 20 }).filter((text) => text.trim() !== '*'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(tag, { maxLength: 4 }), async (tags) => {
        const value = tags.join(', ');
        fc.pre(!value.split(',').some((each) => each.trim() === etag));
        const { status } = await hear('PATCH', conversationPath(id), '{"stage":"CLOSE"}', { 'if-match': value });
        expect(status).toBe(value.trim() === '' ? 428 : 412);
      }),
      { numRuns: runs(200) },
    );
    const closed = await hear('PATCH', conversationPath(id), '{"stage":"CLOSE"}', { 'if-match': `"a",${etag} ,"b"` });
    expect(closed.status).toBe(200);
  });
});
