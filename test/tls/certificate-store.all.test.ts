import { beforeEach, describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateStoreSetup, DevelopmentCertificates } from '../../mock-server/tls/certificate-store.ts';
import { findCertificates, openCertificates, removeCertificates } from '../../mock-server/tls/certificate-store.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const { domains, hosts } = createMock();
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-20T12:00:00Z');

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
const openAt = (days: number): Promise<DevelopmentCertificates> =>
  openCertificates(setup({ time: { now: () => START + days * DAY_MS } }));
const modeOf = (name: string): string => (statSync(join(folder, name)).mode & 0o777).toString(8);
const storeFile = (): string => join(folder, 'development-ca.json');

describe('the development certificates', () => {
  it('are made once and kept: the CA for everybody to read, its key for the owner alone', async () => {
    const first = await openCertificates(setup());
    expect([modeOf('.'), modeOf('development-ca.json'), modeOf('ca.pem')]).toEqual(['700', '600', '644']);
    const second = await openCertificates(setup());
    expect(second.ca).toBe(first.ca);
    expect(second.leaf).toEqual(first.leaf);
    expect(first.caFile).toBe(join(folder, 'ca.pem'));
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(first.ca);
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'development-ca.json']);
    expect(notices).toEqual([]);
  });

  it('are closed to others again when somebody opened them', async () => {
    const { ca } = await openCertificates(setup());
    const text = readFileSync(storeFile(), 'utf8');
    rmSync(storeFile());
    writeFileSync(storeFile(), text, { mode: 0o644 });
    expect((await openCertificates(setup())).ca).toBe(ca);
    expect(modeOf('development-ca.json')).toBe('600');
  });

  it('never hold the key of the root', async () => {
    const { ca } = await openCertificates(setup());
    const stored = JSON.parse(readFileSync(storeFile(), 'utf8')) as {
      root: string;
      issuer: { key: string };
      leaf: { key: string };
    };
    expect(stored.root).toBe(ca);
    const root = new X509Certificate(ca);
    const { createPrivateKey } = await import('node:crypto');
    for (const { key } of [stored.issuer, stored.leaf]) expect(root.checkPrivateKey(createPrivateKey(key))).toBe(false);
  });

  it('are shared by processes that make them at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => openCertificates(setup())));
    expect(new Set(opened.map(({ ca }) => ca)).size).toBe(1);
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(opened[0]?.ca);
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'development-ca.json']);
  });

  it('get their public file back when only that is missing', async () => {
    const { ca } = await openCertificates(setup());
    rmSync(join(folder, 'ca.pem'));
    expect((await openCertificates(setup())).ca).toBe(ca);
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(ca);
  });

  it("name loopback and each level of LivePerson's hosts", async () => {
    const { leaf } = await openCertificates(setup());
    const certificate = new X509Certificate(leaf.certificate);
    const asked = [
      'localhost',
      'api.liveperson.net',
      'adminlogin.liveperson.net',
      'adminlogin-a.liveperson.net',
      'va.idp.liveperson.net',
      'sy.sentinel.liveperson.net',
      'va.msg.liveperson.net',
      'accdn.lpsnmedia.net',
      'va.faasgw.liveperson.net',
      'va.agentvep.liveperson.net',
      'hc1n.dev.lprnd.net',
      'proactive-messaging.z2.fs.liveperson.com',
      'csds-app.qa.int.gw.lpcloud.io',
      ...Object.values(hosts.services),
    ];
    expect(asked.filter((name) => certificate.checkHost(name) === undefined)).toEqual([]);
    expect(['127.0.0.1', '::1'].map((address) => certificate.checkIP(address))).toEqual(['127.0.0.1', '::1']);
    expect(
      ['example.com', 'liveperson.net.example.com', 'liveperson.com', 'www.liveperson.com', 'x.liveperson.com'].map(
        (name) => certificate.checkHost(name),
      ),
    ).toEqual(Array(5).fill(undefined));
  });

  it("issue for other hosts of LivePerson's at any depth, and for nobody else's", async () => {
    const certificates = await openCertificates(setup());
    const issued = await certificates.issueFor('a.b.c.liveperson.net');
    expect(new X509Certificate(issued?.certificate ?? '').subjectAltName).toBe('DNS:a.b.c.liveperson.net');
    expect(
      new X509Certificate((await certificates.issueFor('api.liveperson.com'))?.certificate ?? '').subjectAltName,
    ).toBe('DNS:api.liveperson.com');
    const others = [
      'example.com',
      'liveperson.net.example.com',
      'evilliveperson.net',
      '*.liveperson.net',
      '',
      'liveperson.com',
      'www.liveperson.com',
      'Docs.LivePerson.com',
      'a.www.liveperson.com',
    ];
    expect(others.filter((name) => certificates.issueFor(name) !== undefined)).toEqual([]);
  });
});

describe('renewal', () => {
  it('makes a new leaf 30 days before the old one ends, under the same CA and without a word', async () => {
    const first = await openAt(0);
    const before = await openAt(397 - 31);
    const after = await openAt(397 - 30);
    expect(before.leaf).toEqual(first.leaf);
    expect(after.leaf).not.toEqual(first.leaf);
    expect(after.ca).toBe(first.ca);
    expect((await openAt(397 - 30)).leaf).toEqual(after.leaf);
    expect(notices).toEqual([]);
  });

  it('makes a new CA 30 days before the old one ends, and says so', async () => {
    const first = await openAt(0);
    expect((await openAt(825 - 31)).ca).toBe(first.ca);
    expect(notices).toEqual([]);
    const renewed = await openAt(825 - 30);
    expect(renewed.ca).not.toBe(first.ca);
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(renewed.ca);
    expect(notices).toEqual([
      `the development CA in ${storeFile()} expires on Feb 22 12:00:00 2029 GMT: made a new one; clients that were told to trust the old one must be told again`,
    ]);
    expect((await openAt(825 - 30)).ca).toBe(renewed.ca);
    expect(notices).toHaveLength(1);
  });

  it('makes a new CA when the clock stands before the old one began', async () => {
    await openAt(0);
    await openAt(-10);
    expect(notices).toEqual([expect.stringContaining('is good only from Nov 19 12:00:00 2026 GMT: made a new one')]);
  });

  it('makes a new CA when the domains are others', async () => {
    const first = await openCertificates(setup());
    const second = await openCertificates(setup({ domains: ['liveperson.net'] }));
    expect(second.ca).not.toBe(first.ca);
    expect(notices).toEqual([expect.stringContaining('was made for other domains: made a new one')]);
  });

  it('makes a new leaf when the hosts are others', async () => {
    const first = await openCertificates(setup());
    const second = await openCertificates(setup({ hosts: [...hosts.known, 'x.new-service.liveperson.net'] }));
    expect(second.ca).toBe(first.ca);
    expect(new X509Certificate(second.leaf.certificate).checkHost('y.new-service.liveperson.net')).toBe(
      '*.new-service.liveperson.net',
    );
  });
});

describe('damaged certificates', () => {
  const damage: readonly (readonly [what: string, change: (stored: string) => string])[] = [
    ['an empty file', () => ''],
    ['half a file', (stored) => stored.slice(0, stored.length / 2)],
    ['no JSON', () => 'not json'],
    ['other JSON', () => '{"root":1}'],
    [
      'a root that is no certificate',
      (stored) => stored.replace('-----BEGIN CERTIFICATE-----', '-----BEGIN NOTHING-----'),
    ],
    [
      'a key that is none',
      (stored) => stored.replace('-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\\nAAAA'),
    ],
    [
      'the key of something else',
      (stored) => {
        const parsed = JSON.parse(stored) as { issuer: { key: string }; leaf: { key: string } };
        return JSON.stringify({ ...parsed, issuer: { ...parsed.issuer, key: parsed.leaf.key } });
      },
    ],
  ];

  it.each(damage)('are made anew with one line that says so: %s', async (_, change) => {
    const first = await openCertificates(setup());
    writeFileSync(storeFile(), change(readFileSync(storeFile(), 'utf8')));
    const second = await openCertificates(setup());
    expect(second.ca).not.toBe(first.ca);
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(second.ca);
    expect(notices).toEqual([
      `the development CA in ${storeFile()} is damaged: made a new one; clients that were told to trust the old one must be told again`,
    ]);
    expect((await openCertificates(setup())).ca).toBe(second.ca);
    expect(modeOf('development-ca.json')).toBe('600');
  });

  it('get a new leaf alone when only that is damaged', async () => {
    const first = await openCertificates(setup());
    const stored = JSON.parse(readFileSync(storeFile(), 'utf8')) as { leaf: { key: string } };
    writeFileSync(storeFile(), JSON.stringify({ ...stored, leaf: { ...stored.leaf, key: 'none' } }));
    const second = await openCertificates(setup());
    expect(second.ca).toBe(first.ca);
    expect(second.leaf).not.toEqual(first.leaf);
    expect(notices).toEqual([]);
  });
});

describe('a data folder that cannot be used', () => {
  it('leaves the certificates in memory, and says so, when it cannot be made', async () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    symlinkSync(join(folder, '..', 'nowhere', 'deeper'), folder);
    const { ca, caFile, leaf } = await openCertificates(setup());
    expect(caFile).toBeUndefined();
    expect(new X509Certificate(leaf.certificate).issuer).toContain('lp-auth-mock');
    expect(ca).toContain('BEGIN CERTIFICATE');
    expect(notices).toEqual([
      expect.stringMatching(/home-\d+\/data cannot be written \(E\w+\): the development CA ends with this process$/),
    ]);
    expect(readdirSync(join(folder, '..'))).toEqual(['data']);
  });

  it('leaves the certificates in memory, and says so, when something else has its name', async () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file');
    const { caFile } = await openCertificates(setup());
    expect(caFile).toBeUndefined();
    expect(notices).toEqual([
      expect.stringMatching(
        /development-ca\.json cannot be read \(ENOTDIR\): the development CA ends with this process$/,
      ),
    ]);
    expect(readFileSync(folder, 'utf8')).toBe('a file');
  });

  it('says that clients cannot be pointed to the CA when only its public file cannot be written', async () => {
    mkdirSync(join(folder, 'ca.pem'), { recursive: true });
    const { caFile } = await openCertificates(setup());
    expect(caFile).toBeUndefined();
    expect(notices).toEqual([
      expect.stringMatching(/ca\.pem cannot be written \(EISDIR\): clients cannot be pointed to the development CA$/),
    ]);
  });
});

describe('looking and removing', () => {
  it('finds nothing where nothing is, and makes nothing', async () => {
    expect(await findCertificates(setup())).toEqual({
      caFile: join(folder, 'ca.pem'),
      ca: undefined,
      fault: undefined,
    });
    expect(() => statSync(folder)).toThrow('ENOENT');
  });

  it('finds what is there, good or not', async () => {
    const { ca } = await openCertificates(setup());
    expect(await findCertificates(setup())).toEqual({ caFile: join(folder, 'ca.pem'), ca, fault: undefined });
    writeFileSync(storeFile(), '{}');
    expect(await findCertificates(setup())).toEqual({
      caFile: join(folder, 'ca.pem'),
      ca: undefined,
      fault: 'is damaged',
    });
  });

  it('removes its own files, and the folder only when it is empty then', async () => {
    await openCertificates(setup());
    expect(await removeCertificates(folder)).toEqual([storeFile(), join(folder, 'ca.pem')]);
    expect(() => statSync(folder)).toThrow('ENOENT');
    expect(await removeCertificates(folder)).toEqual([]);
    await openCertificates(setup());
    writeFileSync(join(folder, 'yours.txt'), 'yours');
    await removeCertificates(folder);
    expect(readdirSync(folder)).toEqual(['yours.txt']);
  });
});
