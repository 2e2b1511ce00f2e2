/**
 * How the program was started, so that commands in its texts work where they are shown: in a clone by `npm start`
 * (silent, so that npm's own lines stay out of a pipe), in a project by npx, else by its own name. npm says so in the
 * variables of the processes that it starts.
 */
export function typedAs(env: Readonly<Record<string, string | undefined>>): string {
  if (env['npm_lifecycle_event'] === 'start' && env['npm_package_name'] === 'lp-auth-mock')
    return 'npm start --silent --';
  // What npx has fetched for this once is in no project.
  const isFetched = /[\\/]_npx[\\/]/.test(env['PATH'] ?? '');
  return env['npm_command'] === 'exec' && !isFetched ? 'npx --no lp-auth-mock' : 'lp-auth-mock';
}
