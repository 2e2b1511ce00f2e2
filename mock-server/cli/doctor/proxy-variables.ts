import { readUpstreamProxy } from '../../interception/upstream-proxy.ts';
import { setVariables } from '../set-variables.ts';
import type { Finding, Surroundings } from './finding.ts';

/** What must not go through a proxy. */
const HERE = ['localhost', '127.0.0.1', '::1'];

/** Whether a proxy would carry away what is meant for this machine. */
export function checkProxyVariables({ env, port }: Pick<Surroundings, 'env' | 'port'>): Finding {
  const upstream = readUpstreamProxy(env);
  const led = HERE.filter((host) =>
    (['http', 'https'] as const).some((scheme) => upstream.forTarget(scheme, { host, port }) !== undefined),
  );
  if (led.length > 0) {
    return {
      level: 'note',
      line: `a proxy of your environment takes calls to ${led.join(', ')}`,
      remedy: setVariables({ NO_PROXY: HERE.join(','), no_proxy: HERE.join(',') }),
    };
  }
  if (upstream.unusable.length > 0) {
    return {
      level: 'note',
      line: `a ${upstream.unusable.join(', ')} proxy of your environment cannot be used by run and proxy`,
      remedy: "none needed for LivePerson's hosts; others are reached directly",
    };
  }
  return { level: 'ok', line: 'there is no proxy between clients and this machine' };
}
