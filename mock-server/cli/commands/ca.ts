import { join } from 'node:path';
import type { DevelopmentCertificates } from '../../tls/certificate-store.ts';
import { DEFAULT_PORT } from '../../config/default-port.ts';
import { defineCommand, UsageError } from '../command.ts';
import { certificateOptions } from '../serve.ts';
import { setVariables } from '../set-variables.ts';
import type { Terminal } from '../terminal.ts';
import { typedAs } from '../typed-as.ts';

/** Shows the development CA and how to trust it, or removes it. */
export const ca = defineCommand({
  usage: 'ca',
  summary: 'show the development CA, and how to make programs and browsers trust it',
  flags: {
    path: { type: 'boolean', describe: 'print only the path of the certificate' },
    uninstall: { type: 'boolean', describe: 'remove the CA from the data folder' },
  },
  examples: [
    ['ca', 'what to type for Node, curl, Python, Java and browsers'],
    ['ca --path', 'for a script: NODE_EXTRA_CA_CERTS=$(lp-auth-mock ca --path)'],
    ['ca --uninstall', 'remove it; also remove it from the browsers that trust it'],
  ],
  run: async (typed, terminal) => {
    if (typed.uninstall === true) return uninstall(terminal);
    const { caFile, certificates, scope } = await openCa(terminal);
    terminal.print(typed.path === true ? caFile : await describeCa(caFile, certificates, scope, typedAs(terminal.env)));
    return 0;
  },
});

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
    `Chrome     on Linux: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n lp-auth-mock -i ${file}`,
    `           on macOS, Safari too: security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${file}`,
    `           on Windows, Edge too: certutil -user -addstore Root ${file}`,
    'Firefox    Settings, Privacy & Security, View Certificates, Authorities, Import: that file, to identify websites',
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
  terminal.print(removed.length === 0 ? `there is no CA in ${dataFolder}` : describeDistrust(name));
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

function describeDistrust(name: string): string {
  return [
    'Its key is deleted. If a browser or a system trusts the certificate, remove it there too:',
    '  Chrome on Linux  certutil -d sql:$HOME/.pki/nssdb -D -n lp-auth-mock',
    `  macOS            security delete-certificate -c "${name}"`,
    `  Windows          certutil -user -delstore Root "${name}"`,
  ].join('\n');
}
