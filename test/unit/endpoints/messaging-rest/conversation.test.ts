import { describe, expect, it } from '@jest/globals';
import { consumerPath, conversationPath, messagesPath } from '../../../support/messaging-rest.ts';
import { refusalOf, startRest } from '../../../support/rest-calls.ts';

describe('A conversation over REST, refused in words', () => {
  it.each([
    [
      undefined,
      428,
      'precondition_required',
      'if-match-missing; send If-Match with the ETag that a GET of the conversation gave',
    ],
    [
      ' ',
      428,
      'precondition_required',
      'if-match-missing; send If-Match with the ETag that a GET of the conversation gave',
    ],
    [
      'abc',
      412,
      'precondition_failed',
      'if-match-stale; If-Match takes the ETag as it was given, with its quotation marks',
    ],
    [
      '"abc"',
      412,
      'precondition_failed',
      'if-match-stale; the conversation is not what it was when If-Match got its ETag; GET it again',
    ],
  ])('is not changed with %p for If-Match', async (ifMatch, status, error, reason) => {
    const { john, call, open } = await startRest();
    const { id } = await open();
    const headers = ifMatch === undefined ? john : { ...john, 'if-match': ifMatch };
    const answer = await call('PATCH', conversationPath(id), headers, { stage: 'CLOSE' });
    expect(refusalOf(answer)).toEqual([status, JSON.stringify({ error }), reason]);
  });

  it.each([
    [{}, 'absent'],
    [{ stage: 1 }, 'a number'],
    [{ stage: 'OPEN' }, '"OPEN"'],
    [{ stage: 'x'.repeat(41) }, `"${'x'.repeat(37)}..."`],
  ])('is closed and nothing else: %j', async (body, found) => {
    const { john, call, open } = await startRest();
    const { id, etag } = await open();
    const answer = await call('PATCH', conversationPath(id), { ...john, 'if-match': ` ${etag} ` }, body);
    expect(refusalOf(answer)).toEqual([
      400,
      '{"error":"bad_request"}',
      `command-malformed; stage is ${found}; it must be CLOSE`,
    ]);
  });

  it('is not found, or is not for whom asks', async () => {
    const { mock, john, ada, call, open } = await startRest();
    const { id } = await open();
    const jane = { ...john, authorization: await mock.mint.lpJwt({ sub: 'jane' }) };
    const unknown = 'conversation-unknown; the account has no conversation of the id in the path';
    for (const [answer, status, error, reason] of [
      [await call('GET', conversationPath('none'), john), 404, 'not_found', unknown],
      [await call('GET', conversationPath('none'), await ada()), 404, 'not_found', unknown],
      [
        await call('GET', conversationPath(id), jane),
        403,
        'forbidden',
        'conversation-foreign; the conversation belongs to another consumer',
      ],
      [
        await call('GET', messagesPath(id, 'x'), john),
        404,
        'not_found',
        'dialog-unknown; its one dialog, MAIN, has the id of the conversation itself',
      ],
      [
        await call('PUT', consumerPath('john'), jane, {}),
        403,
        'forbidden',
        'consumer-foreign; the path names another consumer than the token does',
      ],
    ] as const)
      expect(refusalOf(answer)).toEqual([status, JSON.stringify({ error }), reason]);
  });

  it('is of the channel of messaging, and of a consumer with a name that can be kept', async () => {
    const { john, ada, call } = await startRest();
    const agent = await ada();
    const chat = await call('POST', `${consumerPath('john')}/conversations`, john, { channelType: 'CHAT' });
    const long = await call('PUT', consumerPath('x'.repeat(1025)), agent, {});
    for (const [answer, reason] of [
      [chat, 'command-malformed; channelType must be MESSAGING'],
      [long, 'name-too-long; the consumer in the path has 1025 characters; this mock keeps up to 1024'],
    ] as const)
      expect(refusalOf(answer)).toEqual([400, '{"error":"bad_request"}', reason]);
    expect((await call('PUT', consumerPath('x'.repeat(1024)), agent, {})).status).toBe(200);
  });
});
