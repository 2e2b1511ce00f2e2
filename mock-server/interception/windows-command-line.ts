/** What means something to cmd.exe; a caret before it makes it an ordinary character. */
const MEANINGFUL = /[()[\]%!^"`<>&|;, *?]/g;

/**
 * A program and its arguments as one line for cmd.exe, which by itself would split arguments at their spaces. Each
 * comes out as it went in; only a script of cmd's own (`.cmd`, `.bat`) still sees `%name%` as a variable.
 */
export function windowsCommandLine([program, ...args]: readonly [string, ...string[]]): string {
  return [
    escapeForShell(program.replaceAll('/', '\\')),
    ...args.map((argument) => escapeForShell(quote(argument))),
  ].join(' ');
}

function escapeForShell(text: string): string {
  return text.replace(MEANINGFUL, '^$&');
}

/** As Windows programs take their line apart: a backslash is itself, but before a quote it has to be there twice. */
function quote(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
