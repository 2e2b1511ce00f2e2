import { execFile } from 'node:child_process';
import type { RunningServer } from '../../adapters/node/server.ts';
import { setVariables } from '../set-variables.ts';
import type { Finding, Surroundings } from './finding.ts';
import { typedAs } from '../typed-as.ts';

/** A program that checks certificates, and how it is asked whether it trusts one. */
interface Judge {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What makes it trust the CA. */
  readonly remedy: (caFile: string) => string;
}

/** How long a program may take to answer. */
const PATIENCE_MS = 15_000;

/** Whether programs that the user starts without help trust the development CA: each is asked to. */
export async function checkTrust(
  server: Pick<RunningServer, 'port' | 'httpsUrl'>,
  caFile: string,
  { env }: Pick<Surroundings, 'env'>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const judge of judgesFor(server)) findings.push(await ask(judge, caFile, env));
  return findings;
}

function judgesFor({ port, httpsUrl = '' }: Pick<RunningServer, 'port' | 'httpsUrl'>): Judge[] {
  const url = `${httpsUrl}/sentinel/well-known/jwks`;
  const ended = 'process.exitCode = 0';
  return [
    {
      name: 'Node',
      program: process.execPath,
      args: [
        '-e',
        `require('node:https').get(${JSON.stringify(url)}, (response) => { response.resume(); ${ended} }).on('error', () => { process.exitCode = 1 })`,
      ],
      remedy: (file) => setVariables({ NODE_EXTRA_CA_CERTS: file }),
    },
    {
      name: 'curl',
      program: 'curl',
      args: ['--silent', '--output', NOWHERE, '--noproxy', '*', url],
      remedy: (file) => `curl --cacert "${file}"`,
    },
    {
      name: 'OpenSSL',
      program: 'openssl',
      args: [
        's_client',
        '-connect',
        `127.0.0.1:${String(port)}`,
        '-servername',
        'localhost',
        '-verify_return_error',
        '-brief',
      ],
      remedy: (file) => `openssl s_client -CAfile "${file}"`,
    },
  ];
}

const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null';

function ask({ name, program, args, remedy }: Judge, caFile: string, env: Surroundings['env']): Promise<Finding> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { env, timeout: PATIENCE_MS }, (error) => {
      if (error === null) resolve({ level: 'ok', line: `${name} trusts the CA` });
      else if (error.code === 'ENOENT') resolve({ level: 'skip', line: `${name} is not installed` });
      else
        resolve({
          level: 'note',
          line: `${name} does not trust the CA by itself`,
          remedy: `${remedy(caFile)}, or start the program with: ${typedAs(env)} run -- ...`,
        });
    });
    child.stdin?.on('error', () => undefined).end();
  });
}
