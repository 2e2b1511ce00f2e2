import type { Clock } from '../clock.ts';
import { CONNECTOR_SCOPE } from '../domain/app.ts';
import { lpConsumerId } from '../domain/consumer.ts';
import type { Engine } from '../endpoints/endpoint.ts';
import type { Ids } from '../ids.ts';
import { appJwtClaims } from '../tokens/app-jwt.ts';
import { extJwtClaims } from '../tokens/ext-jwt.ts';
import type { Claims } from '../tokens/jws.ts';
import type { KeyUse } from '../tokens/key-ring.ts';
import { lpJwtClaims } from '../tokens/lp-jwt.ts';

/** What all minted tokens can be given. */
export interface MintOptions {
  /** The account. Default: the first configured one. */
  accountId?: string | undefined;
  /** Claims that are added, or replace those of the same name. */
  claims?: Claims | undefined;
  /** How long the token lives from now on; negative for one that has expired. Default: as issued by the endpoint. */
  expiresInSeconds?: number | undefined;
}

export interface AppJwtMintOptions extends MintOptions {
  /** `azp`. Default: the account's first app. */
  clientId?: string | undefined;
  /** Default: `msg.consumer`. */
  scope?: string | undefined;
}

export interface ConsumerJwsMintOptions extends Omit<MintOptions, 'expiresInSeconds'> {
  /** Default: `consumer-1`. */
  extConsumerId?: string | undefined;
}

export interface IdpTokenMintOptions extends MintOptions {
  /** Default: a new UUID. */
  sub?: string | undefined;
}

/** Makes tokens without a call: what the endpoints would issue, with anything in them changed. */
export interface Mint {
  appJwt(options?: AppJwtMintOptions): Promise<string>;
  consumerJws(options?: ConsumerJwsMintOptions): Promise<string>;
  extJwt(options?: IdpTokenMintOptions): Promise<string>;
  lpJwt(options?: IdpTokenMintOptions): Promise<string>;
}

export function createMint(engine: Engine, mockClock: Clock, mockIds: Ids): Mint {
  const { accounts, settings, signer, keys } = engine;
  const at = (accountId = accounts.configured[0]?.id ?? ''): { accountId: string; clientId: string; nowSeconds: number; uuid: () => string } => {
    const account = accounts.find(accountId);
    return {
      accountId,
      clientId: account?.apps.keys().next().value ?? '',
      nowSeconds: (account?.clock ?? mockClock).nowSeconds(),
      uuid: () => (account?.ids ?? mockIds).uuid(),
    };
  };
  const sign = (use: KeyUse, claims: Claims, extra: Claims = {}): Promise<string> => signer.sign(keys.current(use), { ...claims, ...extra });

  return {
    appJwt: ({ accountId, clientId, scope = CONNECTOR_SCOPE, claims, expiresInSeconds } = {}) => {
      const place = at(accountId);
      return sign('sentinelV1', appJwtClaims({
        accountId: place.accountId,
        clientId: clientId ?? place.clientId,
        scope,
        issuedAtSeconds: place.nowSeconds,
        lifetimeSeconds: expiresInSeconds ?? settings.sentinel.appJwtLifetimeSeconds,
      }), claims);
    },
    consumerJws: async ({ accountId, extConsumerId = 'consumer-1', claims } = {}) => {
      const place = at(accountId);
      return sign('sentinelV1', {
        account_id: place.accountId,
        ext_consumer_id: extConsumerId,
        lp_consumer_id: await lpConsumerId(place.accountId, extConsumerId),
      }, claims);
    },
    extJwt: ({ accountId, sub, claims, expiresInSeconds } = {}) => {
      const place = at(accountId);
      return sign('idp', extJwtClaims({
        accountId: place.accountId,
        sub: sub ?? place.uuid(),
        issuedAtSeconds: place.nowSeconds,
        firstIssuedAtSeconds: place.nowSeconds,
        lifetimeSeconds: expiresInSeconds ?? settings.idp.extJwtLifetimeSeconds,
      }), claims);
    },
    lpJwt: ({ accountId, sub, claims, expiresInSeconds } = {}) => {
      const place = at(accountId);
      const life = expiresInSeconds ?? settings.idp.lpJwtLifetimeSeconds ?? settings.idp.extJwtLifetimeSeconds;
      return sign('idp', lpJwtClaims({
        accountId: place.accountId,
        sub: sub ?? place.uuid(),
        issuedAtSeconds: place.nowSeconds,
        expiresAtSeconds: place.nowSeconds + life,
      }), claims);
    },
  };
}
