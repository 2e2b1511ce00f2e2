import customerKey from '../../../keys/customer-login.json' with { type: 'json' };
import type { Account } from '../../domain/account.ts';
import { CONNECTOR_SCOPE } from '../../domain/app.ts';
import { defaultConnector } from '../../domain/connector.ts';
import { lpConsumerId } from '../../domain/consumer.ts';
import { appJwtClaims } from '../../tokens/app-jwt.ts';
import { extJwtClaims } from '../../tokens/ext-jwt.ts';
import type { ForgersKeys } from '../../tokens/forged.ts';
import { forgeries } from '../../tokens/forged.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import type { Claims } from '../../tokens/jws.ts';
import { IDP_ISSUER } from '../../tokens/kind.ts';
import { lpJwtClaims } from '../../tokens/lp-jwt.ts';
import { createSigningKey } from '../../tokens/signing-keys.ts';
import { checkMintOptions } from './schema.ts';
import type {
  AppJwtMintOptions,
  ConsumerJwsMintOptions,
  ExtJwtMintOptions,
  IdTokenMintOptions,
  IdpTokenMintOptions,
  LpJwtMintOptions,
  MintOptions,
  MintSetup,
} from './mint.ts';
import { requireAccount } from '../state/require-account.ts';

export async function mintAppJwt(setup: MintSetup, given: AppJwtMintOptions): Promise<string> {
  const options = checkMintOptions('appJwt', given);
  const { keys } = setup.engine;
  const scene = sceneOf(setup, options);
  const claims = await tampered(appJwtTampers, options.tamper, plainAppJwt(scene, options), scene);
  return seal(scene, options, claims, {
    right: keys.current(options.version === 2 ? 'sentinelV2' : 'sentinelV1'),
    wrong: keys.current('idp'),
  });
}

export async function mintConsumerJws(setup: MintSetup, given: ConsumerJwsMintOptions): Promise<string> {
  const options = checkMintOptions('consumerJws', given);
  const { keys } = setup.engine;
  const scene = sceneOf(setup, options);
  const claims = await tampered(
    consumerJwsTampers,
    options.tamper,
    plainConsumerJws(scene, externalIdOf(options)),
    scene,
  );
  return seal(scene, options, claims, { right: keys.current('sentinelV1'), wrong: keys.current('idp') });
}

export async function mintExtJwt(setup: MintSetup, given: ExtJwtMintOptions): Promise<string> {
  const options = checkMintOptions('extJwt', given);
  const scene = sceneOf(setup, options);
  const claims = await tampered(extJwtTampers, options.tamper, plainExtJwt(scene, options), scene);
  const token = await seal(scene, options, claims, idpKeys(scene));
  if (options.tamper === 'revoked') scene.account.revokedTokens.add(token);
  return token;
}

export async function mintLpJwt(setup: MintSetup, given: LpJwtMintOptions): Promise<string> {
  const options = checkMintOptions('lpJwt', given);
  const scene = sceneOf(setup, options);
  return seal(
    scene,
    options,
    await tampered(lpJwtTampers, options.tamper, plainLpJwt(scene, options), scene),
    idpKeys(scene),
  );
}

export async function mintIdToken(setup: MintSetup, given: IdTokenMintOptions): Promise<string> {
  const options = checkMintOptions('idToken', given);
  const { keys } = setup.engine;
  const scene = sceneOf(setup, options);
  const right =
    options.tamper === 'wrong-type'
      ? keys.current('idp')
      : createSigningKey(options.key ?? setup.engine.settings.keys.customerLogin ?? (customerKey as PrivateJwk));
  const claims = await tampered(idTokenTampers, options.tamper, plainIdToken(scene, options), scene);
  return seal(scene, options, claims, { right, wrong: keys.current('sentinelV1') });
}

/** Whom and when a token is for. */
interface Scene {
  readonly setup: MintSetup;
  readonly account: Account;
  readonly accountId: string;
  readonly nowSeconds: number;
}

/** @throws TypeError when the mock has no such account. */
function sceneOf(
  setup: MintSetup,
  { accountId = setup.engine.accounts.configured[0]?.id ?? '' }: { accountId?: string | undefined },
): Scene {
  const account = requireAccount(setup.engine.accounts, accountId);
  return { setup, account, accountId, nowSeconds: account.clock.nowSeconds() };
}

function lifeOf(
  { nowSeconds }: Scene,
  { expired = false, expiresInSeconds }: MintOptions,
  preset: number,
): { issuedAtSeconds: number; lifetimeSeconds: number } {
  const lifetimeSeconds = expiresInSeconds ?? preset;
  return { issuedAtSeconds: expired ? nowSeconds - lifetimeSeconds - 1 : nowSeconds, lifetimeSeconds };
}

function plainAppJwt(scene: Scene, options: AppJwtMintOptions): Claims {
  const { accountId, account, setup } = scene;
  return appJwtClaims({
    accountId,
    clientId: options.clientId ?? account.apps.keys().next().value ?? 'client-1',
    scope: options.scope ?? CONNECTOR_SCOPE,
    ...lifeOf(scene, options, setup.engine.settings.sentinel.appJwtLifetimeSeconds),
  });
}

/** Set as a claim it names the consumer as well: LivePerson's id is made from it. */
function externalIdOf({ extConsumerId, claims }: ConsumerJwsMintOptions): string | undefined {
  const claim = claims?.['ext_consumer_id'];
  return typeof claim === 'string' ? claim : extConsumerId;
}

function plainConsumerJws({ accountId }: Scene, extConsumerId = 'consumer-1'): Claims {
  return {
    account_id: accountId,
    ext_consumer_id: extConsumerId,
    lp_consumer_id: lpConsumerId(accountId, extConsumerId),
  };
}

function plainExtJwt(scene: Scene, options: IdpTokenMintOptions): Claims {
  const life = lifeOf(scene, options, scene.setup.engine.settings.idp.extJwtLifetimeSeconds);
  return extJwtClaims({
    accountId: scene.accountId,
    sub: options.sub ?? scene.account.ids.uuid(),
    firstIssuedAtSeconds: life.issuedAtSeconds,
    ...life,
  });
}

function plainLpJwt(scene: Scene, options: IdpTokenMintOptions): Claims {
  const { lpJwtLifetimeSeconds, extJwtLifetimeSeconds } = scene.setup.engine.settings.idp;
  const { issuedAtSeconds, lifetimeSeconds } = lifeOf(scene, options, lpJwtLifetimeSeconds ?? extJwtLifetimeSeconds);
  const expiresAtSeconds = issuedAtSeconds + lifetimeSeconds;
  return lpJwtClaims({
    accountId: scene.accountId,
    sub: options.sub ?? scene.account.ids.uuid(),
    issuedAtSeconds,
    expiresAtSeconds,
  });
}

const ID_TOKEN_SECONDS = 3600;

function plainIdToken(scene: Scene, options: IdTokenMintOptions): Claims {
  const { issuedAtSeconds, lifetimeSeconds } = lifeOf(scene, options, ID_TOKEN_SECONDS);
  return {
    sub: options.sub ?? 'customer-1',
    iss: defaultConnector(scene.account.connectors)?.configuration['issuer'] ?? 'https://idp.example.test',
    aud: `acc:${scene.accountId}`,
    exp: issuedAtSeconds + lifetimeSeconds,
    iat: issuedAtSeconds,
  };
}

/** How claims are made wrong, by name. What is not in the table is wrong with the signature. */
type ClaimTampers = Readonly<Record<string, (claims: Claims, scene: Scene) => Claims | Promise<Claims>>>;

const appJwtTampers: ClaimTampers = {
  issuer: (claims) => ({ ...claims, iss: IDP_ISSUER }),
  audience: (claims, scene) => ({ ...claims, aud: otherAccountThan(scene) }),
  scope: (claims) => ({ ...claims, scope: 'another.scope' }),
  'missing-claim': (claims) => without(claims, ['scope']),
  'wrong-type': (_, scene) => plainConsumerJws(scene),
};

const consumerJwsTampers: ClaimTampers = {
  audience: (claims, scene) => ({ ...claims, account_id: otherAccountThan(scene) }),
  'missing-claim': (claims) => without(claims, ['lp_consumer_id']),
  'wrong-type': (_, scene) => plainAppJwt(scene, {}),
};

const foreignAudience: ClaimTampers[string] = (claims, scene) => ({ ...claims, aud: `acc:${otherAccountThan(scene)}` });

const extJwtTampers: ClaimTampers = {
  audience: foreignAudience,
  'missing-claim': (claims) => without(claims, ['sub']),
  'wrong-type': (_, scene) => plainLpJwt(scene, {}),
  'refresh-window': (_, scene) => {
    const { extJwtLifetimeSeconds: lifetimeSeconds, refreshWindowHours } = scene.setup.engine.settings.idp;
    const issuedAtSeconds = scene.nowSeconds - refreshWindowHours * 3600 - 1;
    return extJwtClaims({
      accountId: scene.accountId,
      sub: scene.account.ids.uuid(),
      issuedAtSeconds,
      firstIssuedAtSeconds: issuedAtSeconds,
      lifetimeSeconds,
    });
  },
};

const lpJwtTampers: ClaimTampers = {
  audience: foreignAudience,
  'missing-claim': (claims) => without(claims, ['sub']),
  'wrong-type': (_, scene) => plainExtJwt(scene, {}),
};

const idTokenTampers: ClaimTampers = {
  audience: foreignAudience,
  'missing-claim': (claims) => without(claims, ['iss']),
  'wrong-type': (_, scene) => plainLpJwt(scene, {}),
};

function tampered(
  tampers: ClaimTampers,
  tamper: string | undefined,
  claims: Claims,
  scene: Scene,
): Claims | Promise<Claims> {
  return tampers[tamper ?? '']?.(claims, scene) ?? claims;
}

/** An account that the token is not for. */
function otherAccountThan({ accountId }: Scene): string {
  return accountId === '99999999' ? '88888888' : '99999999';
}

function idpKeys({
  setup: {
    engine: { keys },
  },
}: Scene): ForgersKeys {
  return { right: keys.current('idp'), wrong: keys.current('sentinelV1') };
}

const NOT_YET_SECONDS = 60;

/** What the options add and leave out, and the signature: a good one through the signer, which then knows the token. */
function seal(
  scene: Scene,
  options: MintOptions & { readonly tamper?: string | undefined },
  claims: Claims,
  keys: ForgersKeys,
): Promise<string> {
  const { tamper = '', notYetValid = false, claims: added, omit = [] } = options;
  const nbf = notYetValid ? { nbf: scene.nowSeconds + NOT_YET_SECONDS } : {};
  const all = without({ ...claims, ...nbf, ...added }, omit);
  return isForgery(tamper) ? forgeries[tamper](all, keys) : scene.setup.engine.signer.sign(keys.right, all);
}

function isForgery(tamper: string): tamper is keyof typeof forgeries {
  return Object.hasOwn(forgeries, tamper);
}

function without(claims: Claims, names: readonly string[]): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}
