import { describe, expect, it } from '@jest/globals';
import type { TrustPlace, TrustStore, TrustSurroundings } from '../../mock-server/tls/trust-places.ts';
import { trustPlaces } from '../../mock-server/tls/trust-places.ts';

const CERTIFICATE = { file: '/data/ca.pem', name: 'lp-auth-mock development CA 1a2b3c' };

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Every file and folder that there is. */
  readonly there?: readonly string[];
}

const surroundings = ({ platform, home = '/home/ada', env = {}, there = [] }: Machine): TrustSurroundings => ({
  platform,
  homeFolder: home,
  env,
  isThere: (path) => there.some((each) => each === path || each.startsWith(`${path}/`)),
  foldersIn: (folder) => [
    ...new Set(
      there
        .filter((each) => each.startsWith(`${folder}/`))
        .map((each) => each.slice(folder.length + 1).split('/'))
        .filter((parts) => parts.length > 1)
        .map(([name = '']) => name),
    ),
  ],
});

function placesOf(store: TrustStore, machine: Machine): readonly TrustPlace[] {
  const places = trustPlaces(store, surroundings(machine));
  if ('none' in places) throw new Error(places.none);
  return places;
}

const noneOf = (store: TrustStore, machine: Machine): string => {
  const places = trustPlaces(store, surroundings(machine));
  return 'none' in places ? places.none : '';
};

/** What would be run: to make the place and to add to it, and to remove what was found there. */
const runOf = (place: TrustPlace, found = CERTIFICATE.name): unknown => ({
  add: [...place.make, ...place.add(CERTIFICATE)].map((call) => call.join(' ')),
  list: place.list.join(' '),
  remove: place.remove(found).map((call) => call.join(' ')),
});

const foundIn = ({ found }: TrustPlace, output: string): string[] => [
  ...new Set([...output.matchAll(found)].map(([, name = '']) => name)),
];

const nss = (folder: string): unknown => ({
  add: [`certutil -d sql:${folder} -A -t C,, -n ${CERTIFICATE.name} -i ${CERTIFICATE.file}`],
  list: `certutil -d sql:${folder} -L`,
  remove: [`certutil -d sql:${folder} -D -n ${CERTIFICATE.name}`],
});

describe('Chromium on Linux', () => {
  it('reads a database that is made where it has none, for the user alone', () => {
    const [place, ...others] = placesOf('chromium', { platform: 'linux' });
    expect(others).toEqual([]);
    expect(place?.make).toEqual([
      ['mkdir', '-p', '-m', '700', '/home/ada/.pki', '/home/ada/.pki/nssdb'],
      ['certutil', '-d', 'sql:/home/ada/.pki/nssdb', '-N', '--empty-password'],
    ]);
  });

  it.each([
    ['where it always was', '/home/ada/.pki/nssdb', {}],
    ['where newer ones make it, and none is made that would hide it', '/home/ada/.local/share/pki/nssdb', {}],
    ['where the variable says', '/xdg/pki/nssdb', { XDG_DATA_HOME: '/xdg' }],
    ['in the snap', '/home/ada/snap/chromium/current/.pki/nssdb', {}],
  ])('reads the database %s', (_, folder, env) => {
    const places = placesOf('chromium', { platform: 'linux', env, there: [`${folder}/cert9.db`] });
    expect(places.map((place) => runOf(place))).toEqual([nss(folder)]);
  });

  it('is served in every database that it may read', () => {
    const folders = ['/home/ada/.pki/nssdb', '/home/ada/.local/share/pki/nssdb'];
    const there = folders.map((folder) => `${folder}/cert9.db`);
    expect(placesOf('chromium', { platform: 'linux', there }).map((place) => runOf(place))).toEqual(folders.map(nss));
  });

  it('loses the certificates of this program, also by the name that was once told, and no other', () => {
    const [place] = placesOf('chromium', { platform: 'linux' });
    const listed = [
      'Certificate Nickname                                         Trust Attributes',
      '                                                             SSL,S/MIME,JAR/XPI',
      '',
      'lp-auth-mock development CA 1a2b3c                           C,,  ',
      'lp-auth-mock                                                 C,,  ',
      'lp-auth-mock development CA 1a2b3c of somebody               C,,  ',
      'my lp-auth-mock                                              C,,  ',
      'mkcert development CA                                        C,,  ',
    ].join('\n');
    expect(place && foundIn(place, listed)).toEqual([CERTIFICATE.name, 'lp-auth-mock']);
  });
});

describe('Firefox', () => {
  it.each([
    ['linux', '/home/ada/.mozilla/firefox/x1.default'],
    ['linux', '/home/ada/.config/mozilla/firefox/x1.default'],
    ['linux', '/home/ada/snap/firefox/common/.mozilla/firefox/x1.default'],
    ['linux', '/home/ada/.var/app/org.mozilla.firefox/.mozilla/firefox/x1.default'],
    ['darwin', '/home/ada/Library/Application Support/Firefox/Profiles/x1.default'],
  ] as const)('on %s has its profiles in %s', (platform, profile) => {
    const there = [`${profile}/cert9.db`, `${profile.replace('x1.', 'x2.')}/cert9.db`, `${profile}-old/prefs.js`];
    const places = placesOf('firefox', { platform, there });
    expect(places.map((place) => runOf(place))).toEqual([nss(profile), nss(profile.replace('x1.', 'x2.'))]);
  });

  it('is to be started once where it has no profile', () => {
    expect(noneOf('firefox', { platform: 'linux' })).toMatch(
      /^Firefox has no profile in \/home\/ada\/\.mozilla\/firefox, .*; start it once, then repeat this$/,
    );
  });

  it('on Windows is told by hand: its certutil is another program', () => {
    expect(noneOf('firefox', { platform: 'win32' })).toMatch(/Settings, Privacy & Security, View Certificates/);
  });
});

describe('macOS', () => {
  it.each(['chromium', 'system'] as const)('keeps what %s trusts in the keychain of the user', (store) => {
    const [place] = placesOf(store, { platform: 'darwin', home: '/Users/ada' });
    const keychain = '/Users/ada/Library/Keychains/login.keychain-db';
    expect(place && runOf(place)).toEqual({
      add: [`security add-trusted-cert -r trustRoot -k ${keychain} /data/ca.pem`],
      list: `security find-certificate -a -c lp-auth-mock development CA ${keychain}`,
      remove: [`security delete-certificate -c ${CERTIFICATE.name} -t ${keychain}`],
    });
    const listed = `keychain: "${keychain}"\n    "alis"<blob>="${CERTIFICATE.name}"\n    "labl"<blob>="${CERTIFICATE.name}"`;
    expect(place && foundIn(place, listed)).toEqual([CERTIFICATE.name]);
    expect(place?.failsWhenEmpty).toBe(true);
  });
});

describe('Windows', () => {
  it.each(['chromium', 'system'] as const)('keeps what %s trusts for the user', (store) => {
    const [place] = placesOf(store, { platform: 'win32', home: 'C:\\Users\\Ada' });
    expect(place && runOf(place)).toEqual({
      add: ['certutil -user -addstore Root \\data\\ca.pem'],
      list: 'certutil -user -store Root lp-auth-mock development CA',
      remove: [`certutil -user -delstore Root ${CERTIFICATE.name}`],
    });
    // Whatever language the rest is in.
    expect(
      place && foundIn(place, `Aussteller: CN=${CERTIFICATE.name}\r\nAntragsteller: CN=${CERTIFICATE.name}\r\n`),
    ).toEqual([CERTIFICATE.name]);
  });
});

describe('the system of a Linux', () => {
  it.each([
    ['Debian', '/usr/local/share/ca-certificates', 'update-ca-certificates'],
    ['Fedora', '/etc/pki/ca-trust/source/anchors', 'update-ca-trust extract'],
    ['Arch', '/etc/ca-certificates/trust-source/anchors', 'trust extract-compat'],
    ['openSUSE', '/usr/share/pki/trust/anchors', 'update-ca-certificates'],
  ])('%s takes it from a folder of root', (_, folder, refresh) => {
    const [place] = placesOf('system', { platform: 'linux', there: [folder] });
    expect(place?.needsRoot).toBe(true);
    expect(place && runOf(place, 'lp-auth-mock-1a2b3c.crt')).toEqual({
      add: [`install -m 644 /data/ca.pem ${folder}/lp-auth-mock-1a2b3c.crt`, refresh],
      list: `ls ${folder}`,
      remove: [`rm ${folder}/lp-auth-mock-1a2b3c.crt`, refresh],
    });
    expect(place && foundIn(place, 'own.crt\nlp-auth-mock-1a2b3c.crt\nlp-auth-mock-other.crt\n')).toEqual([
      'lp-auth-mock-1a2b3c.crt',
    ]);
  });

  it('is left alone where it is none of them', () => {
    expect(noneOf('system', { platform: 'linux' })).toMatch(/has none of \/usr\/local\/share\/ca-certificates, /);
  });
});
