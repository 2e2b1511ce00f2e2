import type { Clock } from '../../clock.ts';
import type { Engine } from '../../endpoints/endpoint.ts';
import type { Ids } from '../../ids.ts';
import type { Claims } from '../../tokens/jws.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import type { AppJwtTamper, ConsumerJwsTamper, ExtJwtTamper, IdTokenTamper, LpJwtTamper } from './tampers.ts';

/** What all minted tokens can be given. */
export interface MintOptions {
  /** The account. Default: the first configured one. */
  accountId?: string | undefined;
  /** Claims that are added, or replace those of the same name. */
  claims?: Claims | undefined;
  /** Claims that are left out. */
  omit?: readonly string[] | undefined;
  /** How long the token lives from now on; negative for one that has expired. Default: as issued by the endpoint. */
  expiresInSeconds?: number | undefined;
  /** Issue it so long ago that it ran out a second ago. Default: `false`. */
  expired?: boolean | undefined;
  /** Give it an `nbf` a minute from now. Default: `false`. */
  notYetValid?: boolean | undefined;
}

/** What an AppJWT can be given. */
export interface AppJwtMintOptions extends MintOptions {
  /** `azp`. Default: the account's first app, `client-1` when it has none. */
  clientId?: string | undefined;
  /** Default: `msg.consumer`. */
  scope?: string | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: AppJwtTamper | undefined;
  /** Whose key signs: Sentinel's first or second version. Default: `1`. */
  version?: 1 | 2 | undefined;
}

/** What a ConsumerJWS can be given: it has no times, so nothing of it can expire. */
export interface ConsumerJwsMintOptions extends Pick<MintOptions, 'accountId' | 'claims' | 'omit'> {
  /** Default: `consumer-1`. LivePerson's id follows from it. */
  extConsumerId?: string | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: ConsumerJwsTamper | undefined;
}

/** What each token of the IDP can be given. */
export interface IdpTokenMintOptions extends MintOptions {
  /** Default: a new UUID. */
  sub?: string | undefined;
}

/** What an LP_EXT_JWT, the token of an anonymous visitor, can be given. */
export interface ExtJwtMintOptions extends IdpTokenMintOptions {
  /** What is wrong with it. Default: nothing. */
  tamper?: ExtJwtTamper | undefined;
}

/** What an LP_JWT can be given. */
export interface LpJwtMintOptions extends IdpTokenMintOptions {
  /** What is wrong with it. Default: nothing. */
  tamper?: LpJwtTamper | undefined;
}

/** What a customer's own id token can be given. */
export interface IdTokenMintOptions extends MintOptions {
  /** Default: `customer-1`. */
  sub?: string | undefined;
  /** The customer's private key. Default: the one that belongs to the default connectors. */
  key?: PrivateJwk | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: IdTokenTamper | undefined;
}

/**
 * Makes tokens without a call: what the endpoints would issue, with anything in them changed, or wrong in one of the
 * documented ways. Each rejects with a TypeError when an option is unknown or the mock has no such account.
 */
export interface Mint {
  /** What Sentinel gives an app. Lives an hour. */
  appJwt(options?: AppJwtMintOptions): Promise<string>;
  /** What the IDP gives an app for one of its consumers. Never expires. */
  consumerJws(options?: ConsumerJwsMintOptions): Promise<string>;
  /** What `anonymous/authorize` gives a visitor. Lives ten minutes, and can be refreshed for 730 hours. */
  extJwt(options?: ExtJwtMintOptions): Promise<string>;
  /** What `authenticate` gives for an LP_EXT_JWT or an id token. */
  lpJwt(options?: LpJwtMintOptions): Promise<string>;
  /** A customer's own id token, for `authenticate` at a customer connector. Lives an hour. */
  idToken(options?: IdTokenMintOptions): Promise<string>;
}

export interface MintSetup {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly ids: Ids;
}
