import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { windowsCommandLine } from '../../mock-server/interception/windows-command-line.ts';

/**
 * What cmd.exe hands on: a caret is gone, and what stands behind it is an ordinary character. Fails on what it would
 * act upon.
 */
function throughShell(line: string): string {
  let text = '';
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === '^') index += 1;
    else if (/[()%!"<>&|]/.test(line[index] ?? ''))
      throw new Error(`cmd.exe acts upon ${String(line[index])} in ${line}`);
    text += line[index] ?? '';
  }
  return text;
}

/** The arguments that a Windows program sees in its line (documented for `CommandLineToArgvW`). */
function argumentsOf(line: string): string[] {
  const found: string[] = [];
  let argument = '';
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const slashes = /^\\*/.exec(line.slice(index))?.[0].length ?? 0;
    const isBeforeQuote = line[index + slashes] === '"';
    argument += '\\'.repeat(isBeforeQuote ? Math.floor(slashes / 2) : slashes);
    index += slashes;
    if (isBeforeQuote && slashes % 2 === 1) argument += '"';
    else if (isBeforeQuote) isQuoted = !isQuoted;
    else if (line[index] === ' ' && !isQuoted) {
      found.push(argument);
      argument = '';
    } else argument += line[index] ?? '';
  }
  return [...found, argument];
}

it.each([
  [['npm', 'test'], 'npm ^"test^"'],
  [['node', '-e', 'console.log("a b")'], 'node ^"-e^" ^"console.log^(\\^"a^ b\\^"^)^"'],
  [['./gradlew', 'a&b'], '.\\gradlew ^"a^&b^"'],
  [['C:\\Program Files\\tool.exe', 'C:\\dir\\'], 'C:\\Program^ Files\\tool.exe ^"C:\\dir\\\\^"'],
  [['echo', ''], 'echo ^"^"'],
] as const)('%j is the line %s', (command, line) => {
  expect(windowsCommandLine(command)).toBe(line);
});

it('every argument reaches the program as it was', () => {
  const part = fc
    .array(fc.constantFrom('\\', '"', ' ', 'a', '%', '^', '&', '|', '!', '(', '\u00fc'), { maxLength: 12 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (args) => {
      expect(argumentsOf(throughShell(windowsCommandLine(['tool', ...args]))).slice(1)).toEqual(args);
    }),
  );
});
