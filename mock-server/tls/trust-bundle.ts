import * as tls from 'node:tls';
import { readRegularFile } from './regular-file.ts';

/** Where systems keep the roots that everybody trusts, in the order in which OpenSSL's users look. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Variables by which a user names a bundle of their own: what it holds must stay trusted. */
const BUNDLE_VARIABLES = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'];

/**
 * Every certificate that programs on this machine trust: the system's roots, and those of bundles that the user's
 * variables name. One PEM each, none twice.
 */
export async function readTrustedRoots(env: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const named = await Promise.all(BUNDLE_VARIABLES.map((variable) => readCertificates(env[variable])));
  return [...new Set([...(await readSystemRoots()), ...named.flat()])];
}

/** The certificates of a PEM file, one PEM each; none when there is no such file, or it is a pipe or the like. */
export async function readCertificates(file: string | undefined): Promise<string[]> {
  if (file === undefined || file === '') return [];
  const text = await readRegularFile(file).catch(() => '');
  const found = text.replaceAll('\r', '').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (found ?? []).map((pem) => `${pem}\n`);
}

async function readSystemRoots(): Promise<string[]> {
  for (const file of SYSTEM_BUNDLES) {
    const roots = await readCertificates(file);
    if (roots.length > 0) return roots;
  }
  // Windows and macOS keep no such file; newer versions of Node ask the system itself.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  const system = getCACertificates?.('system') ?? [];
  return [...system, ...tls.rootCertificates].map((pem) => `${pem.trim()}\n`);
}
