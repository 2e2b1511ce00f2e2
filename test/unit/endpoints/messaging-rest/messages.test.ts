import { describe, expect, it } from '@jest/globals';
import { messagesPath } from '../../../support/messaging-rest.ts';
import { refusalOf, startRest } from '../../../support/rest-calls.ts';

const CONTENT = { text: 'hi' };
const TYPES = 'PLAIN_TEXT, HOSTED_FILE or RICH_CONTENT';

describe('Messages over REST', () => {
  it.each([
    ['sortBy=time', 'sortBy is "time"; it must be sequence'],
    ['sortOrder=up', 'sortOrder is "up"; it must be ASC or DESC'],
    [`sortOrder=${'u'.repeat(41)}`, `sortOrder is "${'u'.repeat(37)}..."; it must be ASC or DESC`],
    ['limit=0', 'limit is "0"; it must be a whole number from 1'],
    ['newerThanSequence=x', 'newerThanSequence is "x"; it must be a whole number from 0'],
    ['olderThanSequence=-1', 'olderThanSequence is "-1"; it must be a whole number from 0'],
  ])('are not listed with %s, which is told', async (query, sentence) => {
    const { john, call, open } = await startRest();
    const { id } = await open();
    const answer = await call('GET', `${messagesPath(id)}?${query}`, john);
    expect(refusalOf(answer)).toEqual([400, '{"error":"bad_request"}', `parameter-invalid; ${sentence}`]);
  });

  it('are listed from the first on when parameters are empty, and at most a hundred', async () => {
    const { john, call, open } = await startRest();
    const { id } = await open();
    for (let count = 0; count < 101; count += 1)
      await call('POST', messagesPath(id), john, { type: 'PLAIN_TEXT', content: CONTENT });
    const empty = 'sortBy=&sortOrder=&limit=&newerThanSequence=&olderThanSequence=';
    for (const [query, noted] of [
      [empty, undefined],
      ['limit=100', undefined],
      ['limit=101', 'rest-limit; limit is 101; 100 is the most, and what is answered'],
    ] as const) {
      const answer = await call('GET', `${messagesPath(id)}?${query}`, john);
      const { data, links } = JSON.parse(answer.body) as { data: { sequence: number }[]; links: object };
      expect(data.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, index) => index));
      const next = `http://localhost:4407${messagesPath(id)}?newerThanSequence=100&sortBy=sequence&sortOrder=ASC&limit=100`;
      expect([links, answer.headers['lp-mock-deviation']]).toEqual([{ next }, noted]);
    }
  });

  it.each<[body: object, sentence: string]>([
    [{}, 'content is absent; it must be an object'],
    [{ type: 'PLAIN_TEXT', content: 'hi' }, 'content is a string; it must be an object'],
    [{ content: CONTENT }, `type is absent; it must be ${TYPES}`],
    [{ type: 'TEXT', content: CONTENT }, `type is "TEXT"; it must be ${TYPES}`],
    [{ type: 'x'.repeat(41), content: CONTENT }, `type is "${'x'.repeat(37)}..."; it must be ${TYPES}`],
    [{ type: 'PLAIN_TEXT', content: {} }, 'content.text is absent; it must be a text'],
    [{ type: 'PLAIN_TEXT', content: { text: {} } }, 'content.text is an object; it must be a text'],
  ])('are not said in a body like %j, which is told', async (body, sentence) => {
    const { john, call, open } = await startRest();
    const { id } = await open();
    const answer = await call('POST', messagesPath(id), john, body);
    expect(refusalOf(answer)).toEqual([400, '{"error":"bad_request"}', `command-malformed; ${sentence}`]);
  });

  it('are as long as the Send API lets them be', async () => {
    const { john, call, open } = await startRest({ sendApi: { maxRequestChars: 60 } });
    const { id } = await open();
    const ofLength = (characters: number): string =>
      JSON.stringify({ type: 'PLAIN_TEXT', content: CONTENT }).padEnd(characters);
    expect((await call('POST', messagesPath(id), john, ofLength(60))).status).toBe(201);
    expect(refusalOf(await call('POST', messagesPath(id), john, ofLength(61)))).toEqual([
      400,
      '{"error":"bad_request"}',
      'request-too-long; the body has 61 characters; 60 are allowed',
    ]);
  });
});
