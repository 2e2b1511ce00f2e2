import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import { signAppJwt, signConsumerJws } from '../support/bad-tokens.ts';
import {
  closeConversation, CREATE_PATH, createBatch, getOnBehalfHeaders, JSON_HEADERS, openConversation, publish, sayHello, SEND_PATH,
} from '../support/flows.ts';
import { expectBadRequest, expectErrorResp } from '../support/refusals.ts';
import type { Heard, OpenMock, OpenTheMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryDoor, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

/** A consumer in an open conversation. */
interface Talk {
  readonly mock: OpenMock;
  readonly id: string;
  readonly send: (body: string | object) => Promise<Heard>;
}

const startTalk = async (open: OpenTheMock, options?: MockOptions): Promise<Talk> => {
  const mock = await open(options);
  const headers = await getOnBehalfHeaders(mock);
  const id = await openConversation(mock, headers);
  return { mock, id, send: (body) => mock.post(SEND_PATH, { headers, body }) };
};

const update = (conversationId: string, conversationField: unknown): object =>
  ({ kind: 'req', id: 'c4255004', type: 'cm.UpdateConversationField', body: { conversationId, conversationField } });
const ok = (body: object, reqId = '1'): string => JSON.stringify({ code: 'OK', body, reqId });

const CONTENT = { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello world!' };
const CLOSED = 'Bad Request, Conversation is close';

describeThroughEveryDoor('send an event', (open) => {
  it('answers content with the first sequence, 0', async () => {
    const { id, send } = await startTalk(open);
    const answer = await send(sayHello(id, '1556852a-4bb3-11e9-8646-d663bd873d93'));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('{"code":"OK","body":{"sequence":0},"reqId":"1556852a-4bb3-11e9-8646-d663bd873d93"}');
    expect(answer.headers).toEqual(JSON_HEADERS);
  });

  const hostedFile = { caption: 'a cat', relativePath: '/v1/cat.png', fileType: 'PNG', preview: 'data:image/png;base64,' };
  it.each([
    ['text', CONTENT],
    ['a hosted file', { type: 'ContentEvent', contentType: 'hosted/file', message: hostedFile }],
    ['rich content', { type: 'RichContentEvent', content: { type: 'vertical', elements: [] } }],
    ...['ACCEPT', 'READ', 'ACCESS', 'NACK', 'ACTION'].map((status) => [`the receipt ${status}`, { type: 'AcceptStatusEvent', status, sequenceList: [0] }] as const),
  ])('numbers %s with the next sequence', async (_, event) => {
    const { id, send } = await startTalk(open);
    await send(sayHello(id));
    const answer = await send(publish(id, event));
    expect([answer.text, answer.headers['lp-mock-deviation']]).toEqual([ok({ sequence: 1 }), undefined]);
    expect((await send(publish(id, event))).text).toBe(ok({ sequence: 2 }));
  });

  it.each(['ACTIVE', 'INACTIVE', 'GONE', 'COMPOSING', 'PAUSE'])('gives the chat state %s no sequence and uses none up', async (chatState) => {
    const { id, send } = await startTalk(open);
    expect((await send(publish(id, { type: 'ChatStateEvent', chatState }))).text).toBe(ok({}));
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it('numbers each conversation from 0', async () => {
    const { mock, id, send } = await startTalk(open);
    await send(sayHello(id));
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    const other = await openConversation(mock, headers);
    expect((await mock.post(SEND_PATH, { headers, body: sayHello(other) })).text).toBe(ok({ sequence: 0 }));
  });

  it.each([
    ['dialogId alone', (id: string) => ({ dialogId: id, event: CONTENT })],
    ['members in another order', (id: string) => ({ event: CONTENT, dialogId: id, conversationId: id })],
  ])('takes %s', async (_, bodyOf) => {
    const { id, send } = await startTalk(open);
    expect((await send({ id: '1', body: bodyOf(id), type: 'ms.PublishEvent', kind: 'req' })).text).toBe(ok({ sequence: 0 }));
  });

  it.each([
    ['a comma in it', '1,', '1,'],
    ['a number', 5, '5'],
    ['zero', 0, '0'],
    ['null', null, '0'],
    ['absent', undefined, '0'],
  ])('echoes a request id that is or has %s as text', async (_, requestId, echo) => {
    const { id, send } = await startTalk(open);
    const body = { ...sayHello(id), id: requestId };
    expect((await send(body)).text).toBe(ok({ sequence: 0 }, echo));
  });

  it('takes type names with the prefix .ams. or ams. as their short form', async () => {
    const { id, send } = await startTalk(open);
    expect((await send({ ...sayHello(id), type: '.ams.ms.PublishEvent' })).text).toBe(ok({ sequence: 0 }));
    expect((await send({ ...sayHello(id), type: 'ams.ms.PublishEvent' })).text).toBe(ok({ sequence: 1 }));
    expect((await send({ ...closeConversation(id, '1'), type: '.ams.cm.UpdateConversationField' })).text).toBe(ok({ msg: 'OK Conversation resolved successfully' }));
  });
});

describeThroughEveryDoor('send an event, refused', (open) => {
  it.each([
    ['no event', undefined],
    ['an event that is a text', 'hello'],
    ['an event without a type', { message: 'hello' }],
    ['an event of an unknown type', { type: 'UnknownEvent' }],
    ['content without a message', { type: 'ContentEvent', contentType: 'text/plain' }],
    ['content whose message is a number', { type: 'ContentEvent', contentType: 'text/plain', message: 5 }],
    ['rich content without content', { type: 'RichContentEvent' }],
    ['a receipt with an unknown status', { type: 'AcceptStatusEvent', status: 'SEEN', sequenceList: [0] }],
    ['a receipt without a list', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: 0 }],
    ['an unknown chat state', { type: 'ChatStateEvent', chatState: 'TYPING' }],
  ])('answers Bad Request to %s, and uses no sequence up', async (_, event) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId: id, event } }), 'command-malformed', '1');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it('answers Bad Request without a dialogId', async () => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body: { conversationId: id, event: CONTENT } }), 'command-malformed', '1');
  });

  it.each([
    ['an unknown conversation', () => 'cbf6e739-dfe6-4e3c-a544-2504afbe8747'],
    ['a conversation that is a number', () => 5],
    ['a conversation named in capitals', (id: string) => id.toUpperCase()],
  ])('answers Bad Request for %s', async (_, other) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send(publish(other(id) as string, CONTENT)), 'conversation-unknown', '1');
  });

  it('answers Bad Request when conversationId and dialogId do not belong together', async () => {
    const { id, send } = await startTalk(open);
    const body = { dialogId: id, conversationId: 'cbf6e739-dfe6-4e3c-a544-2504afbe8747', event: CONTENT };
    expectBadRequest(await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body }), 'dialog-mismatch', '1');
  });

  it('does not know a conversation of another account', async () => {
    const { mock, id } = await startTalk(open);
    const headers = { authorization: await signAppJwt({ aud: OTHER_ACCOUNT }), 'x-lp-on-behalf': await signConsumerJws({ account_id: OTHER_ACCOUNT }) };
    const answer = await mock.post(`/api/account/${OTHER_ACCOUNT}/messaging/consumer/conversation/send?v=3`, { headers, body: sayHello(id) });
    expectBadRequest(answer, 'conversation-unknown', '1');
  });
});

describeThroughEveryDoor("send into another consumer's conversation", (open) => {
  const commands = [['an event', sayHello], ['a close', closeConversation]] as const;

  it.each(commands)('answers %s with 40103, and leaves the conversation alone', async (_, command) => {
    const { mock, id, send } = await startTalk(open);
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    expectErrorResp(await mock.post(SEND_PATH, { headers, body: command(id) }), 40103, 'conversation-foreign');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it.each(commands)('answers %s with Bad Request when sendApi.foreignConversation says so', async (_, command) => {
    const { mock, id } = await startTalk(open, { sendApi: { foreignConversation: 'badRequest' } });
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    expectBadRequest(await mock.post(SEND_PATH, { headers, body: command(id, '7') }), 'conversation-foreign', '7');
  });
});

describeThroughEveryDoor('close a conversation', (open) => {
  const closings = [
    ['ConversationStateField', () => ({ field: 'ConversationStateField', conversationState: 'CLOSE' })],
    ['Stage', () => ({ field: 'Stage', conversationState: 'CLOSE' })],
    ['DialogChange', (id: string) => ({ field: 'DialogChange', type: 'UPDATE', dialog: { dialogId: id, state: 'CLOSE', closedCause: 'Closed by consumer' } })],
  ] as const;
  const spellings = closings.flatMap(([name, field]) => [
    [name, field] as const,
    [`${name} in an array of one`, (id: string) => [field(id)]] as const,
  ]);

  it.each(spellings)('resolves it by %s; it then takes no event and no second close', async (_, fieldOf) => {
    const { id, send } = await startTalk(open);
    await send(sayHello(id));
    const answer = await send(update(id, fieldOf(id)));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(ok({ msg: 'OK Conversation resolved successfully' }, 'c4255004'));
    expectBadRequest(await send(sayHello(id)), 'conversation-closed', '1', CLOSED);
    expectBadRequest(await send(update(id, fieldOf(id))), 'conversation-closed', 'c4255004', CLOSED);
  });

  it.each([
    ['no field', undefined],
    ['a field that is a text', 'Stage'],
    ['two fields', [{ field: 'Stage', conversationState: 'CLOSE' }, { field: 'Stage', conversationState: 'CLOSE' }]],
    ['an empty array', []],
    ['a field without a name', { conversationState: 'CLOSE' }],
    ['a state other than CLOSE', { field: 'ConversationStateField', conversationState: 'OPEN' }],
    ['a dialog change without a dialog', { field: 'DialogChange', type: 'UPDATE' }],
  ])('answers Bad Request to %s, and leaves it open', async (_, field) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send(update(id, field)), 'command-malformed', 'c4255004');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it('answers Bad Request to the close of a dialog that is not the main one', async () => {
    const { id, send } = await startTalk(open);
    const field = { field: 'DialogChange', type: 'UPDATE', dialog: { dialogId: 'other', state: 'CLOSE' } };
    expectBadRequest(await send(update(id, field)), 'dialog-mismatch', 'c4255004');
  });

  it('answers Bad Request for a conversation that nobody knows', async () => {
    const { send } = await startTalk(open);
    expectBadRequest(await send(closeConversation('cbf6e739-dfe6-4e3c-a544-2504afbe8747')), 'conversation-unknown', '9');
  });

  it('takes note of any other field, closed or not', async () => {
    const { id, send } = await startTalk(open);
    const rating = update(id, { field: 'CSATRate', csatRate: 5, csatResolutionConfirmation: true, status: 'FILLED' });
    expect((await send(rating)).text).toBe(ok({ msg: 'OK' }, 'c4255004'));
    await send(closeConversation(id));
    expect((await send(rating)).text).toBe(ok({ msg: 'OK' }, 'c4255004'));
  });
});

describeThroughEveryDoor('send another command', (open) => {
  it('sets the profile', async () => {
    const { send } = await startTalk(open);
    const answer = await send({ kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: { firstName: 'John' } });
    expect(answer.text).toBe(ok({ msg: 'OK User Profile set successfully' }));
  });

  it.each(['2048', 2048])('hands out an upload URL for fileSize %p that is good for a minute', async (fileSize) => {
    const { send } = await startTalk(open);
    const answer = await send({ kind: 'req', id: '1', type: 'ms.GenerateURLForUploadFile', body: { fileSize, fileType: 'PNG' } });
    const { body } = answer.json() as { body: { relativePath: string; queryParams: { temp_url_sig: string } } };
    const queryParams = { temp_url_sig: body.queryParams.temp_url_sig, temp_url_expires: String(NOON_SECONDS + 60) };
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(ok({ relativePath: body.relativePath, queryParams }));
    expect(body.relativePath).toMatch(new RegExp(`^/v1/AUTH_async-images/${ACCOUNT}/[0-9a-f-]{36}\\.PNG$`));
    expect(queryParams.temp_url_sig).toMatch(/^[0-9a-f]{40}$/);
  });

  it('hands out a download URL of the same shape', async () => {
    const { send } = await startTalk(open);
    const answer = await send({ kind: 'req', id: '1', type: 'ms.GenerateURLForDownloadFile', body: { relativePath: '/v1/cat.PNG' } });
    const { body } = answer.json() as { body: { queryParams: { temp_url_sig: string } } };
    const queryParams = { temp_url_sig: body.queryParams.temp_url_sig, temp_url_expires: String(NOON_SECONDS + 60) };
    expect(answer.text).toBe(ok({ relativePath: '/v1/cat.PNG', queryParams }));
  });

  it.each([0, -1, 'big', undefined])('answers "check file size" to fileSize %p', async (fileSize) => {
    const { send } = await startTalk(open);
    const answer = await send({ kind: 'req', id: '1', type: 'ms.GenerateURLForUploadFile', body: { fileSize, fileType: 'PNG' } });
    expectBadRequest(answer, 'file-size-invalid', '1', 'check file size');
  });

  it.each([
    ['an upload without a file type', 'ms.GenerateURLForUploadFile', { fileSize: 1 }, 'command-malformed'],
    ['an upload whose file type leads out of the path', 'ms.GenerateURLForUploadFile', { fileSize: 1, fileType: '../x' }, 'command-malformed'],
    ['an upload whose file type goes on after its letters', 'ms.GenerateURLForUploadFile', { fileSize: 1, fileType: 'PNG/..' }, 'command-malformed'],
    ['an upload whose file type is empty', 'ms.GenerateURLForUploadFile', { fileSize: 1, fileType: '' }, 'command-malformed'],
    ['an upload whose file type is long', 'ms.GenerateURLForUploadFile', { fileSize: 1, fileType: 'P'.repeat(11) }, 'command-malformed'],
    ['a download without a path', 'ms.GenerateURLForDownloadFile', {}, 'command-malformed'],
    ['a download whose path is empty', 'ms.GenerateURLForDownloadFile', { relativePath: '' }, 'command-malformed'],
    ['a download whose path is a number', 'ms.GenerateURLForDownloadFile', { relativePath: 5 }, 'command-malformed'],
    ['a body that is none', 'ms.PublishEvent', undefined, 'command-malformed'],
    ['an unknown type', 'ms.Unknown', {}, 'command-unknown'],
    ['a missing type', undefined, {}, 'command-unknown'],
    ['a type that is a number', 5, {}, 'command-unknown'],
    ['the opening of a conversation, which wants a batch', 'cm.ConsumerRequestConversation', { brandId: ACCOUNT }, 'command-unknown'],
  ] as const)('answers Bad Request to %s', async (_, type, body, slug) => {
    const { send } = await startTalk(open);
    expectBadRequest(await send({ kind: 'req', id: '1', type, body }), slug, '1');
  });
});

describeThroughEveryDoor('send a body that is no request', (open) => {
  it.each([
    ['no JSON', 'kind=req', 'body-not-json', '0'],
    ['empty', '', 'body-wrong-shape', '0'],
    ['null', 'null', 'body-wrong-shape', '0'],
    ['a number', '5', 'body-wrong-shape', '0'],
    ['an empty array', '[]', 'body-wrong-shape', '0'],
    ['an array of one number', '[5]', 'body-wrong-shape', '0'],
    ['an array of two requests', '[{"id":"7"},{"id":"8"}]', 'body-wrong-shape', '7'],
  ] as const)('answers Bad Request when it is %s', async (_, body, slug, reqId) => {
    const { send } = await startTalk(open);
    expectBadRequest(await send(body), slug, reqId);
  });

  /** A request of exactly so many characters. */
  const ofLength = (id: string, characters: number): string => {
    const frame = JSON.stringify(sayHello(id, '1', ''));
    return JSON.stringify(sayHello(id, '1', 'x'.repeat(characters - frame.length)));
  };

  it('takes 5000 characters and refuses 5001', async () => {
    const { id, send } = await startTalk(open);
    expect((await send(ofLength(id, 5000))).text).toBe(ok({ sequence: 0 }));
    expectBadRequest(await send(ofLength(id, 5001)), 'request-too-long', '1');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 1 }));
  });

  it('counts characters and not bytes', async () => {
    const { id, send } = await startTalk(open);
    expect((await send(ofLength(id, 5000).replace(/x/g, 'é'))).text).toBe(ok({ sequence: 0 }));
  });

  it('takes as many as sendApi.maxRequestChars says', async () => {
    const { id, send } = await startTalk(open, { sendApi: { maxRequestChars: 400 } });
    expect((await send(ofLength(id, 400))).text).toBe(ok({ sequence: 0 }));
    expectBadRequest(await send(ofLength(id, 401)), 'request-too-long', '1');
  });

  it('has no such limit for a batch', async () => {
    const mock = await open();
    const [profile, request] = createBatch() as [object, object];
    const body = [{ ...profile, body: { description: 'x'.repeat(6000) } }, request];
    expect((await mock.post(CREATE_PATH, { headers: await getOnBehalfHeaders(mock), body })).status).toBe(200);
  });
});
