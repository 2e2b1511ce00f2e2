import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { EndpointContext } from '../endpoint.ts';

const KNOWN_VERSIONS = ['1', '1.0', '2', '2.0'];

/** The version of Sentinel's calls: missing is 1.0 (decision D8). @throws Refusal `invalid_request`. */
export function checkVersion(context: EndpointContext, version: string | undefined): void {
  if (version === undefined) {
    if (context.settings.sentinel.strictVersion)
      refuse('invalid_request', 'version-missing', 'v is missing; send v=1.0');
    deviate(context, 'sentinel-version-missing', 'v is missing and was taken as 1.0');
    return;
  }
  if (!KNOWN_VERSIONS.includes(version)) {
    refuse('invalid_request', 'version-unknown', `v must be one of ${KNOWN_VERSIONS.join(', ')}`);
  }
}
