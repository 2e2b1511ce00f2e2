import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
// Before @peculiar/x509, whose container needs it.
import 'reflect-metadata';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import type { NameScope } from './certificate-extensions.ts';
import { namesFor } from './certificate-extensions.ts';

/** A certificate and its private key, both as PEM. */
export interface PemPair {
  readonly certificate: string;
  /** PKCS#8. */
  readonly key: string;
}

/** A development CA: what clients trust, and what signs leaves. */
export interface Authority {
  /** The certificate that clients trust, as PEM. Its key was thrown away once it had signed the issuer. */
  readonly root: string;
  /** Signs the leaves. */
  readonly issuer: PemPair;
}

/** For what a certificate is made, and from when on it counts. */
export interface Validity {
  /** Epoch milliseconds by the real clock: a client compares a certificate with its own. */
  readonly nowMs: number;
  /** How long it is good. */
  readonly days: number;
}

const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const DAY_MS = 86_400_000;

/**
 * Makes a development CA that can vouch for loopback and the given domains alone, but for their public sites (RFC 5280
 * section 4.2.1.10), and there for servers alone.
 *
 * Two certificates and not one, because some clients, Java's among them, do not look at the constraints of a
 * certificate that they trust, only at those below it. The root's key is never kept, so the constrained issuer is all
 * that a leaked key could sign with.
 */
export async function createAuthority(scope: NameScope, validity: Validity): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const [rootKeys, issuerKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const constraints = nameConstraints(scope);
  const mark = Buffer.from(webcrypto.getRandomValues(new Uint8Array(3))).toString('hex');
  const subject = `CN=lp-auth-mock development CA ${mark}`;
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...period(validity),
    name: subject,
    keys: rootKeys,
    signingAlgorithm: ECDSA_P256,
    extensions: [
      ...authorityExtensions(1),
      constraints,
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const issuer = await x509.X509CertificateGenerator.create({
    ...period(validity),
    subject: `CN=lp-auth-mock development issuer ${mark}`,
    issuer: subject,
    publicKey: issuerKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: ECDSA_P256,
    extensions: [...authorityExtensions(0), constraints, ...(await keyIdentifiers(issuerKeys, rootKeys.publicKey))],
  });
  return { root: pem(root), issuer: { certificate: pem(issuer), key: await exportKey(issuerKeys) } };
}

/**
 * Makes a server's certificate.
 *
 * @param names - DNS names, wildcards and IP addresses; the first is the one that people are shown.
 */
export async function createLeaf(issuer: PemPair, names: readonly string[], validity: Validity): Promise<PemPair> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const issuerCertificate = new x509.X509Certificate(issuer.certificate);
  const [keys, signingKey] = await Promise.all([generateKeys(), importKey(issuer.key)]);
  const leaf = await x509.X509CertificateGenerator.create({
    ...period(validity),
    subject: [{ CN: [names[0] ?? 'localhost'] }],
    issuer: issuerCertificate.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ECDSA_P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      ...(await keyIdentifiers(keys, await issuerCertificate.publicKey.export())),
    ],
  });
  return { certificate: pem(leaf), key: await exportKey(keys) };
}

function authorityExtensions(issuersBelow: number): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(true, issuersBelow, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    new x509.ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
  ];
}

function nameConstraints(scope: NameScope): x509.Extension {
  const { domains, excluded, addresses } = namesFor(scope);
  const dnsNames = (names: readonly string[]): x509.GeneralName[] =>
    names.map((name) => new x509.GeneralName('dns', name));
  const permitted = [...dnsNames(domains), ...addresses.map((address) => new x509.GeneralName('ip', address))];
  const value = AsnConvert.serialize(
    new NameConstraints({
      permittedSubtrees: subtrees(permitted),
      ...(excluded.length === 0 ? {} : { excludedSubtrees: subtrees(dnsNames(excluded)) }),
    }),
  );
  return new x509.Extension(id_ce_nameConstraints, true, value);
}

function subtrees(names: readonly x509.GeneralName[]): GeneralSubtrees {
  return new GeneralSubtrees(
    names.map((name) => new GeneralSubtree({ base: AsnConvert.parse(name.rawData, GeneralName) })),
  );
}

async function keyIdentifiers(own: CryptoKeyPair, issuer: CryptoKey): Promise<x509.Extension[]> {
  return Promise.all([
    x509.AuthorityKeyIdentifierExtension.create(issuer),
    x509.SubjectKeyIdentifierExtension.create(own.publicKey),
  ]);
}

/** From yesterday on: the clocks of a machine and its containers may differ. */
function period({ nowMs, days }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(nowMs - DAY_MS), notAfter: new Date(nowMs + days * DAY_MS) };
}

function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA_P256, true, ['sign', 'verify']);
}

function importKey(key: string): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(key), ECDSA_P256, false, ['sign']);
}

async function exportKey(keys: CryptoKeyPair): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`;
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
