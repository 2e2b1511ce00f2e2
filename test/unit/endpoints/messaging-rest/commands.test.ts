import { describe, expect, it } from '@jest/globals';
import { consumerPath, conversationPath, messagesPath } from '../../../support/messaging-rest.ts';
import { refusalOf, startRest } from '../../../support/rest-calls.ts';

const BAD = '{"error":"bad_request"}';
const OPENING = `${consumerPath('john')}/conversations`;

/** The calls that have a body, and what is told to who sends none. */
const CALLS: readonly (readonly [method: string, target: (id: string) => string, example: string])[] = [
  ['PUT', () => consumerPath('john'), ', such as {"firstName":"John","lastName":"Doe"}'],
  ['POST', () => OPENING, ''],
  ['PATCH', conversationPath, ', such as {"stage":"CLOSE"}'],
  ['POST', messagesPath, ', such as {"type":"PLAIN_TEXT","content":{"text":"hi"}}'],
];

describe('A call of the Messaging REST API', () => {
  it.each(CALLS)('is told how a body looks: %s', async (method, target, example) => {
    const { john, call, open } = await startRest();
    const { id, etag } = await open();
    const headers = { ...john, 'if-match': ` ${etag} ` };
    for (const [body, found] of [
      ['null', 'null'],
      ['[]', 'an array'],
      ...(example === '' ? [] : [['', 'absent'] as const]),
    ] as const)
      expect(refusalOf(await call(method, target(id), headers, body))).toEqual([
        400,
        BAD,
        `body-wrong-shape; the body is ${found}; send an object${example}`,
      ]);
    expect(refusalOf(await call(method, target(id), headers, '{'))).toEqual([
      400,
      BAD,
      'body-not-json; the request body is not valid JSON',
    ]);
  });

  it('has its body under the content type of JSON: another is noted, and refused by a strict mock', async () => {
    const text = { 'content-type': 'text/plain' };
    const { john, call } = await startRest();
    const noted = await call('PUT', consumerPath('john'), { ...john, ...text }, { a: 1 });
    expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([
      200,
      'content-type; the content type is not application/json',
    ]);
    const strict = await startRest({ strict: true });
    const refused = await strict.call('PUT', consumerPath('john'), { ...strict.john, ...text }, { a: 1 });
    expect([refused.status, refused.body]).toEqual([400, BAD]);
  });

  it('is in conflict where what it asks for was done, and is bad otherwise', async () => {
    const { john, ada, call, open } = await startRest();
    const { id, etag } = await open();
    const again = await call('POST', OPENING, john);
    expect(refusalOf(again)).toEqual([
      409,
      '{"error":"conflict"}',
      'conversation-already-open; a consumer has one open conversation at the most; close it first',
    ]);
    expect(refusalOf(await call('POST', OPENING, await ada()))).toEqual([
      409,
      '{"error":"conflict"}',
      'conversation-already-open; a consumer has one open conversation at the most',
    ]);
    const foreign = await call('POST', OPENING, john, { brandId: '1' });
    expect(refusalOf(foreign)).toEqual([400, BAD, "brand-foreign; brandId is not the path's account 12345678"]);
    const closed = await call('PATCH', conversationPath(id), { ...john, 'if-match': etag }, { stage: 'CLOSE' });
    expect([closed.status, JSON.parse(closed.body)]).toMatchObject([200, { stage: 'CLOSE' }]);
    const late = await call('POST', messagesPath(id), john, { type: 'PLAIN_TEXT', content: { text: 'hi' } });
    expect(refusalOf(late)).toEqual([409, '{"error":"conflict"}', 'conversation-closed; the conversation is closed']);
  });
});
