import { expect, it } from '@jest/globals';
import type { JWK, JWTPayload } from 'jose';
import { createLocalJWKSet, exportSPKI, importJWK, importSPKI, jwtVerify } from 'jose';
import ownKey from '../../keys/customer-login.json' with { type: 'json' };
import v2Key from '../../keys/6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10.json' with { type: 'json' };
import v1Key from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import idTokenKey from '../../keys/idtoken-19-08-19.json' with { type: 'json' };
import type { PrivateJwk } from '../../mock-server/index.ts';
import { askForAppJwt, askForAppJwtV2, getAppJwt, JSON_HEADERS, text } from '../support/flows.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  describeThroughEveryAdapter,
  NOON,
  NOON_SECONDS,
} from '../support/through-every-adapter.ts';

const PATH = '/sentinel/well-known/jwks';

/** What a verifier in the field insists on: RS256, this very issuer and this very audience. */
const CHECKS = { algorithms: ['RS256'], issuer: 'Sentinel', audience: ACCOUNT, currentDate: new Date(NOON) };

const CLAIMS: JWTPayload = {
  aud: ACCOUNT,
  azp: CLIENT_ID,
  scope: 'msg.consumer',
  iss: 'Sentinel',
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};

/** The published keys of AppJWTs; both, unless an option says otherwise. */
async function getKeys(mock: OpenMock): Promise<[JWK, JWK]> {
  const answer = await mock.get(PATH);
  return (answer.json() as { keys: [JWK, JWK] }).keys;
}

async function getAppJwtV2(mock: OpenMock): Promise<string> {
  return text((await askForAppJwtV2(mock)).json(), 'access_token');
}

describeThroughEveryAdapter("Sentinel's keys", (open) => {
  const published = ({ kid, n, e }: { kid: string; n: string; e: string }): object => ({
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid,
    n,
    e,
  });

  it('are the V2 key, the V1 key and then that of id tokens, and nothing private', async () => {
    const mock = await open();
    const answer = await mock.get(PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(JSON_HEADERS);
    expect(answer.text).toBe(JSON.stringify({ keys: [published(v2Key), published(v1Key), published(idTokenKey)] }));
  });

  it('are without the V1 key when sentinel.jwksIncludesV1 is off', async () => {
    const mock = await open({ sentinel: { jwksIncludesV1: false } });
    expect((await mock.get(PATH)).text).toBe(JSON.stringify({ keys: [published(v2Key), published(idTokenKey)] }));
  });

  it('are served to a closed mock as well: the path names no account', async () => {
    const mock = await open({ closed: true, accounts: [] });
    expect((await mock.get(`${PATH}?_=1`)).text).toBe(
      JSON.stringify({ keys: [published(v2Key), published(v1Key), published(idTokenKey)] }),
    );
  });

  it('are replaced by a key of your own, which then signs', async () => {
    const mock = await open({ keys: { sentinelV1: ownKey as PrivateJwk } });
    expect((await mock.get(PATH)).text).toBe(
      JSON.stringify({ keys: [published(v2Key), published(ownKey), published(idTokenKey)] }),
    );
    const { payload, protectedHeader } = await jwtVerify(
      await getAppJwt(mock),
      await importJWK((await getKeys(mock))[1], 'RS256'),
      CHECKS,
    );
    expect(payload).toEqual(CLAIMS);
    expect(protectedHeader.kid).toBe(ownKey.kid);
  });
});

describeThroughEveryAdapter('A verifier of AppJWTs', (open) => {
  it('that takes keys[0] whatever the kid accepts a V2 AppJWT', async () => {
    const mock = await open();
    const [first] = await getKeys(mock);
    const { payload, protectedHeader } = await jwtVerify(await getAppJwtV2(mock), await importJWK(first), CHECKS);
    expect(payload).toEqual(CLAIMS);
    expect(protectedHeader).toEqual({ kid: v2Key.kid, typ: 'JWT', alg: 'RS256' });
  });

  it('that takes keys[1] accepts a V1 AppJWT', async () => {
    const mock = await open();
    const [, second] = await getKeys(mock);
    const { payload, protectedHeader } = await jwtVerify(await getAppJwt(mock), await importJWK(second), CHECKS);
    expect(payload).toEqual(CLAIMS);
    expect(protectedHeader).toEqual({ kid: 'appjwt-13-05-17', typ: 'JWT', alg: 'RS256' });
  });

  it('that takes the other key refuses either AppJWT', async () => {
    const mock = await open();
    const [v2, v1] = await getKeys(mock);
    const refused = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' };
    await expect(jwtVerify(await getAppJwt(mock), await importJWK(v2), CHECKS)).rejects.toMatchObject(refused);
    await expect(jwtVerify(await getAppJwtV2(mock), await importJWK(v1), CHECKS)).rejects.toMatchObject(refused);
  });

  it('that picks the key by kid accepts both AppJWTs', async () => {
    const mock = await open();
    const keySet = createLocalJWKSet({ keys: await getKeys(mock) });
    expect((await jwtVerify(await getAppJwt(mock), keySet, CHECKS)).payload).toEqual(CLAIMS);
    expect((await jwtVerify(await getAppJwtV2(mock), keySet, CHECKS)).payload).toEqual(CLAIMS);
  });

  it('that pins the V1 key as a PEM accepts a V1 AppJWT of version 1.0 and 2.0', async () => {
    const mock = await open();
    const { kty, n, e } = v1Key;
    const pem = await exportSPKI((await importJWK({ kty, n, e }, 'RS256', { extractable: true })) as CryptoKey);
    for (const v of ['1.0', '2.0']) {
      const accessToken = text((await askForAppJwt(mock, { v })).json(), 'access_token');
      expect((await jwtVerify(accessToken, await importSPKI(pem, 'RS256'), CHECKS)).payload).toEqual(CLAIMS);
    }
  });

  it('accepts it up to the last second of its hour and refuses it from then on', async () => {
    const mock = await open();
    const keySet = createLocalJWKSet({ keys: await getKeys(mock) });
    const accessToken = await getAppJwt(mock);
    const at = (seconds: number): typeof CHECKS => ({
      ...CHECKS,
      currentDate: new Date((NOON_SECONDS + seconds) * 1000),
    });
    expect((await jwtVerify(accessToken, keySet, at(3599))).payload).toEqual(CLAIMS);
    await expect(jwtVerify(accessToken, keySet, at(3600))).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});
