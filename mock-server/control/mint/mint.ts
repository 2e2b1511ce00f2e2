import type { Clock } from '../../clock.ts';
import type { Engine } from '../../endpoints/endpoint.ts';
import type { Ids } from '../../ids.ts';
import type { Claims } from '../../tokens/jws.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import type { AppJwtTamper, ConsumerJwsTamper, ExtJwtTamper, IdTokenTamper, LpJwtTamper } from './tampers.ts';

/** Options of every minted token. */
export interface MintOptions {
  /** The account. Default: the first configured one. */
  accountId?: string | undefined;
  /** Claims to add; they replace those of the same name. */
  claims?: Claims | undefined;
  /** Claims to leave out. */
  omit?: readonly string[] | undefined;
  /** How long the token is valid from now on; negative for one that has expired. Default: as issued by the endpoint. */
  expiresInSeconds?: number | undefined;
  /** Issue it so long ago that it expired a second ago. Default: `false`. */
  expired?: boolean | undefined;
  /** Give it an `nbf` a minute from now. Default: `false`. */
  notYetValid?: boolean | undefined;
}

/** Options of an AppJWT. */
export interface AppJwtMintOptions extends MintOptions {
  /** `azp`. Default: the account's first app, or `client-1` when it has none. */
  clientId?: string | undefined;
  /** Default: `msg.consumer`. */
  scope?: string | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: AppJwtTamper | undefined;
  /** Whose key signs: Sentinel's first or second version. Default: `1`. */
  version?: 1 | 2 | undefined;
}

/** Options of a ConsumerJWS. It has no times, so it cannot expire. */
export interface ConsumerJwsMintOptions extends Pick<MintOptions, 'accountId' | 'claims' | 'omit'> {
  /** Default: `consumer-1`. LivePerson's id is derived from it. */
  extConsumerId?: string | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: ConsumerJwsTamper | undefined;
}

/** Options of every token of the IDP. */
export interface IdpTokenMintOptions extends MintOptions {
  /** Default: a new UUID. */
  sub?: string | undefined;
}

/** Options of an LP_EXT_JWT, the token of an anonymous visitor. */
export interface ExtJwtMintOptions extends IdpTokenMintOptions {
  /** What is wrong with it. Default: nothing. */
  tamper?: ExtJwtTamper | undefined;
}

/** Options of an LP_JWT. */
export interface LpJwtMintOptions extends IdpTokenMintOptions {
  /** What is wrong with it. Default: nothing. */
  tamper?: LpJwtTamper | undefined;
}

/** Options of a customer's own id token. */
export interface IdTokenMintOptions extends MintOptions {
  /** Default: `customer-1`. */
  sub?: string | undefined;
  /** The customer's private key. Default: the one that belongs to the default connectors. */
  key?: PrivateJwk | undefined;
  /** What is wrong with it. Default: nothing. */
  tamper?: IdTokenTamper | undefined;
}

/**
 * Makes tokens without a call: the ones that the endpoints would issue, with anything in them changed, or wrong in one
 * of the ways with a documented refusal. Each rejects with a TypeError when an option is unknown or the mock has no
 * such account.
 */
export interface Mint {
  /** The AppJWT that Sentinel issues to an app. Valid for an hour. */
  appJwt(options?: AppJwtMintOptions): Promise<string>;
  /** The ConsumerJWS that the IDP issues to an app for one of its consumers. Never expires. */
  consumerJws(options?: ConsumerJwsMintOptions): Promise<string>;
  /**
   * The LP_EXT_JWT that `anonymous/authorize` issues to a visitor. Valid for ten minutes, and can be refreshed for 730
   * hours.
   */
  extJwt(options?: ExtJwtMintOptions): Promise<string>;
  /** The LP_JWT that `authenticate` issues for an LP_EXT_JWT or an id token. */
  lpJwt(options?: LpJwtMintOptions): Promise<string>;
  /** A customer's own id token, for `authenticate` at a customer connector. Valid for an hour. */
  idToken(options?: IdTokenMintOptions): Promise<string>;
}

export interface MintSetup {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly ids: Ids;
}
