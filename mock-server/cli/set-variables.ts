/**
 * What to type to set environment variables for the programs that are started next: for PowerShell on Windows, for `sh`
 * and its like elsewhere. One line.
 *
 * @param platform - default: this one
 */
export function setVariables(variables: Readonly<Record<string, string>>, platform = process.platform): string {
  const entries = Object.entries(variables);
  if (platform === 'win32')
    return entries.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`).join('; ');
  return `export ${entries.map(([name, value]) => `${name}=${/^[\w.,:-]+$/.test(value) ? value : JSON.stringify(value)}`).join(' ')}`;
}
