import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createAuthority, createLeaf } from '../../mock-server/tls/certificate-authority.ts';
import type { CertificateStoreSetup } from '../../mock-server/tls/certificate-store.ts';
import { findCertificates, openCertificates, removeCertificates } from '../../mock-server/tls/certificate-store.ts';
import { CertificateError, startServer } from '../../mock-server/adapters/node/server.ts';
import { readCertificates } from '../../mock-server/tls/trust-bundle.ts';
import { createMock } from '../../mock-server/index.ts';
import { run } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const { domains, hosts } = createMock();
const START = Date.parse('2026-11-20T12:00:00Z');
const FOREIGN = 4711;
const hasPipes = process.platform !== 'win32';

const scratch = createScratchFolder();
let folder = '';
let made = 0;
let notices: string[] = [];
beforeEach(() => {
  made += 1;
  folder = join(scratch.path, `home-${String(made)}`, 'data');
  notices = [];
});

const setup = (changes: Partial<CertificateStoreSetup> = {}): CertificateStoreSetup => ({
  folder,
  domains,
  publicSites: hosts.publicSites,
  hosts: hosts.known,
  time: { now: () => START },
  onNotice: (line) => {
    notices.push(line);
  },
  ...changes,
});
const storeFile = (): string => join(folder, 'development-ca.json');
const caFile = (): string => join(folder, 'ca.pem');
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const makePipe = (file: string): void => {
  execFileSync('mkfifo', [file]);
};

interface Stored {
  domains: string[];
  root: string;
  issuer: { certificate: string; key: string };
  names: string[];
  leaf: { certificate: string; key: string };
}

/** How an authority's certificate differs from ours, each part by itself. */
interface Plan {
  readonly name?: string;
  readonly days?: number;
  readonly rsa?: boolean;
  /** In place of the name constraints; undefined leaves them out. */
  readonly constraints?: x509.Extension | undefined;
  readonly more?: readonly x509.Extension[];
  readonly issuersBelow?: number;
}

/** A whole set whose root or issuer is made by the plan, and everything else as we make it. */
async function plant(which: 'root' | 'issuer', plan: Plan): Promise<Stored> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const genuine = await createAuthority({ domains, publicSites: hosts.publicSites }, { nowMs: START, days: 825 });
  const constraintsOf = (pem: string): x509.Extension =>
    new x509.X509Certificate(pem).extensions.find(({ type }) => type === '2.5.29.30')!;
  const ours = constraintsOf(genuine.root);
  const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  } as const;
  const planOf = (part: 'root' | 'issuer'): Plan => (part === which ? plan : { constraints: ours });
  const algorithmOf = (part: 'root' | 'issuer'): typeof ec | typeof rsa => (planOf(part).rsa === true ? rsa : ec);
  const keysOf = async (part: 'root' | 'issuer'): Promise<CryptoKeyPair> =>
    await webcrypto.subtle.generateKey(algorithmOf(part), true, ['sign', 'verify']);
  const [rootKeys, issuerKeys] = [await keysOf('root'), await keysOf('issuer')];
  const parts = (
    part: 'root' | 'issuer',
    below: number,
  ): { notBefore: Date; notAfter: Date; extensions: x509.Extension[] } => {
    const { days = 825, constraints, more = [], issuersBelow = below } = planOf(part);
    return {
      notBefore: new Date(START - 86_400_000),
      notAfter: new Date(START + days * 86_400_000),
      extensions: [
        new x509.BasicConstraintsExtension(true, issuersBelow, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
        ...(constraints === undefined ? [] : [constraints]),
        ...more,
      ],
    };
  };
  const rootName = planOf('root').name ?? 'CN=lp-auth-mock development CA 0a1b2c';
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...parts('root', 1),
    name: rootName,
    keys: rootKeys,
    signingAlgorithm: algorithmOf('root'),
  });
  const issuer = await x509.X509CertificateGenerator.create({
    ...parts('issuer', 0),
    subject: planOf('issuer').name ?? 'CN=lp-auth-mock development issuer 0a1b2c',
    issuer: rootName,
    publicKey: issuerKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithmOf('root'),
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', issuerKeys.privateKey), 'PRIVATE KEY');
  const pair = { certificate: `${issuer.toString('pem')}\n`, key: `${key}\n` };
  const leaf =
    planOf('issuer').rsa === true ? pair : await createLeaf(pair, ['localhost'], { nowMs: START, days: 397 });
  return { domains: [...domains], root: `${root.toString('pem')}\n`, issuer: pair, names: ['localhost'], leaf };
}

async function constraintsFor(
  names: readonly string[],
  isCritical = true,
  publicSites = hosts.publicSites,
): Promise<x509.Extension> {
  const { root } = await createAuthority({ domains: names, publicSites }, { nowMs: START, days: 1 });
  const { value } = new x509.X509Certificate(root).extensions.find(({ type }) => type === '2.5.29.30')!;
  return new x509.Extension('2.5.29.30', isCritical, value);
}

function write(stored: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(storeFile(), JSON.stringify(stored), { mode: 0o600 });
}

const NOT_OURS = 'is not what this program makes (its constraints, its name, its life or its key are others)';

describe('a CA that was planted in the data folder', () => {
  const plans: readonly (readonly [what: string, plan: () => Promise<Plan>])[] = [
    ['has no constraints', () => Promise.resolve({})],
    [
      'may vouch for another domain too',
      async () => ({ constraints: await constraintsFor([...domains, 'example.com']) }),
    ],
    ['may vouch for public sites too', async () => ({ constraints: await constraintsFor(domains, true, []) })],
    ['may vouch for every name', async () => ({ constraints: await constraintsFor([...domains, '']) })],
    ['has constraints that clients may ignore', async () => ({ constraints: await constraintsFor(domains, false) })],
    [
      'has ours twice',
      async () => ({ constraints: await constraintsFor(domains), more: [await constraintsFor(domains)] }),
    ],
    [
      'has ours beside others',
      async () => ({ constraints: await constraintsFor(domains), more: [await constraintsFor([''])] }),
    ],
    [
      'has an extension of its own',
      async () => ({
        constraints: await constraintsFor(domains),
        more: [new x509.Extension('1.2.3.4', false, new Uint8Array([5, 0]))],
      }),
    ],
    [
      'hides our constraints in an extension of its own',
      async () => ({ more: [new x509.Extension('1.2.3.4', false, (await constraintsFor(domains)).rawData)] }),
    ],
    ['is good for a hundred years', async () => ({ constraints: await constraintsFor(domains), days: 36_500 })],
    ['has another name', async () => ({ constraints: await constraintsFor(domains), name: 'CN=Example Root CA' })],
    ['may have more issuers below it', async () => ({ constraints: await constraintsFor(domains), issuersBelow: 5 })],
    ['has a key of another kind', async () => ({ constraints: await constraintsFor(domains), rsa: true })],
  ];

  it.each(plans.flatMap(([what, plan]) => (['root', 'issuer'] as const).map((which) => [which, what, plan] as const)))(
    'is not believed when its %s %s',
    async (which, _what, plan) => {
      const planted = await plant(which, await plan());
      write(planted);
      expect(await findCertificates(setup())).toMatchObject({ ca: undefined, fault: NOT_OURS });
      const { ca } = await openCertificates(setup());
      expect([ca === planted.root, readFileSync(caFile(), 'utf8')]).toEqual([false, ca]);
      expect(notices).toEqual([
        `the development CA in ${storeFile()} ${NOT_OURS}: made a new one; whatever was told to trust the old one must be told to distrust it`,
      ]);
      expect((await openCertificates(setup())).ca).toBe(ca);
    },
  );

  it('is not believed when another certificate stands beside a genuine root', async () => {
    await openCertificates(setup());
    const stored = JSON.parse(readFileSync(storeFile(), 'utf8')) as Stored;
    write({ ...stored, root: stored.root + (await plant('root', {})).root });
    expect((await openCertificates(setup())).ca.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(notices).toEqual([expect.stringContaining(NOT_OURS)]);
  });

  it('is believed when it is just as we make it', async () => {
    const planted = await plant('root', { constraints: await constraintsFor(domains) });
    write(planted);
    expect((await openCertificates(setup())).ca).toBe(planted.root);
    expect(notices).toEqual([]);
  });

  it('is not described by ca as good for nothing else', async () => {
    const planted = await plant('root', { days: 800 });
    write(planted);
    const { stdout, stderr } = await run(['ca'], { env: { LP_AUTH_MOCK_HOME: folder } });
    expect(stderr).toContain(NOT_OURS);
    expect(stdout).toContain('and for nothing else');
    expect(readFileSync(caFile(), 'utf8')).not.toBe(planted.root);
  });
});

describe('the data folder', () => {
  it("is not used when it is somebody else's", async () => {
    await openCertificates(setup());
    const before = readFileSync(storeFile(), 'utf8');
    const { caFile: shown } = await openCertificates(setup({ owners: [FOREIGN] }));
    expect([shown, readFileSync(storeFile(), 'utf8')]).toEqual([undefined, before]);
    const uid = String(process.getuid?.() ?? 0);
    expect(notices).toEqual([
      `${folder} belongs to another user (uid ${uid}); LP_AUTH_MOCK_HOME can name a folder of your own: the development CA ends with this process`,
    ]);
    expect(await findCertificates(setup({ owners: [FOREIGN] }))).toMatchObject({
      ca: undefined,
      isFolderForeign: true,
      fault: `cannot be used: the folder belongs to another user (uid ${uid})`,
    });
  });

  it("may be reached by a link of one's own", async () => {
    const { ca } = await openCertificates(setup());
    renameSync(folder, `${folder}-elsewhere`);
    symlinkSync(`${folder}-elsewhere`, folder);
    expect((await openCertificates(setup())).ca).toBe(ca);
    expect(notices).toEqual([]);
  });

  it('is closed to others again when it holds our files alone', async () => {
    await openCertificates(setup());
    chmodSync(folder, 0o777);
    await openCertificates(setup());
    expect(modeOf(folder)).toBe('700');
  });

  it('keeps its mode when it holds anything else: it is not ours to close', async () => {
    await openCertificates(setup());
    writeFileSync(join(folder, 'yours.txt'), 'yours');
    chmodSync(folder, 0o755);
    await openCertificates(setup());
    expect(modeOf(folder)).toBe('755');
  });
});

describe('a file of the data folder', () => {
  it('is not believed when it is a link, and what that leads to is left alone', async () => {
    const { ca } = await openCertificates(setup());
    const elsewhere = join(scratch.path, `elsewhere-${String(made)}.json`);
    const text = readFileSync(storeFile(), 'utf8');
    writeFileSync(elsewhere, text, { mode: 0o644 });
    rmSync(storeFile());
    symlinkSync(elsewhere, storeFile());
    expect((await openCertificates(setup())).ca).not.toBe(ca);
    expect(notices).toEqual([
      `the development CA in ${storeFile()} is a symbolic link: made a new one; whatever was told to trust the old one must be told to distrust it`,
    ]);
    expect([lstatSync(storeFile()).isFile(), readFileSync(elsewhere, 'utf8'), modeOf(elsewhere)]).toEqual([
      true,
      text,
      '644',
    ]);
  });

  it('is written anew when the public one is a link, and what that leads to is left alone', async () => {
    const { ca } = await openCertificates(setup());
    const elsewhere = join(scratch.path, scratch.write(`elsewhere-${String(made)}.pem`, 'theirs'));
    rmSync(caFile());
    symlinkSync(elsewhere, caFile());
    await openCertificates(setup());
    expect([lstatSync(caFile()).isFile(), readFileSync(caFile(), 'utf8'), readFileSync(elsewhere, 'utf8')]).toEqual([
      true,
      ca,
      'theirs',
    ]);
  });

  (hasPipes ? it : it.skip)('that is a pipe keeps nobody waiting', async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const file of [storeFile(), caFile()]) makePipe(file);
    expect(await findCertificates(setup())).toMatchObject({
      fault: 'is no ordinary file but a pipe, a socket or a device',
    });
    const { ca } = await openCertificates(setup());
    expect(readFileSync(caFile(), 'utf8')).toBe(ca);
    expect(notices).toEqual([
      expect.stringContaining('is no ordinary file but a pipe, a socket or a device: made a new one'),
    ]);
  });

  (hasPipes ? it : it.skip)('that is a pipe can be removed', async () => {
    mkdirSync(folder, { recursive: true });
    for (const file of [storeFile(), caFile()]) makePipe(file);
    expect((await run(['ca', '--uninstall'], { env: { LP_AUTH_MOCK_HOME: folder } })).stdout).toContain(
      `removed ${caFile()}`,
    );
    expect(await removeCertificates(folder)).toEqual([]);
  });

  // Only root can give a file away.
  (process.getuid?.() === 0 ? it : it.skip)("is not believed when it is somebody else's", async () => {
    const { ca } = await openCertificates(setup());
    execFileSync('chown', [String(FOREIGN), storeFile()]);
    expect((await openCertificates(setup())).ca).not.toBe(ca);
    expect(notices).toEqual([
      expect.stringContaining(`development-ca.json belongs to another user (uid ${String(FOREIGN)}): made a new one`),
    ]);
    expect(statSync(storeFile()).uid).toBe(0);
  });
});

(hasPipes ? describe : describe.skip)('a pipe keeps nobody waiting', () => {
  const pipe = (extension: string): string => {
    const file = join(scratch.path, `pipe-${String(made)}.${extension}`);
    makePipe(file);
    return file;
  };

  it.each(['json', 'mjs'])('as a config file: .%s', async (extension) => {
    const file = pipe(extension);
    expect(await run(['start', '--config', file])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: ${file}: is no ordinary file but a pipe, a socket or a device`,
    });
  });

  it("as a certificate of one's own", async () => {
    const file = pipe('pem');
    await expect(startServer(createMock(), { port: 0, tls: { certificate: file, key: file } })).rejects.toThrow(
      new CertificateError(`server.tls.certificate: ${file} is no ordinary file but a pipe, a socket or a device`),
    );
  });

  it("as a bundle that the user's variables name", async () => {
    expect(await readCertificates(pipe('crt'))).toEqual([]);
  });
});
