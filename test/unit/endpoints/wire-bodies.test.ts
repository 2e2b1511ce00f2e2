import { describe, expect, it } from '@jest/globals';
import type { EndpointId, ErrorBody, SuccessBody } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { ACCOUNT } from '../../support/through-every-adapter.ts';

const mock = createMock({ seed: 'bodies' });
const site = `/api/account/${ACCOUNT}`;
const client = new URLSearchParams({
  client_id: 'any',
  client_secret: 'any',
  grant_type: 'client_credentials',
}).toString();

/** Typed as somebody types a test double: what the compiler takes and the mock does not answer differs at once. */
type Members<Body> = readonly (keyof Body & string)[];

async function ask<Body>(path: string, init: RequestInit = {}): Promise<Body> {
  const answer = await mock.fetch(`http://localhost:4407${path}`, init);
  return (await answer.json()) as Body;
}

function post(body: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
}

function membersOf(body: object | undefined): string[] {
  return Object.keys(body ?? {}).sort();
}

describe('The types of the bodies', () => {
  it('are there for each row of the endpoint table, and for no other', () => {
    const ids: Readonly<Record<EndpointId, true>> = {
      'csds.service': true,
      'csds.services': true,
      'csds.service-jsonp': true,
      'sentinel.app-token': true,
      'sentinel.app-token-v2': true,
      'sentinel.authorize': true,
      'sentinel.login': true,
      'sentinel.token': true,
      'sentinel.revoke': true,
      'sentinel.jwks': true,
      'idp.consumer': true,
      'idp.anonymous-authorize': true,
      'idp.authenticate': true,
      'idp.signup': true,
      'idp.signup-jsonp': true,
      'idp.legacy-authenticate': true,
      'idp.delegated-tokens': true,
      'account-config.connectors': true,
      'account-config.users': true,
      'account-config.user': true,
      'account-config.skills': true,
      'account-config.skill': true,
      'account-config.agent-groups': true,
      'account-config.agent-group': true,
      'account-config.status-reasons': true,
      'account-config.canned-responses': true,
      'account-config.categories': true,
      'send-api.create': true,
      'send-api.send': true,
      'agent-vep.login': true,
      'agent-vep.refresh': true,
      'agent-vep.logout': true,
      'history.agent-status': true,
      'history.search': true,
      'messaging-rest.put-consumer': true,
      'messaging-rest.open-conversation': true,
      'messaging-rest.conversation': true,
      'messaging-rest.update-conversation': true,
      'messaging-rest.send-message': true,
      'messaging-rest.messages': true,
      'history.by-conversation': true,
      'history.by-consumer': true,
      'swift.upload': true,
      'swift.download': true,
      'functions.invoke': true,
      'functions.invoke-event': true,
      'functions.is-implemented': true,
      'installations.list': true,
      'installations.install': true,
      'installations.read': true,
      'installations.replace': true,
      'installations.remove': true,
      'ums.consumer': true,
      'ums.brand': true,
    };
    expect(Object.keys(ids).sort()).toEqual(mock.endpoints.map(({ id }) => id).sort());
  });

  it('have the members that the answers have', async () => {
    const form = { method: 'POST', body: client, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const token: Members<SuccessBody<'sentinel.app-token'>> = ['access_token', 'token_type'];
    expect(membersOf(await ask(`/sentinel${site}/app/token?v=1.0`, form))).toEqual(token);
    const tokenV2: Members<SuccessBody<'sentinel.app-token-v2'>> = ['access_token', 'expires_in', 'token_type'];
    expect(membersOf(await ask(`/sentinel/api/v2/account/${ACCOUNT}/app/token`, form))).toEqual(tokenV2);
    const service: Members<SuccessBody<'csds.service'>> = ['account', 'baseURI', 'service'];
    expect(membersOf(await ask(`${site}/service/idp/baseURI.json?version=1.0`))).toEqual(service);
    const key: Members<SuccessBody<'sentinel.jwks'>['keys'][number]> = ['alg', 'e', 'kid', 'kty', 'n', 'use'];
    const jwks = await ask<SuccessBody<'sentinel.jwks'>>('/sentinel/well-known/jwks');
    expect(membersOf(jwks.keys[0])).toEqual(key);
    const login: Members<SuccessBody<'agent-vep.login'>> = [
      'accountData',
      'bearer',
      'config',
      'csdsCollectionResponse',
      'csrf',
      'sessionId',
      'sessionTTl',
      'wsuk',
    ];
    expect(membersOf(await ask(`${site}/login?v=1.3`, post('{"username":"a","password":"b"}')))).toEqual(login);
  });

  it('have the members that the refusals have', async () => {
    const oauth: Members<ErrorBody<'sentinel.app-token'>> = ['error', 'error_description'];
    expect(membersOf(await ask(`/sentinel${site}/app/token?v=1.0`, { method: 'POST' }))).toEqual(oauth);
    const idp: Members<ErrorBody<'idp.consumer'>> = ['internalErrorCode'];
    expect(membersOf(await ask(`${site}/consumer?v=1.0`, post('{}')))).toEqual(idp);
    const agent: Members<ErrorBody<'agent-vep.refresh'>['error']> = [
      'internalCode',
      'message',
      'responseStatus',
      'time',
    ];
    const refused = await ask<ErrorBody<'agent-vep.refresh'>>(`${site}/refresh?v=1.3`, post('{"csrf":"x"}'));
    expect(membersOf(refused.error)).toEqual(agent);
  });

  it("have the Send API's shapes: who is not let in, and what a command came to", async () => {
    const authorization = await mock.mint.appJwt();
    const headers = { authorization, 'x-lp-on-behalf': await mock.mint.consumerJws() };
    const path = `${site}/messaging/consumer/conversation`;
    const refused = await ask<ErrorBody<'send-api.send'>>(`${path}/send?v=3`, post('{}'));
    const whole: Members<Extract<ErrorBody<'send-api.send'>, { kind: 'resp' }>> = ['body', 'code', 'kind', 'type'];
    expect(membersOf(refused)).toEqual(whole);
    const profile = { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} };
    const done: SuccessBody<'send-api.send'> = {
      code: 'OK',
      body: { msg: 'OK User Profile set successfully' },
      reqId: '1',
    };
    expect(await ask(`${path}/send?v=3`, post(JSON.stringify(profile), headers))).toEqual(done);
    const failed: Extract<ErrorBody<'send-api.send'>, { code: string }> = {
      code: 'BAD_REQUEST',
      body: { msg: 'Bad Request' },
      reqId: '1',
    };
    expect(await ask(`${path}/send?v=3`, post('{"id":"1","type":"no.Such"}', headers))).toEqual(failed);
  });
});
