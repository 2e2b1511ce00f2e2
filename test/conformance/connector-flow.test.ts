import { expect, it } from '@jest/globals';
import { closeConversation, createBatch, decode, sayHello, text } from '../support/flows.ts';
import { expectErrorResp, expectIdpError } from '../support/refusals.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON_SECONDS,
} from '../support/through-every-adapter.ts';

/** The base URL of a service, as clients make it: they ask the Domain API over plain http and glue `https://` on. */
const discover = async (mock: OpenMock, service: string): Promise<string> => {
  const answer = await mock.get(
    `http://api.liveperson.net/api/account/${ACCOUNT}/service/${service}/baseURI.json?version=1.0`,
  );
  return `https://${text(answer.json(), 'baseURI')}`;
};

describeThroughEveryAdapter(
  'Send API from discovery to close',
  (open) => {
    const getTokens = async (mock: OpenMock): Promise<{ authorization: string; 'x-lp-on-behalf': string }> => {
      const appJwt = await mock.post(
        `${await discover(mock, 'sentinel')}/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`,
        { body: new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }) },
      );
      const authorization = text(appJwt.json(), 'access_token');
      const consumerJws = await mock.post(`${await discover(mock, 'idp')}/api/account/${ACCOUNT}/consumer?v=1.0`, {
        headers: { authorization },
        body: { ext_consumer_id: 'John_Doe_facebook12345' },
      });
      expect([appJwt.status, consumerJws.status]).toEqual([200, 201]);
      return { authorization, 'x-lp-on-behalf': text(consumerJws.json(), 'token') };
    };

    it('goes AppJWT, ConsumerJWS, create, send, close, each answered as the pages say', async () => {
      const mock = await open();
      const headers = await getTokens(mock);
      const url = `${await discover(mock, 'asyncMessagingEnt')}/api/account/${ACCOUNT}/messaging/consumer/conversation`;
      const created = await mock.post(`${url}?v=3`, { headers, body: createBatch() });
      const [
        ,
        {
          body: { conversationId },
        },
      ] = created.json() as [unknown, { body: { conversationId: string } }];
      const answers = [
        created,
        await mock.post(`${url}/send?v=3`, { headers, body: sayHello(conversationId, '3,') }),
        await mock.post(`${url}/send?v=3`, { headers, body: sayHello(conversationId, '4,') }),
        await mock.post(`${url}/send?v=3`, { headers, body: closeConversation(conversationId, '5,') }),
      ];
      expect(answers.map(({ status, text: body }) => `${String(status)} ${body}`)).toEqual([
        `200 [{"code":"OK","body":{"msg":"OK User Profile set successfully"},"reqId":"1,"},{"code":"OK","body":{"conversationId":"${conversationId}"},"reqId":"2,"}]`,
        '200 {"code":"OK","body":{"sequence":0},"reqId":"3,"}',
        '200 {"code":"OK","body":{"sequence":1},"reqId":"4,"}',
        '200 {"code":"OK","body":{"msg":"OK Conversation resolved successfully"},"reqId":"5,"}',
      ]);
      expect(answers.every((answer) => answer.headers['lp-mock-deviation'] === undefined)).toBe(true);
    });

    it('goes on with a new AppJWT and the old ConsumerJWS when the hour is over', async () => {
      const mock = await open();
      const headers = await getTokens(mock);
      const url = `${await discover(mock, 'asyncMessagingEnt')}/api/account/${ACCOUNT}/messaging/consumer/conversation`;
      const created = await mock.post(`${url}?v=3`, { headers, body: createBatch() });
      const [
        ,
        {
          body: { conversationId },
        },
      ] = created.json() as [unknown, { body: { conversationId: string } }];
      await mock.clock.advance('1h');
      expectErrorResp(
        await mock.post(`${url}/send?v=3`, { headers, body: sayHello(conversationId) }),
        40102,
        'app-jwt-expired',
      );
      const renewed = { ...headers, authorization: (await getTokens(mock)).authorization };
      const answer = await mock.post(`${url}/send?v=3`, { headers: renewed, body: sayHello(conversationId) });
      expect(answer.text).toBe('{"code":"OK","body":{"sequence":0},"reqId":"1"}');
    });

    it('gives byte for byte the same answers to the same calls on two mocks of one seed', async () => {
      const run = async (mock: OpenMock): Promise<string> => {
        const headers = await getTokens(mock);
        const url = `${await discover(mock, 'asyncMessagingEnt')}/api/account/${ACCOUNT}/messaging/consumer/conversation`;
        return JSON.stringify([headers, (await mock.post(`${url}?v=3`, { headers, body: createBatch() })).text]);
      };
      expect(await run(await open({ seed: 'one' }))).toBe(await run(await open({ seed: 'one' })));
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'unauthenticated messaging in its four steps',
  (open) => {
    const UNAUTH = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction';
    const JSON_TYPE = { 'content-type': 'application/json' };

    /** The page's jq filter: the one connector whose jsMethodName is the unauthenticated one, and of it the id. */
    const findConnectorId = async (mock: OpenMock): Promise<number> => {
      const answer = await mock.get(
        `https://accdn.lpsnmedia.net/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`,
      );
      const connectors = answer.json() as { id: number; configuration: { jsMethodName?: string } }[];
      const ids = connectors.filter(({ configuration }) => configuration.jsMethodName === UNAUTH).map(({ id }) => id);
      expect(ids).toEqual([expect.any(Number)]);
      return ids[0] ?? 0;
    };

    it('creates a token, exchanges it, has it expire, refreshes it, and exchanges the fresh one for the same consumer', async () => {
      const mock = await open();
      const idp = await discover(mock, 'idp');
      const exchangeUrl = `${idp}/api/account/${ACCOUNT}/app/${String(await findConnectorId(mock))}/authenticate?v=3.0`;
      const authorizeUrl = `${idp}/api/account/${ACCOUNT}/anonymous/authorize`;

      const extJwt = text((await mock.post(authorizeUrl, { headers: JSON_TYPE })).json(), 'token');
      const lpJwt = text(
        (await mock.post(exchangeUrl, { headers: JSON_TYPE, body: `{"id_token" : "${extJwt}"}` })).json(),
        'token',
      );
      // Step 3, the conversation itself, is the messaging socket's: what it is opened with is an LP_JWT that is good
      // now.
      expect(await mock.inspect(lpJwt)).toMatchObject({ kind: 'LP_JWT', accepted: true });

      await mock.clock.advance('10m');
      expect(await mock.inspect(lpJwt)).toMatchObject({ kind: 'LP_JWT', accepted: false });
      expectIdpError(
        await mock.post(exchangeUrl, { headers: JSON_TYPE, body: `{"id_token" : "${extJwt}"}` }),
        1012,
        'ext-jwt-expired',
      );

      const refreshed = text(
        (await mock.post(authorizeUrl, { headers: JSON_TYPE, body: `{ "id_token":"${extJwt}" }` })).json(),
        'token',
      );
      const renewed = text(
        (await mock.post(exchangeUrl, { headers: JSON_TYPE, body: `{"id_token" : "${refreshed}"}` })).json(),
        'token',
      );
      expect(decode(renewed).claims).toEqual({
        ...decode(lpJwt).claims,
        exp: NOON_SECONDS + 1200,
        iat: NOON_SECONDS + 600,
      });
    });

    it('tells a shell script that carried on with the word null after an error', async () => {
      const mock = await open();
      const idp = await discover(mock, 'idp');
      const path = `/api/account/${ACCOUNT}/app/${String(await findConnectorId(mock))}/authenticate?v=3.0`;
      expectIdpError(
        await mock.post(`${idp}${path}`, { headers: JSON_TYPE, body: '{"id_token" : "null"}' }),
        1008,
        'ext-jwt-malformed',
      );
    });
  },
  { wire: true },
);
