import type { TourCall } from './steps.ts';

/** The values of the variables in a call: `APP_JWT`. */
export type Variables = ReadonlyMap<string, string>;

/** For a shell of POSIX, with `$LP` for the address and a variable for each secret and token. */
export function curlOf({ method, target, headers, body }: TourCall): string {
  const head = method === 'GET' ? 'curl' : `curl -X ${method}`;
  return [
    `${head} ${doubleQuoted(`$LP${target}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${doubleQuoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${body.includes('$CLIENT_SECRET') ? doubleQuoted(body) : quoted(body)}`]),
  ].join(' \\\n  ');
}

/** The same with the variables set before it, so that it can be run as it is. */
export function runnableCurl(call: TourCall, variables: Variables): string {
  const text = curlOf(call);
  const used = [...variables].filter(([name]) => text.includes(`$${name}`));
  return [...used.map(([name, value]) => `${name}=${quoted(value)}`), text, ''].join('\n');
}

/** With every variable filled in. */
export function filled(text: string, variables: Variables): string {
  return text.replace(/\$([A-Z][A-Z_]*)/g, (whole, name: string) => variables.get(name) ?? whole);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Variables are filled in; what else means something to the shell is not in a call of the tour. */
function doubleQuoted(text: string): string {
  return `"${text.replace(/(["\\`])/g, '\\$1')}"`;
}
