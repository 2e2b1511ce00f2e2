/** How a webhook is signed: the option `webhooks.signature`. */
export type SignatureKind = 'sha1' | 'sha256';

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256' } as const;

/** How many keys are kept: importing one takes longer than signing. */
const MAX_KEYS = 100;

/**
 * Signs the bytes of a body with a client's secret, as the header `x-liveperson-signature` has it: `sha1=` or
 * `sha256=`, and the HMAC (RFC 2104) in base64.
 */
export type SignBody = (secret: string, body: string) => Promise<string>;

export function createSignature(kind: SignatureKind): SignBody {
  const keys = new Map<string, Promise<CryptoKey>>();
  const encoder = new TextEncoder();
  const keyOf = (secret: string): Promise<CryptoKey> => {
    const known = keys.get(secret);
    if (known !== undefined) return known;
    const [oldest] = keys.keys();
    if (keys.size >= MAX_KEYS && oldest !== undefined) keys.delete(oldest);
    const algorithm = { name: 'HMAC', hash: HASHES[kind] };
    const key = crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
    keys.set(secret, key);
    return key;
  };
  return async (secret, body) => {
    const signed = await crypto.subtle.sign('HMAC', await keyOf(secret), encoder.encode(body));
    return `${kind}=${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
  };
}
