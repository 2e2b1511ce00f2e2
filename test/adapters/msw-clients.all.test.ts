import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'liveperson-functions-client';
import { setupServer } from 'msw/node';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import { createMock } from '../../mock-server/index.ts';
import { clients } from '../support/clients.ts';
import { ERROR_RESP } from '../support/refusals.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import { createByLookUp, logInByLookUp } from '../support/walk.ts';

const mock = createMock();
const server = setupServer(...createHandlers(mock));
const asked: string[] = [];

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
beforeAll(() => {
  server.events.on('request:start', ({ request: { method, url } }) => {
    asked.push(`${method} ${url.replace(/\?.*/, '')}`);
  });
});
afterEach(() => {
  mock.reset();
  server.resetHandlers();
  asked.length = 0;
});
afterAll(() => {
  server.close();
});

const CSDS = `GET https://api.liveperson.net/api/account/${ACCOUNT}/service`;
const OPENED = [
  { code: 'OK', body: { msg: 'OK User Profile set successfully' }, reqId: '1,' },
  { code: 'OK', body: { conversationId: expect.stringMatching(/^[\da-f-]{36}$/) }, reqId: '2,' },
];

describe.each(clients)('An unmodified client: %s', (_, ask) => {
  it('goes from look-up to tokens to the Send API, at the hosts that the Domain API names', async () => {
    const created = await createByLookUp(ask, await logInByLookUp(ask));
    expect([created.status, JSON.parse(created.text)]).toEqual([200, OPENED]);
    expect(asked).toEqual([
      `${CSDS}/sentinel/baseURI.json`,
      `POST https://va.sentinel.liveperson.net/sentinel/api/account/${ACCOUNT}/app/token`,
      `${CSDS}/idp/baseURI.json`,
      `POST https://va.idp.liveperson.net/api/account/${ACCOUNT}/consumer`,
      `${CSDS}/asyncMessagingEnt/baseURI.json`,
      `POST https://va.msg.liveperson.net/api/account/${ACCOUNT}/messaging/consumer/conversation`,
    ]);
  });

  it('may look up over plain http', async () => {
    const csds = 'http://adminlogin.liveperson.net';
    const created = await createByLookUp(ask, await logInByLookUp(ask, csds), csds);
    expect([created.status, JSON.parse(created.text)]).toEqual([200, OPENED]);
  });

  it('hears 40102 once the clock is past the hour', async () => {
    const headers = await logInByLookUp(ask);
    mock.clock.advance('61m');
    expect(await createByLookUp(ask, headers)).toMatchObject({ status: 401, text: ERROR_RESP[40102] });
  });
});

describe("LivePerson's own client for Functions", () => {
  const INVOCATION = {
    lambdaUuid: '00000000-0000-4000-8000-000000000000',
    lpEventSource: 'test',
    body: { headers: [], payload: {} },
  };
  const clientWith = (clientSecret: string): Client =>
    new Client({ accountId: ACCOUNT, authStrategy: { clientId: CLIENT_ID, clientSecret } });

  it('looks up over plain http, gets an AppJWT and invokes with it what the test says', async () => {
    const client = clientWith(CLIENT_SECRET);
    mock.functions.answer(INVOCATION.lambdaUuid, { result: 'done' });
    expect((await client.invoke(INVOCATION)).body).toEqual({ result: 'done' });
    expect(asked).toEqual([
      `GET http://adminlogin.liveperson.net/api/account/${ACCOUNT}/service/baseURI.json`,
      `POST https://va.sentinel.liveperson.net/sentinel/api/account/${ACCOUNT}/app/token`,
      `POST https://va.faasgw.liveperson.net/api/account/${ACCOUNT}/lambdas/${INVOCATION.lambdaUuid}/invoke`,
    ]);
    const [entry] = mock.journal.find({ endpointId: 'functions.invoke' });
    expect(entry?.tokens[0]?.claims).toMatchObject({ aud: ACCOUNT, azp: CLIENT_ID });
  });

  it('gets its payload back from a function that nobody said anything of', async () => {
    const body = { headers: [], payload: { order: 7 } };
    const answer = await clientWith(CLIENT_SECRET).invoke({ ...INVOCATION, body });
    expect([answer.status, answer.body]).toEqual([200, { order: 7 }]);
  });

  it('asks whether an event has functions, and invokes them', async () => {
    const event = { eventId: 'conversational_command', lpEventSource: 'test' };
    expect(await clientWith(CLIENT_SECRET).isImplemented(event)).toBe(false);
    mock.functions.answer(event.eventId, [{ uuid: INVOCATION.lambdaUuid, result: 1 }]);
    const client = clientWith(CLIENT_SECRET);
    expect(await client.isImplemented(event)).toBe(true);
    const { body } = INVOCATION;
    expect((await client.invoke({ ...event, body })).body).toEqual([{ uuid: INVOCATION.lambdaUuid, result: 1 }]);
  });

  it('knows an error of the function from one of the gateway', async () => {
    const errorCode = 'com.liveperson.faas.handler.custom-failure';
    mock.functions.answer(INVOCATION.lambdaUuid, { errorCode, errorMsg: 'whoops' }, { status: 500 });
    const failing = new Client({
      accountId: ACCOUNT,
      authStrategy: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
      failOnErrorStatusCode: true,
    });
    await expect(failing.invoke(INVOCATION)).rejects.toMatchObject({ name: 'FaaSLambdaError' });
  });

  it('hears that its secret is wrong', async () => {
    await expect(clientWith('wrong').invoke(INVOCATION)).rejects.toThrow(/: Response Error: 401 Unauthorized$/);
  });
});
