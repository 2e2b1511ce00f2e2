import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolderOf } from '../tls/data-folder.ts';
import { javaTrustStore } from '../tls/java-trust-store.ts';
import { readCertificates, readTrustedRoots } from '../tls/trust-bundle.ts';

/** Files by which a child process trusts the development CA beside everything that it trusts anyway. */
export interface ChildTrust {
  /** For Node, which adds it to its own: the CA, and what the user's own variable named. */
  readonly extraFile: string;
  /** For OpenSSL, curl and Python, which put it in place of their own: every root, and the CA. */
  readonly bundleFile: string;
  /** The same for Java. */
  readonly javaFile: string;
  /** For PHP, whose curl reads php.ini and no variable: a folder with one more file of settings. */
  readonly phpFolder: string;
  /** For wget, which reads no variable either: the user's own settings, and where the roots are. */
  readonly wgetFile: string;
  /** Removes the files. */
  remove(): Promise<void>;
}

/**
 * Writes those files into a folder of their own.
 *
 * @param ca - PEM
 * @throws node's error when the folder for temporary files cannot be written.
 */
export async function writeChildTrust(
  ca: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ChildTrust> {
  const [roots, extra] = await Promise.all([readTrustedRoots(env), readCertificates(env['NODE_EXTRA_CA_CERTS'])]);
  const folder = await mkdtemp(join(tmpdir(), 'lp-auth-mock-run-'));
  const files = {
    extraFile: join(folder, 'extra-ca.pem'),
    bundleFile: join(folder, 'ca-bundle.pem'),
    javaFile: join(folder, 'truststore.jks'),
    phpFolder: join(folder, 'php'),
    wgetFile: join(folder, 'wgetrc'),
  };
  await mkdir(files.phpFolder);
  await Promise.all([
    writeFile(files.extraFile, [...extra, ca].join('')),
    writeFile(files.bundleFile, [...roots, ca].join('')),
    writeFile(files.javaFile, javaTrustStore([...roots, ca])),
    writeFile(join(files.phpFolder, 'lp-auth-mock.ini'), phpSettings(files.bundleFile)),
    writeFile(files.wgetFile, `${await ownWgetSettings(env)}\nca_certificate = ${files.bundleFile}\n`),
  ]);
  return { ...files, remove: () => rm(folder, { recursive: true, force: true }) };
}

function phpSettings(bundleFile: string): string {
  return ['curl.cainfo', 'openssl.cafile'].map((name) => `${name}="${bundleFile}"\n`).join('');
}

/** What wget would have read: it looks at one file of the user's alone. */
async function ownWgetSettings({ WGETRC }: Readonly<Record<string, string | undefined>>): Promise<string> {
  return readFile(WGETRC ?? join(homeFolderOf(), '.wgetrc'), 'utf8').catch(() => '');
}
