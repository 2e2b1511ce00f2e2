import { createHash } from 'node:crypto';

/** The password that Java's own trust store has as well; it only guards against accidents. */
export const TRUST_STORE_PASSWORD = 'changeit';

/**
 * A trust store in Java's own format, JKS, which every version of Java reads. It is written here because Java takes no
 * PEM, and PKCS #12 only with an attribute of its own that common tools do not write.
 *
 * @param certificates - PEM
 */
export function javaTrustStore(certificates: readonly string[]): Buffer {
  const body = Buffer.concat([
    // Magic number, version 2, number of entries.
    integers(0xfeedfeed, 2, certificates.length),
    ...certificates.map(trustedEntry),
  ]);
  return Buffer.concat([body, digest(body)]);
}

function trustedEntry(pem: string, index: number): Buffer {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  // Tag 2 is a trusted certificate; its date, eight bytes, nobody reads.
  return Buffer.concat([
    integers(2),
    text(`root-${String(index)}`),
    integers(0, 0),
    text('X.509'),
    integers(der.length),
    der,
  ]);
}

/** What Java calls modified UTF-8; the same as ASCII for what is written here. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, 'ascii')]);
}

function integers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => buffer.writeUInt32BE(value, 4 * index));
  return buffer;
}

/** SHA-1 over the password as UTF-16, a fixed text, and all that stands before. */
function digest(body: Buffer): Buffer {
  const password = Buffer.from(TRUST_STORE_PASSWORD, 'utf16le').swap16();
  return createHash('sha1').update(password).update('Mighty Aphrodite').update(body).digest();
}
