import { expect, it } from '@jest/globals';
import { reasonSlugs } from '../../mock-server/errors/reasons.ts';
import { askForAppJwt, JSON_HEADERS, TOKEN_HEADERS } from '../support/flows.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  OTHER_CLIENT_ID,
} from '../support/through-every-adapter.ts';

const CREDENTIALS = `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token`;
const TOKEN_V2 = `/sentinel/api/v2/account/${ACCOUNT}/app/token`;
const GRANT = `${TOKEN}?v=1.0&grant_type=client_credentials`;

const SUCCESSES = [
  ['GET', `/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`],
  ['GET', `/api/account/${ACCOUNT}/service/baseURI.json?version=1.0`],
  ['GET', `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?version=1.0&cb=fn`],
  ['GET', '/sentinel/well-known/jwks'],
  ['GET', `/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`],
  ['POST', `${GRANT}&${CREDENTIALS}`],
  ['POST', `${TOKEN_V2}?grant_type=client_credentials&${CREDENTIALS}`],
] as const;

/** A call that a closed mock refuses, and the slug of the reason; the JSONP ones are a 200. */
const REFUSALS = [
  ['GET', '/nowhere', 'path-unknown'],
  ['GET', '/sentinel/nothing', 'not-mocked'],
  ['GET', TOKEN, 'method-wrong'],
  ['GET', '/api/account/%zz/service/baseURI', 'path-malformed'],
  ['GET', '/api/account/11111111/service/baseURI.json?version=1.0', 'account-unknown'],
  ['GET', '/api/account/11111111/service/idp/baseURI.json?version=1.0', 'account-unknown'],
  ['GET', '/csdr/account/11111111/service/idp/baseURI.lpCsds?version=1.0', 'account-unknown'],
  ['GET', '/api/account/11111111/configuration/le-connectors/all-connectors', 'account-unknown'],
  [
    'POST',
    `/sentinel/api/v2/account/11111111/app/token?grant_type=client_credentials&${CREDENTIALS}`,
    'account-unknown',
  ],
  ['GET', `/api/account/${ACCOUNT}/service/nonsense/baseURI.json?version=1.0`, 'service-unknown'],
  ['GET', `/csdr/account/${ACCOUNT}/service/nonsense/baseURI.lpCsds?version=1.0`, 'service-unknown'],
  ['GET', `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?cb=alert(1)`, 'callback-invalid'],
  ['POST', `${TOKEN}?v=3.0`, 'version-unknown'],
  ['POST', `${TOKEN}?v=1.0&v=1.0`, 'parameter-repeated'],
  ['POST', `${TOKEN}?v=1.0`, 'grant-type-missing'],
  ['POST', `${TOKEN}?v=1.0&grant_type=password`, 'grant-type-unsupported'],
  ['POST', GRANT, 'client-missing'],
  ['POST', `${GRANT}&client_id=nobody&client_secret=any`, 'client-unknown'],
  ['POST', `${GRANT}&client_id=${CLIENT_ID}&client_secret=wrong`, 'client-secret-wrong'],
  ['POST', `${GRANT}&client_id=${OTHER_CLIENT_ID}&client_secret=any`, 'client-foreign-account'],
  ['POST', `${GRANT}&${CREDENTIALS}&scope=not.held`, 'scope-not-held'],
] as const;

describeThroughEveryAdapter('LP-Mock-Reason', (open) => {
  it.each(SUCCESSES)('is absent from an answer that refuses nothing: %s %s', async (method, path) => {
    const mock = await open({ closed: true });
    const answer = await mock.ask(method, path);
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('lp-mock-reason');
    expect(answer.headers).not.toHaveProperty('lp-mock-deviation');
  });

  it.each(REFUSALS)('says why: %s %s is %s', async (method, path, slug) => {
    const mock = await open({ closed: true });
    const { 'lp-mock-reason': reason = '' } = (await mock.ask(method, path)).headers;
    expect(reason.slice(0, reason.indexOf(';'))).toBe(slug);
    expect(reason).toMatch(/^[a-z-]+; [\x20-\x7e]+$/);
    expect(reasonSlugs).toContain(slug);
  });

  it.each(REFUSALS)('is all that is missing with reasonHeader off: %s %s is %s', async (method, path, slug) => {
    const [told, untold] = [await open({ closed: true }), await open({ closed: true, reasonHeader: false })];
    const [withReason, without] = [await told.ask(method, path), await untold.ask(method, path)];
    const { 'lp-mock-reason': reason, ...otherHeaders } = withReason.headers;
    expect(reason).toContain(slug);
    expect(without.status).toBe(withReason.status);
    expect(without.text).toBe(withReason.text);
    expect(without.headers).toEqual(otherHeaders);
  });

  it('stays in ASCII whatever the options say', async () => {
    const mock = await open({ csds: { extraServices: ['größe\r\nset-cookie: a=b'] } });
    const answer = await mock.get(`/api/account/${ACCOUNT}/service/set-cookie/baseURI.json?version=1.0`);
    expect(answer.headers).toEqual({
      ...JSON_HEADERS,
      'lp-mock-reason':
        'service-unknown; there is no service "set-cookie"; nearest: gr??e??set-cookie: a=b, etool, sentinel (names are case-sensitive; csds.extraServices adds others)',
    });
  });

  it('is cut off at 300 characters of explanation', async () => {
    const mock = await open({ csds: { extraServices: ['x'.repeat(400)] } });
    const { 'lp-mock-reason': reason = '' } = (await mock.get(`/api/account/${ACCOUNT}/service/xxx/baseURI.json`))
      .headers;
    expect(reason).toMatch(/^service-unknown; there is no service "xxx"; nearest: x+\.\.\.$/);
    expect(reason).toHaveLength('service-unknown; '.length + 300);
  });

  it('repeats no more than 64 characters of the name of a service', async () => {
    const mock = await open();
    const { 'lp-mock-reason': reason = '' } = (
      await mock.get(`/api/account/${ACCOUNT}/service/${'y'.repeat(400)}/baseURI.json`)
    ).headers;
    expect(reason).toContain(`there is no service "${'y'.repeat(64)}..."; nearest: `);
  });
});

describeThroughEveryAdapter(
  'LP-Mock-Deviation',
  (open) => {
    const missing = 'sentinel-version-missing; v is missing and was taken as 1.0';

    it('names what only this mock accepts', async () => {
      const mock = await open();
      const answer = await askForAppJwt(mock, { v: undefined });
      expect(answer.status).toBe(200);
      expect(answer.headers).toEqual({ ...TOKEN_HEADERS, 'lp-mock-deviation': missing });
    });

    it('stands beside the reason when the call is refused for something else', async () => {
      const mock = await open();
      const answer = await askForAppJwt(mock, { v: undefined, client_secret: 'wrong' });
      expect(answer.status).toBe(401);
      expect(answer.headers).toEqual({
        ...TOKEN_HEADERS,
        'lp-mock-reason': 'client-secret-wrong; the client_secret is not the one configured for this client_id',
        'lp-mock-deviation': missing,
      });
    });

    it('is absent with reasonHeader off', async () => {
      const mock = await open({ reasonHeader: false });
      const answer = await askForAppJwt(mock, { v: undefined });
      expect(answer.status).toBe(200);
      expect(answer.headers).toEqual(TOKEN_HEADERS);
    });

    it('becomes a refusal once the mock is strict', async () => {
      const mock = await open({ strict: true });
      const answer = await askForAppJwt(mock, { v: undefined });
      expect(answer.status).toBe(400);
      expect(answer.text).toBe(
        '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
      );
      expect(answer.headers).toEqual({
        ...TOKEN_HEADERS,
        'lp-mock-reason': 'version-missing; v is missing; send v=1.0',
      });
    });

    it('does not stand in the way of the documented call on a strict mock', async () => {
      const [strict, lenient] = [await open({ strict: true }), await open()];
      const [answer, usual] = [await askForAppJwt(strict), await askForAppJwt(lenient)];
      expect(answer.status).toBe(200);
      expect(answer.text).toBe(usual.text);
      expect(answer.headers).toEqual(TOKEN_HEADERS);
    });
  },
  { wire: true },
);
