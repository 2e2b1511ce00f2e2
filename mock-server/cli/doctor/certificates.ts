import { findCertificates } from '../../tls/certificate-store.ts';
import type { Mock } from '../../mock.ts';
import type { Finding, Surroundings } from './finding.ts';

/** Whether the development CA is there and good. This only looks. */
export async function checkCertificates(
  { domains, hosts }: Pick<Mock, 'domains' | 'hosts'>,
  { dataFolder }: Pick<Surroundings, 'dataFolder'>,
): Promise<Finding> {
  const { publicSites, known } = hosts;
  const { ca, caFile, fault, isFolderForeign } = await findCertificates({
    folder: dataFolder,
    domains,
    publicSites,
    hosts: known,
  });
  if (ca !== undefined) return { level: 'ok', line: `the development CA is ${caFile}` };
  if (fault === undefined) return { level: 'ok', line: `there is no development CA yet; one is made in ${dataFolder}` };
  const line = `the development CA in ${dataFolder} ${fault}`;
  if (isFolderForeign === true) return { level: 'note', line, remedy: 'set LP_AUTH_MOCK_HOME to a folder of your own' };
  return {
    level: 'note',
    line,
    remedy: 'none needed: a new one is made; clients that trusted the old one must be told to trust the new one',
  };
}
