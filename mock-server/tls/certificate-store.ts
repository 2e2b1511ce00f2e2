import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeSource } from '../clock.ts';
import type { PemPair } from './certificate-authority.ts';
import { closeFolder, folderFault, readIfThere, writeWhole } from './data-folder.ts';
import type { CertificateScope, CertificateSet, Faulty } from './development-certificates.ts';
import {
  isInScope,
  isLeafGood,
  makeCertificates,
  makeLeafFor,
  readCertificates,
  renewalDueMs,
  renewLeaf,
  withIssuer,
} from './development-certificates.ts';
import { FileRefused, trustedOwners } from './regular-file.ts';

/** The file that clients are pointed to: the root's certificate alone. */
const CA_FILE = 'ca.pem';
/**
 * Certificates and keys together, so that no process ever sees the one without the other. For its owner's eyes alone.
 */
const CERTIFICATES_FILE = 'development-ca.json';

/** Where the certificates are kept, and whom to tell. */
export interface CertificateStoreSetup extends CertificateScope {
  readonly folder: string;
  /** The real time. Default: `Date`. */
  readonly time?: TimeSource | undefined;
  /** The users, by their ids, whose files and folders are believed. Default: the one of this process, and root. */
  readonly owners?: readonly number[] | undefined;
  /** Hears, in one line, what the user should know: a CA that was made anew, a folder that cannot be written. */
  readonly onNotice: (line: string) => void;
}

/** The development certificates, ready to be used. */
export interface DevelopmentCertificates {
  /** What clients have to trust, as PEM. */
  readonly ca: string;
  /** The file that holds {@link ca}; undefined when it could not be written and lives in memory alone. */
  readonly caFile: string | undefined;
  /** The server's certificate, followed by that of its issuer, and its key. */
  readonly leaf: PemPair;
  /**
   * The same without IP addresses, for clients that ask by a host's name: BoringSSL, which Bun is made with, refuses a
   * certificate that names an address when its CA is constrained to some.
   */
  readonly hostLeaf: PemPair;
  /** When they have to be opened anew, in epoch milliseconds by the real clock. */
  readonly renewalDueMs: number;
  /** A certificate for one more name, likewise; undefined when the CA may not vouch for it. */
  issueFor(name: string): Promise<PemPair> | undefined;
}

/** A set, and whether other processes find the same one in the folder. */
interface Settled {
  readonly set: CertificateSet;
  readonly isKept: boolean;
}

/**
 * Opens the development certificates, and makes whatever is missing, damaged or about to expire. Never rejects for want
 * of a folder: then they are kept in memory, and `onNotice` is told.
 */
export async function openCertificates(setup: CertificateStoreSetup): Promise<DevelopmentCertificates> {
  const { set, isKept } = await settleSet(setup);
  return {
    ca: set.root,
    caFile: isKept ? await keepCaFile(setup, set.root) : undefined,
    leaf: withIssuer(set.leaf, set.issuer),
    hostLeaf: withIssuer(set.hostLeaf ?? set.leaf, set.issuer),
    renewalDueMs: renewalDueMs(set),
    issueFor: (name) => (isInScope(name, setup) ? makeLeafFor(name, set.issuer, nowOf(setup)) : undefined),
  };
}

/** What a look at the folder tells, without changing anything there. */
export interface CertificatesFound {
  readonly caFile: string;
  /** As PEM; undefined when there is none yet, or only a faulty one. */
  readonly ca: string | undefined;
  /** The end of a sentence about the CA. */
  readonly fault: string | undefined;
  /** Whether the folder is somebody else's, so that no new one can be kept there. */
  readonly isFolderForeign?: boolean | undefined;
}

/** Looks whether there are development certificates, and whether they are good. */
export async function findCertificates(setup: Omit<CertificateStoreSetup, 'onNotice'>): Promise<CertificatesFound> {
  const caFile = join(setup.folder, CA_FILE);
  const none = (fault: string | undefined): CertificatesFound => ({ caFile, ca: undefined, fault });
  const foreign = await folderFault(setup.folder, ownersOf(setup));
  if (foreign !== undefined) return { ...none(`cannot be used: the folder ${foreign}`), isFolderForeign: true };
  try {
    const text = await readIfThere(join(setup.folder, CERTIFICATES_FILE), ownersOf(setup));
    if (text === undefined) return none(undefined);
    const read = readCertificates(text, setup, nowOf(setup));
    return 'fault' in read ? none(read.fault) : { caFile, ca: read.set.root, fault: undefined };
  } catch (error) {
    return none(error instanceof FileRefused ? error.message : `cannot be read (${codeOf(error)})`);
  }
}

/**
 * Removes the files of the development CA, and the folder when nothing else is in it.
 *
 * @returns the files that were there.
 * @throws node's error when one cannot be removed.
 */
export async function removeCertificates(folder: string): Promise<string[]> {
  const removed: string[] = [];
  for (const file of [CERTIFICATES_FILE, CA_FILE].map((name) => join(folder, name))) {
    if (await rm(file).then(() => true, isMissing)) removed.push(file);
  }
  await rmdir(folder).catch(() => undefined);
  return removed;
}

/** @returns false when a file is missing. @throws any other error. */
function isMissing(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
  throw error;
}

async function settleSet(setup: CertificateStoreSetup): Promise<Settled> {
  const file = join(setup.folder, CERTIFICATES_FILE);
  const foreign = await folderFault(setup.folder, ownersOf(setup));
  if (foreign !== undefined)
    return keepInMemory(setup, `${setup.folder} ${foreign}; LP_AUTH_MOCK_HOME can name a folder of your own`);
  await closeFolder(setup.folder, [CERTIFICATES_FILE, CA_FILE]);
  let text: string | undefined;
  try {
    text = await readIfThere(file, ownersOf(setup), 0o600);
  } catch (error) {
    if (error instanceof FileRefused) return replaceFaulty(setup, file, { fault: error.message, isForeign: true });
    return keepInMemory(setup, `${file} cannot be read (${codeOf(error)})`);
  }
  if (text === undefined) return makeFirst(setup, file);
  const read = readCertificates(text, setup, nowOf(setup));
  if ('fault' in read) return replaceFaulty(setup, file, read);
  if (isLeafGood(read.set, setup, nowOf(setup))) return { set: read.set, isKept: true };
  const set = await renewLeaf(read.set, setup, nowOf(setup));
  // Not saved is no harm: the CA stays the same, and the next process makes a leaf of its own.
  await save(file, set);
  return { set, isKept: true };
}

async function keepInMemory(setup: CertificateStoreSetup, why: string): Promise<Settled> {
  setup.onNotice(`${why}: the development CA ends with this process`);
  return { set: await makeCertificates(setup, nowOf(setup)), isKept: false };
}

async function makeFirst(setup: CertificateStoreSetup, file: string): Promise<Settled> {
  const made = await makeCertificates(setup, nowOf(setup));
  try {
    if (await writeWhole(file, JSON.stringify(made), 0o600, 'keep')) return { set: made, isKept: true };
  } catch (error) {
    setup.onNotice(`${setup.folder} cannot be written (${codeOf(error)}): the development CA ends with this process`);
    return { set: made, isKept: false };
  }
  // Another process was quicker: both use its CA.
  const read = readCertificates((await readIfThere(file, ownersOf(setup))) ?? '', setup, nowOf(setup));
  return 'set' in read ? { set: read.set, isKept: true } : { set: made, isKept: false };
}

async function replaceFaulty(
  setup: CertificateStoreSetup,
  file: string,
  { fault, isForeign }: Faulty,
): Promise<Settled> {
  const set = await makeCertificates(setup, nowOf(setup));
  const isKept = await save(file, set);
  const clients = isForeign
    ? 'whatever was told to trust the old one must be told to distrust it'
    : 'clients that were told to trust the old one must be told again';
  const whatNow = isKept ? `made a new one; ${clients}` : 'the new one ends with this process';
  setup.onNotice(`the development CA in ${file} ${fault}: ${whatNow}`);
  return { set, isKept };
}

async function save(file: string, set: CertificateSet): Promise<boolean> {
  try {
    return await writeWhole(file, JSON.stringify(set), 0o600);
  } catch {
    return false;
  }
}

/** Writes the file that clients are pointed to, unless it says the same already. */
async function keepCaFile(setup: CertificateStoreSetup, ca: string): Promise<string | undefined> {
  const file = join(setup.folder, CA_FILE);
  try {
    const kept = await readIfThere(file, ownersOf(setup)).catch(() => undefined);
    if (kept !== ca) await writeWhole(file, ca, 0o644);
    return file;
  } catch (error) {
    setup.onNotice(`${file} cannot be written (${codeOf(error)}): clients cannot be pointed to the development CA`);
    return undefined;
  }
}

function nowOf({ time }: Pick<CertificateStoreSetup, 'time'>): number {
  return (time ?? Date).now();
}

function ownersOf({ owners }: Pick<CertificateStoreSetup, 'owners'>): readonly number[] {
  return owners ?? trustedOwners();
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
