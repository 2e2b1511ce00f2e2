import { join } from 'node:path';
import type { DevelopmentCertificates } from '../../tls/certificate-store.ts';
import { DEFAULT_PORT } from '../../config/default-port.ts';
import type { TrustStore } from '../../tls/trust-places.ts';
import { defineCommand, UsageError } from '../command.ts';
import { certificateOptions } from '../serve.ts';
import { setVariables } from '../set-variables.ts';
import type { Terminal } from '../terminal.ts';
import { typedAs } from '../typed-as.ts';

/** Typed out once more, because whatever is imported here every start has to load. */
const STORES = ['chromium', 'firefox', 'system'] as const satisfies readonly TrustStore[];

/** Shows the development CA and how to trust it, has browsers trust it, or removes it. */
export const ca = defineCommand({
  usage: 'ca',
  summary: 'show the development CA, and how to make programs and browsers trust it',
  flags: {
    path: { type: 'boolean', describe: 'print only the path of the certificate' },
    trust: {
      choices: STORES,
      describe: 'have Chromium (Chrome, Edge), Firefox or the system trust it, and print what was done',
    },
    untrust: { choices: STORES, describe: 'undo that: remove it there, and nothing else' },
    uninstall: { type: 'boolean', describe: 'remove the CA from the data folder' },
  },
  examples: [
    ['ca', 'what to type for Node, curl, Python, Java and browsers'],
    ['ca --path', 'for a script: NODE_EXTRA_CA_CERTS=$(lp-auth-mock ca --path)'],
    ['ca --trust chromium', 'then wss:// and https:// of the mock work in Chromium and Chrome; --untrust undoes it'],
    ['ca --uninstall', 'remove it; also remove it from the browsers that trust it'],
  ],
  run: async (typed, terminal) => {
    refuseTogether(typed);
    if (typed.uninstall === true) return uninstall(terminal);
    if (typed.untrust !== undefined) return (await import('../ca-trust.ts')).untrust(typed.untrust, terminal);
    const { caFile, certificates, scope } = await openCa(terminal);
    if (typed.trust !== undefined) {
      const { trust } = await import('../ca-trust.ts');
      return trust(typed.trust, { file: caFile, name: await nameOf(caFile) }, terminal);
    }
    terminal.print(typed.path === true ? caFile : await describeCa(caFile, certificates, scope, typedAs(terminal.env)));
    return 0;
  },
});

function refuseTogether(typed: Readonly<Record<string, unknown>>): void {
  const given = ['path', 'trust', 'untrust', 'uninstall'].filter((name) => Boolean(typed[name]));
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} do not go together; use one at a time`);
}

async function openCa(
  terminal: Terminal,
): Promise<{ caFile: string; certificates: DevelopmentCertificates; scope: string }> {
  const { createMock } = await import('../../mock.ts');
  const { openDevelopmentCertificates } = await import('../../adapters/node/https.ts');
  const { domains, hosts } = createMock();
  const certificates = await openDevelopmentCertificates({ domains, hosts }, certificateOptions(terminal));
  if (certificates.caFile === undefined)
    throw new UsageError('there is no CA to show; set LP_AUTH_MOCK_HOME to a folder that can be written');
  const sites = hosts.publicSites.filter((site) => !domains.includes(site));
  return {
    caFile: certificates.caFile,
    certificates,
    scope: `hosts below ${domains.join(', ')}\n(but not ${sites.join(', ')})`,
  };
}

async function describeCa(
  caFile: string,
  certificates: DevelopmentCertificates,
  scope: string,
  program: string,
): Promise<string> {
  const { X509Certificate } = await import('node:crypto');
  const { validTo } = new X509Certificate(certificates.ca);
  const [file, literal] = [`"${caFile}"`, JSON.stringify(caFile)];
  return [
    caFile,
    '',
    `It can vouch for loopback (localhost, 127.0.0.1, ::1) and for ${scope},`,
    `and for nothing else. It is valid until ${new Date(validTo).toISOString().slice(0, 10)}, and replaced before that.`,
    '',
    `Not needed for a command that is started with:  ${program} run -- <command>`,
    '',
    `Node       ${setVariables({ NODE_EXTRA_CA_CERTS: caFile })}`,
    `curl       curl --cacert ${file} https://localhost:${String(DEFAULT_PORT)}/sentinel/well-known/jwks`,
    `Python     ssl.create_default_context(cafile=${literal}); with requests: verify=${literal}`,
    `Java       keytool -importcert -noprompt -alias lp-auth-mock -file ${file} -keystore truststore.p12 -storepass changeit`,
    '           java -Djavax.net.ssl.trustStore=truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit ...',
    `Browsers   ${program} ca --trust chromium   (Chrome and Edge too; or firefox, or system)`,
    'Safari     the same as chromium, on macOS',
    '',
    `Node reads its variable when it starts: set it before. To remove the CA: ${program} ca --uninstall`,
  ].join('\n');
}

async function uninstall(terminal: Terminal): Promise<number> {
  const { removeCertificates } = await import('../../tls/certificate-store.ts');
  const { dataFolder = '' } = certificateOptions(terminal);
  const name = await nameOf(join(dataFolder, 'ca.pem'));
  const removed = await removeCertificates(dataFolder).catch((error: unknown) => {
    throw new UsageError(
      `the CA in ${dataFolder} cannot be removed (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  });
  for (const file of removed) terminal.print(`removed ${file}`);
  terminal.print(
    removed.length === 0 ? `there is no CA in ${dataFolder}` : describeDistrust(name, typedAs(terminal.env)),
  );
  return 0;
}

/** The name that keychains and browsers list the certificate under. */
async function nameOf(file: string): Promise<string> {
  const [{ X509Certificate }, { readRegularFile }] = await Promise.all([
    import('node:crypto'),
    import('../../tls/regular-file.ts'),
  ]);
  try {
    return new X509Certificate(await readRegularFile(file, { refuseLinks: true })).subject.replace('CN=', '');
  } catch {
    return 'lp-auth-mock development CA';
  }
}

function describeDistrust(name: string, program: string): string {
  return [
    'Its key is deleted, so the certificate can do no harm. If you had a browser or the system trust it:',
    `  ${program} ca --untrust chromium   (or firefox, or system)`,
    `It is listed there as "${name}".`,
  ].join('\n');
}
