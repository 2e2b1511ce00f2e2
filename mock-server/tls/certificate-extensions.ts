import { isIP } from 'node:net';

/** What an authority's certificate has to say of itself, beside the identifiers of keys. */
export interface AuthorityRules {
  /** DNS names below which it may vouch for hosts. */
  readonly domains: readonly string[];
  /** DNS names below those for which it may not. */
  readonly excluded: readonly string[];
  /** Addresses that it may vouch for, each with the length of its prefix: `127.0.0.0/8`. */
  readonly addresses: readonly string[];
  /** How many authorities may stand below it. */
  readonly issuersBelow: number;
}

/** What a CA may vouch for beside loopback. */
export interface NameScope {
  readonly domains: readonly string[];
  /** Hosts under those domains that are excepted. Default: none. */
  readonly publicSites?: readonly string[] | undefined;
}

/** Whom the development CA may vouch for: loopback, and hosts below the domains, but for public sites. */
export function namesFor({
  domains,
  publicSites = [],
}: NameScope): Pick<AuthorityRules, 'domains' | 'excluded' | 'addresses'> {
  return {
    domains: ['localhost', ...domains],
    // A constraint means all names below it too, so a domain itself cannot be excepted from what is below it.
    excluded: publicSites.filter((site) => !domains.includes(site)),
    addresses: ['127.0.0.0/8', '::1/128'],
  };
}

/**
 * Whether a certificate has exactly the extensions of an authority with these rules (RFC 5280 section 4.2), and no
 * others but the identifiers of keys. Read here because node tells nothing of them, and the library that makes
 * certificates takes longer to load than everything else at the start.
 *
 * @param certificate - in DER
 */
export function hasExactly(certificate: Buffer, rules: AuthorityRules): boolean {
  const wanted = new Set(authorityExtensions(rules).map((each) => each.toString('hex')));
  const rest = extensionsOf(certificate).filter((each) => !wanted.delete(each.toString('hex')));
  return wanted.size === 0 && rest.every(isKeyIdentifier);
}

function isKeyIdentifier(found: Buffer): boolean {
  const [oid] = partsOf(contentOf(found));
  return oid !== undefined && KEY_IDENTIFIERS.some((known) => known.equals(oid));
}

const [BOOLEAN, BIT_STRING, OCTET_STRING, OID, SEQUENCE] = [0x01, 0x03, 0x04, 0x06, 0x30] as const;
const [DNS_NAME, IP_ADDRESS, PERMITTED, EXCLUDED, EXTENSIONS] = [0x82, 0x87, 0xa0, 0xa1, 0xa3] as const;
const TRUE = der(BOOLEAN, Buffer.of(0xff));
/** 2.5.29.x, the arc of X.509's extensions. */
const extensionOid = (last: number): Buffer => der(OID, Buffer.of(0x55, 0x1d, last));
/** Of the subject's key and of the issuer's. */
const KEY_IDENTIFIERS = [extensionOid(14), extensionOid(35)];
/** 1.3.6.1.5.5.7.3.1 */
const SERVER_AUTHENTICATION = der(OID, Buffer.of(0x2b, 6, 1, 5, 5, 7, 3, 1));
/** keyCertSign and cRLSign; one bit of the octet is unused. */
const SIGNS_CERTIFICATES = der(BIT_STRING, Buffer.of(1, 0x06));

function authorityExtensions({ domains, excluded, addresses, issuersBelow }: AuthorityRules): Buffer[] {
  const names = [
    ...domains.map((domain) => der(DNS_NAME, Buffer.from(domain))),
    ...addresses.map((address) => der(IP_ADDRESS, addressAndMask(address))),
  ];
  const constraints = [
    der(PERMITTED, ...names.map((name) => der(SEQUENCE, name))),
    ...(excluded.length === 0
      ? []
      : [der(EXCLUDED, ...excluded.map((name) => der(SEQUENCE, der(DNS_NAME, Buffer.from(name)))))]),
  ];
  return [
    extension(19, true, der(SEQUENCE, TRUE, der(0x02, Buffer.of(issuersBelow)))),
    extension(15, true, SIGNS_CERTIFICATES),
    extension(37, false, der(SEQUENCE, SERVER_AUTHENTICATION)),
    extension(30, true, der(SEQUENCE, ...constraints)),
  ];
}

function extension(oid: number, isCritical: boolean, value: Buffer): Buffer {
  return der(SEQUENCE, extensionOid(oid), ...(isCritical ? [TRUE] : []), der(OCTET_STRING, value));
}

function addressAndMask(range: string): Buffer {
  const [address = '', prefix = '0'] = range.split('/');
  // Of IPv6 there is only ::1.
  const bytes = Buffer.from(isIP(address) === 4 ? address.split('.').map(Number) : [...Array<number>(15).fill(0), 1]);
  const mask = bytes.map((_, index) => 0xff & (0xff00 >> Math.min(8, Math.max(0, Number(prefix) - 8 * index))));
  return Buffer.concat([bytes, mask]);
}

/** One value with its tag and length (X.690 section 8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

/** The extensions, whole, one by one. @throws RangeError when the bytes end too early. */
function extensionsOf(certificate: Buffer): Buffer[] {
  const [toBeSigned = Buffer.alloc(0)] = partsOf(contentOf(certificate));
  const holder = partsOf(contentOf(toBeSigned)).find((part) => part[0] === EXTENSIONS);
  return holder === undefined ? [] : partsOf(contentOf(contentOf(holder)));
}

function contentOf(value: Buffer): Buffer {
  const { start, end } = boundsAt(value, 0);
  return value.subarray(start, end);
}

function partsOf(content: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length;) {
    const { end } = boundsAt(content, at);
    parts.push(content.subarray(at, end));
    at = end;
  }
  return parts;
}

function boundsAt(bytes: Buffer, at: number): { start: number; end: number } {
  const first = bytes.readUInt8(at + 1);
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + octets;
  const end = start + (octets === 0 ? first : bytes.readUIntBE(at + 2, octets));
  if (end > bytes.length) throw new RangeError('the certificate ends too early');
  return { start, end };
}
