import { decode, encode } from 'jose/base64url';
import { inTurn, lazily } from '../lazily.ts';
import type { PrivateJwk, PublicJwk } from './jwk.ts';
import { publicHalf } from './jwk.ts';
import { utf8 } from '../utf8.ts';

/** Checks signatures of one key. */
export interface VerificationKey {
  /** Undefined for a key that stands alone, such as a connector's `jwtPublicKey`: it is tried whatever the kid says. */
  readonly kid: string | undefined;
  /** Whether the signature of the compact JWS is this key's. Never throws. */
  verifies(token: string): Promise<boolean>;
}

/** Makes and checks signatures of one key. */
export interface SigningKey extends VerificationKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /**
   * A compact JWS (RFC 7515 section 7.1) over the text. Header members keep their order: `kid typ alg` in real tokens.
   */
  sign(header: { readonly kid: string; readonly typ: string; readonly alg: string }, payload: string): Promise<string>;
}

const ALGORITHM = 'RS256';

/** A mock that was made but not asked yet has no use for it: it is a quarter of what there is to load. */
const signatures = lazily(() => inTurn(() => import('./signatures.ts')));

const importJwk = async (jwk: Readonly<Record<string, unknown>>): Promise<CryptoKey | Uint8Array> =>
  (await signatures()).importJWK(jwk, ALGORITHM);

/** A key pair from a private JWK. The platform's key is made when it is first used: an idle key costs nothing. */
export function createSigningKey(jwk: PrivateJwk): SigningKey {
  const publicJwk = publicHalf(jwk);
  const privateKey = lazily(() => importJwk({ ...jwk }));
  return {
    ...createVerificationKey(jwk.kid, () => importJwk({ ...publicJwk })),
    kid: jwk.kid,
    publicJwk,
    sign: async (header, payload) => {
      const { CompactSign } = await signatures();
      return new CompactSign(utf8(payload)).setProtectedHeader({ ...header }).sign(await privateKey());
    },
  };
}

/** The key of a connector's `jwtPublicKey`: PEM, or the base64 in it. Undefined when it is no RSA key. */
export async function importConnectorKey(encoded: string): Promise<VerificationKey | undefined> {
  const base64 = encoded.replace(/-----[A-Z ]+-----|\s/g, '');
  const pem = `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`;
  return usable(undefined, async () => (await signatures()).importSPKI(pem, ALGORITHM));
}

/** A key of a connector's JWKS. Undefined when it is no RSA key. */
export async function importJwksKey(jwk: Readonly<Record<string, unknown>>): Promise<VerificationKey | undefined> {
  const { kty, n, e, kid } = jwk;
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return undefined;
  return usable(typeof kid === 'string' ? kid : undefined, () => importJwk({ kty, n, e }));
}

type KeyImport = () => Promise<CryptoKey | Uint8Array>;

async function usable(kid: string | undefined, importKey: KeyImport): Promise<VerificationKey | undefined> {
  try {
    const key = await importKey();
    return createVerificationKey(kid, () => Promise.resolve(key));
  } catch {
    return undefined;
  }
}

function createVerificationKey(kid: string | undefined, importKey: KeyImport): VerificationKey {
  const publicKey = lazily(importKey);
  return {
    kid,
    verifies: async (token) => {
      const [key, { compactVerify }] = [await publicKey(), await signatures()];
      return compactVerify(token, key, { algorithms: [ALGORITHM] }).then(
        () => true,
        () => false,
      );
    },
  };
}

/** The bytes of a base64url text. @throws when it is not base64url. */
export function decodeBase64url(text: string): Uint8Array {
  return decode(text);
}

/** A text, as UTF-8, or bytes in base64url. */
export function encodeBase64url(input: string | Uint8Array): string {
  return encode(input);
}
