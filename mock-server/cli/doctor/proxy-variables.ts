import { readUpstreamProxy } from '../../interception/upstream-proxy.ts';
import type { Finding, Surroundings } from './finding.ts';

/** Whether a proxy would carry away what is meant for this machine. */
export function checkProxyVariables({ env, port }: Pick<Surroundings, 'env' | 'port'>): Finding {
  const upstream = readUpstreamProxy(env);
  const led = ['localhost', '127.0.0.1', '::1'].filter((host) =>
    (['http', 'https'] as const).some((scheme) => upstream.forTarget(scheme, { host, port }) !== undefined));
  if (led.length > 0) {
    return { level: 'note', line: `a proxy of your environment takes calls to ${led.join(', ')}`, remedy: 'export NO_PROXY=localhost,127.0.0.1,::1 no_proxy=localhost,127.0.0.1,::1' };
  }
  if (upstream.unusable.length > 0) {
    return { level: 'note', line: `a ${upstream.unusable.join(', ')} proxy of your environment cannot be used by run and proxy`, remedy: "none needed for LivePerson's hosts; others are reached directly" };
  }
  return { level: 'ok', line: 'there is no proxy between clients and this machine' };
}
