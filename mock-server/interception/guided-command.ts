import { randomBytes } from 'node:crypto';
import type { Mock } from '../mock.ts';
import { childEnvironment } from './child-environment.ts';
import type { ChildSetup } from './child-process.ts';
import { runChild } from './child-process.ts';
import { writeChildTrust } from './child-trust.ts';
import type { RunningServer } from '../adapters/node/server.ts';
import { startProxy } from './proxy.ts';
import { readUpstreamProxy } from './upstream-proxy.ts';

/** A command that must find the mock where it would find LivePerson. */
export interface GuidedCommand extends Omit<ChildSetup, 'env'> {
  /** The user's environment, which the command gets with what guides it. */
  readonly env: ChildSetup['env'];
  /** Variables that the command gets as they are. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file that Node programs load first. */
  readonly redirectFile: string;
  /** Hears, in one line, what cannot be done for the command. */
  readonly onNotice: (line: string) => void;
}

/**
 * Runs a command with LivePerson's hosts leading to the mock. Proxy and files that this takes end with the command.
 *
 * @param server - speaks TLS with a certificate of the development CA
 * @returns the command's exit code, as {@link runChild} has it.
 * @throws CommandNotStarted when there is no such program, or it may not be run.
 */
export async function runGuided(mock: Mock, server: RunningServer, command: GuidedCommand): Promise<number> {
  const { env, variables, redirectFile, onNotice } = command;
  const upstream = readUpstreamProxy(env);
  const secret = upstream.proxies.some(({ username }) => username !== '') ? randomBytes(16).toString('hex') : undefined;
  for (const scheme of upstream.unusable)
    onNotice(
      `your ${scheme.replace(':', '')} proxy cannot be used: hosts other than LivePerson's are reached directly`,
    );
  const ca = (await server.certificates())?.ca ?? '';
  const [proxy, trust] = await Promise.all([
    startProxy(mock, server, { upstream, secret, onNotice }),
    writeChildTrust(ca, env),
  ]);
  try {
    const route = {
      url: server.url,
      port: server.port,
      proxyPort: proxy.port,
      proxySecret: secret,
      domains: mock.domains,
      publicSites: mock.hosts.publicSites,
      trust,
      redirectFile,
    };
    return await runChild({ ...command, env: { ...childEnvironment(env, route), ...variables } });
  } finally {
    await Promise.all([proxy.close(), trust.remove()]);
  }
}
