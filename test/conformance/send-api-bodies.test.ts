import { expect, it } from '@jest/globals';
import { CREATE_PATH, createBatch, getOnBehalfHeaders, sayHello } from '../support/flows.ts';
import { expectBadRequest } from '../support/refusals.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';
import { ok, startTalk } from '../support/talk.ts';

describeThroughEveryAdapter('send another command', (open) => {
  it('sets the profile', async () => {
    const { send } = await startTalk(open);
    const answer = await send({
      kind: 'req',
      id: '1',
      type: 'userprofile.SetUserProfile',
      body: { firstName: 'John' },
    });
    expect(answer.text).toBe(ok({ msg: 'OK User Profile set successfully' }));
  });

  it.each(['2048', 2048])('hands out an upload URL for fileSize %p that is good for a minute', async (fileSize) => {
    const { send } = await startTalk(open);
    const answer = await send({
      kind: 'req',
      id: '1',
      type: 'ms.GenerateURLForUploadFile',
      body: { fileSize, fileType: 'PNG' },
    });
    const { body } = answer.json() as { body: { relativePath: string; queryParams: { temp_url_sig: string } } };
    const queryParams = { temp_url_sig: body.queryParams.temp_url_sig, temp_url_expires: String(NOON_SECONDS + 60) };
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(ok({ relativePath: body.relativePath, queryParams }));
    expect(body.relativePath).toMatch(new RegExp(`^/v1/AUTH_async-images/${ACCOUNT}/[0-9a-f-]{36}\\.PNG$`));
    expect(queryParams.temp_url_sig).toMatch(/^[0-9a-f]{40}$/);
  });

  it('hands out a download URL of the same shape', async () => {
    const { send } = await startTalk(open);
    const answer = await send({
      kind: 'req',
      id: '1',
      type: 'ms.GenerateURLForDownloadFile',
      body: { relativePath: '/v1/cat.PNG' },
    });
    const { body } = answer.json() as { body: { queryParams: { temp_url_sig: string } } };
    const queryParams = { temp_url_sig: body.queryParams.temp_url_sig, temp_url_expires: String(NOON_SECONDS + 60) };
    expect(answer.text).toBe(ok({ relativePath: '/v1/cat.PNG', queryParams }));
  });

  it.each([0, -1, 'big', undefined])('answers "check file size" to fileSize %p', async (fileSize) => {
    const { send } = await startTalk(open);
    const answer = await send({
      kind: 'req',
      id: '1',
      type: 'ms.GenerateURLForUploadFile',
      body: { fileSize, fileType: 'PNG' },
    });
    expectBadRequest(answer, 'file-size-invalid', '1', 'check file size');
  });

  it.each([
    ['an upload without a file type', 'ms.GenerateURLForUploadFile', { fileSize: 1 }, 'command-malformed'],
    [
      'an upload whose file type leads out of the path',
      'ms.GenerateURLForUploadFile',
      { fileSize: 1, fileType: '../x' },
      'command-malformed',
    ],
    [
      'an upload whose file type goes on after its letters',
      'ms.GenerateURLForUploadFile',
      { fileSize: 1, fileType: 'PNG/..' },
      'command-malformed',
    ],
    [
      'an upload whose file type is empty',
      'ms.GenerateURLForUploadFile',
      { fileSize: 1, fileType: '' },
      'command-malformed',
    ],
    [
      'an upload whose file type is long',
      'ms.GenerateURLForUploadFile',
      { fileSize: 1, fileType: 'P'.repeat(11) },
      'command-malformed',
    ],
    ['a download without a path', 'ms.GenerateURLForDownloadFile', {}, 'command-malformed'],
    ['a download whose path is empty', 'ms.GenerateURLForDownloadFile', { relativePath: '' }, 'command-malformed'],
    ['a download whose path is a number', 'ms.GenerateURLForDownloadFile', { relativePath: 5 }, 'command-malformed'],
    ['a body that is none', 'ms.PublishEvent', undefined, 'command-malformed'],
    ['an unknown type', 'ms.Unknown', {}, 'command-unknown'],
    ['a missing type', undefined, {}, 'command-unknown'],
    ['a type that is a number', 5, {}, 'command-unknown'],
    [
      'the opening of a conversation, which wants a batch',
      'cm.ConsumerRequestConversation',
      { brandId: ACCOUNT },
      'command-unknown',
    ],
  ] as const)('answers Bad Request to %s', async (_, type, body, slug) => {
    const { send } = await startTalk(open);
    expectBadRequest(await send({ kind: 'req', id: '1', type, body }), slug, '1');
  });
});

describeThroughEveryAdapter('send a body that is no request', (open) => {
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
