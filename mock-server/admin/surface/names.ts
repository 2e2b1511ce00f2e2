/**
 * The name of an operation: that of its row, and for another spelling of its path what differs there, for instance
 * `csdsServiceAtCsdr`, `installationsReadWithSlash` or `umsBrandByBearer`.
 */
export function operationId(id: string, path: string, firstPath: string): string {
  return `${camelCase(id)}${path === firstPath ? '' : difference(path.split('/'), firstPath.split('/'))}`;
}

function difference(segments: readonly string[], first: readonly string[]): string {
  const own = segments.find((segment) => segment !== '' && !first.includes(segment));
  if (own === undefined) return 'WithSlash';
  const [, parameter] = /^\{(\w+)\}$/.exec(own) ?? [];
  return parameter === undefined ? `At${capital(camelCase(own))}` : `By${capital(parameter)}`;
}

/** `csds.service-jsonp` becomes `csdsServiceJsonp`. */
export function camelCase(text: string): string {
  return text.replace(/[^A-Za-z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
