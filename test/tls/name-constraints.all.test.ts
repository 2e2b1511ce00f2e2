import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PemPair } from '../../mock-server/tls/certificate-authority.ts';
import { createLeaf } from '../../mock-server/tls/certificate-authority.ts';
import { openCertificates } from '../../mock-server/tls/certificate-store.ts';
import { javaTrustStore, TRUST_STORE_PASSWORD } from '../../mock-server/tls/java-trust-store.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { ask } from './secure-client.ts';

const scratch = createScratchFolder();
const folder = join(scratch.path, 'data');
const caFile = join(folder, 'ca.pem');
const { domains, hosts } = createMock();
let ca = '';
/** What somebody holds who has stolen everything that is kept. */
let stolen: PemPair = { certificate: '', key: '' };

beforeAll(async () => {
  ({ ca } = await openCertificates({
    folder,
    domains,
    publicSites: hosts.publicSites,
    hosts: hosts.known,
    onNotice: () => undefined,
  }));
  ({ issuer: stolen } = JSON.parse(readFileSync(join(folder, 'development-ca.json'), 'utf8')) as { issuer: PemPair });
});

const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
        }),
    ),
  );
});

/** A server with a certificate that the stolen key has signed. */
async function serveForged(...names: readonly string[]): Promise<number> {
  const leaf = await createLeaf(stolen, names, { nowMs: Date.now(), days: 30 });
  const server = createServer({ cert: leaf.certificate + stolen.certificate, key: leaf.key }, (_, response) => {
    response.end('forged');
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function execute(program: string, args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    execFile(program, [...args], (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

const FORGED = ['example.com', 'liveperson.net.example.com', 'evilliveperson.net', 'evilliveperson.com'];
/** Under a domain that the CA may vouch for, and excepted from it. */
const PUBLIC_SITES = ['www.liveperson.com', 'developers.liveperson.com', 'community.liveperson.com'];

describe('a certificate that the kept key has signed', () => {
  it("is good for a host of LivePerson's and for loopback", async () => {
    for (const name of [
      'x.liveperson.net',
      'a.b.lpsnmedia.net',
      'proactive-messaging.z1.fs.liveperson.com',
      'localhost',
    ]) {
      expect(await ask({ port: await serveForged(name), ca, name })).toEqual({ status: 200, text: 'forged' });
    }
  });

  it.each(FORGED)('is refused by Node for %s', async (name) => {
    await expect(ask({ port: await serveForged(name), ca, name })).rejects.toMatchObject({
      message: 'permitted subtree violation',
    });
  });

  it.each(PUBLIC_SITES)('is refused by Node for the public site %s', async (name) => {
    await expect(ask({ port: await serveForged(name), ca, name })).rejects.toMatchObject({
      message: 'excluded subtree violation',
    });
  });

  it('is refused by Node for another domain beside a permitted one, and for another address', async () => {
    await expect(
      ask({ port: await serveForged('localhost', 'example.com'), ca, name: 'localhost' }),
    ).rejects.toMatchObject({ message: 'permitted subtree violation' });
    await expect(
      ask({ port: await serveForged('localhost', '10.0.0.1'), ca, name: 'localhost' }),
    ).rejects.toMatchObject({ message: 'permitted subtree violation' });
  });

  it("is refused by curl for another domain, and good for LivePerson's", async () => {
    if (!hasPrograms('curl')) return;
    const ask = async (name: string): Promise<{ exitCode: number; output: string }> => {
      const port = String(await serveForged(name));
      return execute('curl', [
        '-sS',
        '--noproxy',
        '*',
        '--cacert',
        caFile,
        '--resolve',
        `${name}:${port}:127.0.0.1`,
        `https://${name}:${port}/`,
      ]);
    };
    expect(await ask('va.idp.liveperson.net')).toEqual({ exitCode: 0, output: 'forged' });
    for (const name of FORGED)
      expect(await ask(name)).toMatchObject({
        exitCode: 60,
        output: expect.stringMatching(/permitted subtree violation/),
      });
    for (const name of PUBLIC_SITES)
      expect(await ask(name)).toMatchObject({
        exitCode: 60,
        output: expect.stringMatching(/excluded subtree violation/),
      });
  });

  it('is refused by Java too, which does not look at the constraints of what it trusts', async () => {
    if (!hasPrograms('java')) return;
    const refused = [...FORGED, ...PUBLIC_SITES];
    const names = ['va.idp.liveperson.net', ...refused];
    const ports = await Promise.all(names.map((name) => serveForged(name)));
    const hosts = join(scratch.path, scratch.write('hosts', names.map((name) => `127.0.0.1 ${name}\n`).join('')));
    const store = join(scratch.path, 'truststore.jks');
    writeFileSync(store, javaTrustStore([ca]));
    const { output } = await execute('java', [
      `-Djdk.net.hosts.file=${hosts}`,
      `-Djavax.net.ssl.trustStore=${store}`,
      '-Djavax.net.ssl.trustStoreType=JKS',
      `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
      'test/tls/Ask.java',
      ...names.map((name, index) => `https://${name}:${String(ports[index])}/`),
    ]);
    expect(output.trim().split('\n')).toEqual(['forged', ...refused.map(() => 'name constraints check failed')]);
  });

  it("is refused by openssl for another domain, and good for LivePerson's", async () => {
    if (!hasPrograms('openssl')) return;
    const issuer = join(scratch.path, scratch.write('issuer.pem', stolen.certificate));
    const verify = async (name: string): Promise<{ exitCode: number; output: string }> => {
      const leaf = await createLeaf(stolen, [name], { nowMs: Date.now(), days: 30 });
      return execute('openssl', [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-CAfile',
        caFile,
        '-untrusted',
        issuer,
        join(scratch.path, scratch.write('leaf.pem', leaf.certificate)),
      ]);
    };
    expect(await verify('va.idp.liveperson.net')).toMatchObject({ exitCode: 0, output: expect.stringMatching(/: OK/) });
    for (const name of FORGED)
      expect(await verify(name)).toMatchObject({
        exitCode: 2,
        output: expect.stringMatching(/permitted subtree violation/),
      });
  });

  it('cannot be made to sign for another CA, nor for anything but servers', async () => {
    if (!hasPrograms('openssl')) return;
    const { output } = await execute('openssl', [
      'x509',
      '-noout',
      '-text',
      '-in',
      join(scratch.path, scratch.write('issuer.pem', stolen.certificate)),
    ]);
    expect(output).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(output).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication\n/);
    expect(output).toMatch(
      /Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+DNS:liveperson\.net\s+DNS:lpsnmedia\.net\s+DNS:dev\.lprnd\.net\s+DNS:int\.gw\.lpcloud\.io\s+DNS:liveperson\.com\s+IP:127\.0\.0\.0\/255\.0\.0\.0\s+IP:0:0:0:0:0:0:0:1\/FFFF/,
    );
    expect(output).toMatch(
      /Excluded:\s+DNS:www\.liveperson\.com\s+DNS:developers\.liveperson\.com\s+DNS:docs\.liveperson\.com\s+DNS:community\.liveperson\.com\s+DNS:knowledge\.liveperson\.com\n/,
    );
  });
});

describe('the chain that the server shows', () => {
  it('is verified by openssl, strictly', async () => {
    if (!hasPrograms('openssl')) return;
    const { leaf } = await openCertificates({
      folder,
      domains,
      publicSites: hosts.publicSites,
      hosts: hosts.known,
      onNotice: () => undefined,
    });
    const chain = join(scratch.path, scratch.write('chain.pem', leaf.certificate));
    const verify = (...args: string[]): Promise<unknown> =>
      execute('openssl', ['verify', '-x509_strict', '-CAfile', caFile, '-untrusted', chain, ...args, chain]);
    for (const args of [
      [],
      ['-verify_hostname', 'va.idp.liveperson.net'],
      ['-verify_ip', '127.0.0.1'],
      ['-verify_ip', '::1'],
    ]) {
      expect(await verify(...args)).toMatchObject({ exitCode: 0, output: `${chain}: OK\n` });
    }
    expect(await verify('-verify_hostname', 'example.com')).toMatchObject({ exitCode: 2 });
  });
});
