import { posix, win32 } from 'node:path';

/** Whom a certificate can be made known to. */
export type TrustStore = 'chromium' | 'firefox' | 'system';

/** A program and its arguments. */
export type ProgramCall = readonly [program: string, ...args: string[]];

/** A certificate of the development CA. */
export interface TrustedCertificate {
  readonly file: string;
  /** As certificate lists show it: `lp-auth-mock development CA 1a2b3c`. */
  readonly name: string;
}

/** One place that browsers or programs read trusted certificates from, and how it is changed. */
export interface TrustPlace {
  /** As the user knows it. */
  readonly name: string;
  /** Makes the place; empty when it is there. */
  readonly make: readonly ProgramCall[];
  /** Prints what is trusted there. */
  readonly list: ProgramCall;
  /** Finds in that the certificates of this program, in the first group. */
  readonly found: RegExp;
  /** Whether {@link list} fails when it finds nothing. */
  readonly failsWhenEmpty: boolean;
  readonly add: (certificate: TrustedCertificate) => readonly ProgramCall[];
  /** @param found - what {@link found} has found */
  readonly remove: (found: string) => readonly ProgramCall[];
  /** Whether only root may change it. */
  readonly needsRoot: boolean;
}

/** What the rules ask of the machine. */
export interface TrustSurroundings {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isThere: (path: string) => boolean;
  /** The folders below a folder, by their names; none when it is not there. */
  readonly foldersIn: (folder: string) => readonly string[];
}

/** The places of a store on this machine, or why there is none: the whole sentence. */
export type TrustPlaces = readonly TrustPlace[] | { readonly none: string };

const NAMES_FOUND = /(lp-auth-mock development CA [\da-f]{6})/g;
/** Also what earlier versions told their users to call it. */
const NSS_FOUND = /^(lp-auth-mock(?: development CA [\da-f]{6})?)(?= {2,})/gm;

/**
 * Where a store keeps what it trusts, by the customs of the platform. Plain data, so that the rules of each platform
 * can be read on any.
 */
export function trustPlaces(store: TrustStore, surroundings: TrustSurroundings): TrustPlaces {
  const { platform } = surroundings;
  if (store === 'firefox') return platform === 'win32' ? { none: FIREFOX_ON_WINDOWS } : firefoxPlaces(surroundings);
  if (platform === 'win32') return [WINDOWS_ROOT];
  if (platform === 'darwin') return [keychain(surroundings.homeFolder)];
  return store === 'chromium' ? chromiumPlaces(surroundings) : systemPlaces(surroundings);
}

/** The databases of the user that Chromium, Chrome and Edge read on Linux (Network Security Services, NSS). */
function chromiumPlaces({ homeFolder, env, isThere }: TrustSurroundings): TrustPlace[] {
  const ownData = env['XDG_DATA_HOME'] ?? '';
  const data = posix.isAbsolute(ownData) ? ownData : posix.join(homeFolder, '.local', 'share');
  const usual = posix.join(homeFolder, '.pki', 'nssdb');
  const folders = [
    usual,
    posix.join(data, 'pki', 'nssdb'),
    posix.join(homeFolder, 'snap', 'chromium', 'current', '.pki', 'nssdb'),
  ].filter(isThere);
  // Chromium reads the usual one before its newer place, but only where it is: beside another it would hide that.
  return (folders.length === 0 ? [usual] : folders).map((folder) => nssDatabase(folder, isThere));
}

const FIREFOX_ON_WINDOWS =
  'on Windows no program changes what Firefox trusts; in Firefox open Settings, Privacy & Security, ' +
  'View Certificates, Authorities, and import the file there (or delete it)';

function firefoxPlaces({ platform, homeFolder, isThere, foldersIn }: TrustSurroundings): TrustPlaces {
  const roots = (
    platform === 'darwin'
      ? [['Library', 'Application Support', 'Firefox', 'Profiles']]
      : [
          ['.mozilla', 'firefox'],
          ['.config', 'mozilla', 'firefox'],
          ['snap', 'firefox', 'common', '.mozilla', 'firefox'],
          ['.var', 'app', 'org.mozilla.firefox', '.mozilla', 'firefox'],
        ]
  ).map((parts) => posix.join(homeFolder, ...parts));
  const profiles = roots
    .flatMap((root) => foldersIn(root).map((name) => posix.join(root, name)))
    .filter((folder) => isThere(posix.join(folder, DATABASE_FILE)));
  if (profiles.length > 0) return profiles.map((folder) => nssDatabase(folder, isThere));
  return { none: `Firefox has no profile in ${roots.join(', ')}; start it once, then repeat this` };
}

const DATABASE_FILE = 'cert9.db';

function nssDatabase(folder: string, isThere: TrustSurroundings['isThere']): TrustPlace {
  const database = `sql:${folder}`;
  return {
    name: `the NSS database in ${folder}`,
    make: isThere(posix.join(folder, DATABASE_FILE))
      ? []
      : [
          ['mkdir', '-p', '-m', '700', posix.dirname(folder), folder],
          ['certutil', '-d', database, '-N', '--empty-password'],
        ],
    list: ['certutil', '-d', database, '-L'],
    found: NSS_FOUND,
    failsWhenEmpty: false,
    add: ({ file, name }) => [['certutil', '-d', database, '-A', '-t', 'C,,', '-n', name, '-i', file]],
    remove: (name) => [['certutil', '-d', database, '-D', '-n', name]],
    needsRoot: false,
  };
}

/** Chromium, Safari and most programs of macOS. */
function keychain(homeFolder: string): TrustPlace {
  const file = posix.join(homeFolder, 'Library', 'Keychains', 'login.keychain-db');
  return {
    name: `the keychain ${file}`,
    make: [],
    list: ['security', 'find-certificate', '-a', '-c', 'lp-auth-mock development CA', file],
    found: NAMES_FOUND,
    failsWhenEmpty: true,
    add: (certificate) => [['security', 'add-trusted-cert', '-r', 'trustRoot', '-k', file, certificate.file]],
    // -t removes the user's trust setting with it.
    remove: (name) => [['security', 'delete-certificate', '-c', name, '-t', file]],
    needsRoot: false,
  };
}

/** Chromium, Edge and most programs of Windows. */
const WINDOWS_ROOT: TrustPlace = {
  name: "the current user's trusted root certificates",
  make: [],
  list: ['certutil', '-user', '-store', 'Root', 'lp-auth-mock development CA'],
  found: NAMES_FOUND,
  failsWhenEmpty: true,
  add: ({ file }) => [['certutil', '-user', '-addstore', 'Root', win32.normalize(file)]],
  remove: (name) => [['certutil', '-user', '-delstore', 'Root', name]],
  needsRoot: false,
};

/** Where distributions take local certificates from, and what has them read it. */
const ANCHORS: readonly { readonly folder: string; readonly refresh: ProgramCall }[] = [
  { folder: '/usr/local/share/ca-certificates', refresh: ['update-ca-certificates'] },
  { folder: '/etc/pki/ca-trust/source/anchors', refresh: ['update-ca-trust', 'extract'] },
  { folder: '/etc/ca-certificates/trust-source/anchors', refresh: ['trust', 'extract-compat'] },
  { folder: '/usr/share/pki/trust/anchors', refresh: ['update-ca-certificates'] },
];

function systemPlaces({ isThere }: TrustSurroundings): TrustPlaces {
  const anchors = ANCHORS.find(({ folder }) => isThere(folder));
  if (anchors === undefined)
    return { none: `this system has none of ${ANCHORS.map(({ folder }) => folder).join(', ')}: see its manual` };
  const { folder, refresh } = anchors;
  return [
    {
      name: `the system's certificates, ${folder}`,
      make: [],
      list: ['ls', folder],
      found: /^(lp-auth-mock-[\da-f]{6}\.crt)$/gm,
      failsWhenEmpty: false,
      add: ({ file, name }) => [
        ['install', '-m', '644', file, posix.join(folder, `lp-auth-mock-${name.slice(-6)}.crt`)],
        refresh,
      ],
      remove: (name) => [['rm', posix.join(folder, name)], refresh],
      needsRoot: true,
    },
  ];
}
