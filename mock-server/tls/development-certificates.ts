import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as v from 'valibot';
import type { PemPair } from './certificate-authority.ts';
import { hasExactly, namesFor } from './certificate-extensions.ts';

/** What the development certificates are for. */
export interface CertificateScope {
  /** Domains beside loopback that the CA may vouch for. */
  readonly domains: readonly string[];
  /** Web sites under those domains that it may not vouch for. Default: none. */
  readonly publicSites?: readonly string[] | undefined;
  /** Hosts under those domains that the server's certificate must name. */
  readonly hosts: readonly string[];
}

const pairSchema = v.object({ certificate: v.string(), key: v.string() });
const schema = v.object({
  domains: v.array(v.string()),
  root: v.string(),
  issuer: pairSchema,
  names: v.array(v.string()),
  leaf: pairSchema,
  // Missing where an earlier version made them.
  hostLeaf: v.optional(pairSchema),
});

/** The development CA and the server's certificate, as they are kept. */
export type CertificateSet = v.InferOutput<typeof schema>;

const CA_DAYS = 825;
/** Browsers refuse server certificates that are made for longer. */
const LEAF_DAYS = 397;
const DAY_MS = 86_400_000;
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** Makes all of them. The code that can is loaded only now, because most processes find them made. */
export async function makeCertificates(scope: CertificateScope, nowMs: number): Promise<CertificateSet> {
  const { createAuthority } = await import('./certificate-authority.ts');
  const authority = await createAuthority(scope, { nowMs, days: CA_DAYS });
  return { domains: [...scope.domains], ...authority, ...(await makeServerLeaf(scope, authority.issuer, nowMs)) };
}

/** When a server that has run all the while has to look again. */
export function renewalDueMs({ leaf }: CertificateSet): number {
  return Date.parse(new X509Certificate(leaf.certificate).validTo) - RENEW_BEFORE_MS;
}

/** The same CA with a new certificate for the server. */
export async function renewLeaf(set: CertificateSet, scope: CertificateScope, nowMs: number): Promise<CertificateSet> {
  return { ...set, ...(await makeServerLeaf(scope, set.issuer, nowMs)) };
}

/** A certificate for one name, followed by its issuer's. */
export async function makeLeafFor(name: string, issuer: PemPair, nowMs: number): Promise<PemPair> {
  const { createLeaf } = await import('./certificate-authority.ts');
  return withIssuer(await createLeaf(issuer, [name], { nowMs, days: LEAF_DAYS }), issuer);
}

/** What a server has to show: its own certificate, then the issuer's. */
export function withIssuer(leaf: PemPair, issuer: PemPair): PemPair {
  return { certificate: leaf.certificate + issuer.certificate, key: leaf.key };
}

async function makeServerLeaf(
  scope: CertificateScope,
  issuer: PemPair,
  nowMs: number,
): Promise<{ names: string[]; leaf: PemPair; hostLeaf: PemPair }> {
  const { createLeaf } = await import('./certificate-authority.ts');
  const names = leafNames(scope);
  const hostNames = names.filter((name) => isIP(name) === 0);
  const validity = { nowMs, days: LEAF_DAYS };
  return {
    names,
    leaf: await createLeaf(issuer, names, validity),
    hostLeaf: await createLeaf(issuer, hostNames, validity),
  };
}

/**
 * Loopback, and one wildcard for each level at which a host is known: a wildcard stands for one label only. None that
 * would stand for a public site as well.
 */
function leafNames({ domains, publicSites = [], hosts }: CertificateScope): string[] {
  const shared = publicSites.map(parentOf);
  const own = domains.filter((domain) => !shared.includes(domain));
  const wildcards = [...own, ...hosts.map(parentOf).filter((parent) => !shared.includes(parent))].map(
    (parent) => `*.${parent}`,
  );
  return ['localhost', '127.0.0.1', '::1', ...own, ...new Set(wildcards)];
}

function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}

/**
 * Whether the CA may vouch for a host: one below its domains, or below localhost, and not below a public site either.
 */
export function isInScope(name: string, { domains, publicSites = [] }: CertificateScope): boolean {
  const isHostName = name.length <= 253 && name.split('.').every((label) => /^[a-z\d_][a-z\d_-]{0,62}$/i.test(label));
  const isExcepted = publicSites.some(
    (site) => !domains.includes(site) && `.${name.toLowerCase()}`.endsWith(`.${site}`),
  );
  return isHostName && !isExcepted && ['localhost', ...domains].some((domain) => name.endsWith(`.${domain}`));
}

/** What is wrong with certificates that were kept. */
export interface Faulty {
  /** The end of a sentence about the CA. */
  readonly fault: string;
  /** Whether somebody else made it: whatever trusts it may be lied to. */
  readonly isForeign: boolean;
}

/** What was kept, or what is wrong with it. */
export function readCertificates(
  text: string,
  scope: CertificateScope,
  nowMs: number,
): { set: CertificateSet } | Faulty {
  try {
    const set = v.parse(schema, JSON.parse(text));
    return faultOf(set, scope, nowMs) ?? { set };
  } catch {
    return { fault: 'is damaged', isForeign: false };
  }
}

function faultOf(
  { root: rootPem, issuer, domains }: CertificateSet,
  scope: CertificateScope,
  nowMs: number,
): Faulty | undefined {
  const root = new X509Certificate(rootPem);
  const below = new X509Certificate(issuer.certificate);
  if (!root.verify(root.publicKey) || !isSigned(issuer, root)) return { fault: 'is damaged', isForeign: false };
  if (domains.join() !== scope.domains.join()) return { fault: 'was made for other domains', isForeign: false };
  if (
    !isOurs(root, { pem: rootPem, scope, issuersBelow: 1 }) ||
    !isOurs(below, { pem: issuer.certificate, scope, issuersBelow: 0 })
  ) {
    return {
      fault: 'is not what this program makes (its constraints, its name, its life or its key are others)',
      isForeign: true,
    };
  }
  const fault = timeFault(root, nowMs) ?? timeFault(below, nowMs);
  return fault === undefined ? undefined : { fault, isForeign: false };
}

interface Expected {
  readonly pem: string;
  readonly scope: CertificateScope;
  readonly issuersBelow: 0 | 1;
}

/** Whether an authority's certificate is one that this program makes: it can vouch for nothing else. */
function isOurs(certificate: X509Certificate, { pem, scope, issuersBelow }: Expected): boolean {
  const name = issuersBelow === 1 ? 'CA' : 'issuer';
  const lifeMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
  // More certificates in the same text would be handed to clients along with the one that is looked at.
  return (
    certificate.toString().trim() === pem.trim() &&
    certificate.ca &&
    new RegExp(`^CN=lp-auth-mock development ${name} [\\da-f]{6}$`).test(certificate.subject) &&
    lifeMs <= (CA_DAYS + 1) * DAY_MS &&
    certificate.publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
    hasExactly(certificate.raw, { ...namesFor(scope), issuersBelow })
  );
}

/** Whether the server's certificate names what it should, and goes on doing so for a while. */
export function isLeafGood(
  { names, leaf, hostLeaf, issuer }: CertificateSet,
  scope: CertificateScope,
  nowMs: number,
): boolean {
  try {
    const issuerCertificate = new X509Certificate(issuer.certificate);
    return (
      names.join() === leafNames(scope).join() &&
      [leaf, hostLeaf].every(
        (each) =>
          each !== undefined &&
          isSigned(each, issuerCertificate) &&
          timeFault(new X509Certificate(each.certificate), nowMs) === undefined,
      )
    );
  } catch {
    return false;
  }
}

function isSigned({ certificate, key }: PemPair, issuer: X509Certificate): boolean {
  const signed = new X509Certificate(certificate);
  return signed.verify(issuer.publicKey) && signed.checkPrivateKey(createPrivateKey(key));
}

function timeFault(certificate: X509Certificate, nowMs: number): string | undefined {
  if (Date.parse(certificate.validFrom) > nowMs) return `is good only from ${certificate.validFrom}`;
  const left = Date.parse(certificate.validTo) - nowMs;
  if (left > RENEW_BEFORE_MS) return undefined;
  return left > 0 ? `expires on ${certificate.validTo}` : `expired on ${certificate.validTo}`;
}
