import { toBase64 } from '../base64.ts';
import type { Connector } from '../domain/connector.ts';
import type { PublicJwk } from './jwk.ts';
import { decodeBase64url } from './signing-keys.ts';

/** Connectors that believe the customer's own login by this key: each `jwtPublicKey` is its public half. */
export function believing(
  connectors: readonly Connector[],
  key: Pick<PublicJwk, 'n' | 'e'> | undefined,
): readonly Connector[] {
  if (key === undefined) return connectors;
  const jwtPublicKey = publicKeyText(key);
  return connectors.map((connector) =>
    'jwtPublicKey' in connector.configuration
      ? { ...connector, configuration: { ...connector.configuration, jwtPublicKey } }
      : connector,
  );
}

/** Tags of ASN.1 (X.690 section 8). */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
/** `rsaEncryption` with its empty parameters (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/** A public key as a connector names it: the base64 of its SubjectPublicKeyInfo (RFC 5280 section 4.1). */
function publicKeyText({ n, e }: Pick<PublicJwk, 'n' | 'e'>): string {
  const numbers = der(SEQUENCE, [...unsigned(n), ...unsigned(e)]);
  const info = der(SEQUENCE, [...der(SEQUENCE, RSA_ENCRYPTION), ...der(BIT_STRING, [0, ...numbers])]);
  return toBase64(Uint8Array.from(info));
}

function unsigned(base64url: string): number[] {
  const bytes = [...decodeBase64url(base64url)];
  // With its highest bit set it would be below zero.
  return der(INTEGER, (bytes[0] ?? 0) < 0x80 ? bytes : [0, ...bytes]);
}

function der(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  if (length < 0x80) return [tag, length, ...content];
  return [tag, 0x82, length >> 8, length & 0xff, ...content];
}
