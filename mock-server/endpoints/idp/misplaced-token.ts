import type { JsonObject } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { similarName } from '../../http/similar-name.ts';

/** Names by which clients send the token that they want to refresh. */
const OTHER_NAMES = ['token', 'jwt', 'ext_jwt', 'lp_ext_jwt', 'access_token'];

/**
 * Where a call without `id_token` in its body has a token all the same, in words: under another name, in the query, in
 * `Authorization`. Undefined when it has none.
 */
export function misplacedToken({ query, headers }: Call, body: JsonObject = {}): string | undefined {
  const names = Object.keys(body);
  const name =
    similarName('id_token', names) ??
    OTHER_NAMES.map((each) => (Object.hasOwn(body, each) ? each : similarName(each, names))).find(isThere);
  if (name !== undefined && body[name] !== null) return `the body has ${name}`;
  const queried = [...query.keys()];
  const inQuery = query.has('id_token') ? 'id_token' : similarName('id_token', queried);
  if (inQuery !== undefined) return `the query has ${inQuery}`;
  return /(?:^|\s)eyJ[\w-]*\.[\w-]+\./.test(headers['authorization'] ?? '') ? 'Authorization has a token' : undefined;
}

function isThere(name: string | undefined): name is string {
  return name !== undefined;
}
