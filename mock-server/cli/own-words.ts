/**
 * A complaint of the schema library in the words of this program: `expected a number; got "abc"` for `Invalid type:
 * Expected number but received "abc"`.
 */
export function inOwnWords(line: string): string {
  return line
    .replace(
      /(?:Invalid [\w ]+: )?Expected (.*?) but received (.*)$/s,
      (_, expected: string, got: string) => `expected ${named(expected)}; got ${got}`,
    )
    .replace(/Invalid integer: Received (.*)$/s, 'expected a whole number; got $1')
    .replaceAll(': Expected ', ': expected ');
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'a number',
  boolean: 'true or false',
  string: 'a string',
  Object: 'an object',
  Array: 'an array',
};

function named(expected: string): string {
  const values = /^\((.*)\)$/s.exec(expected)?.[1]?.split(' | ') ?? [expected];
  return values
    .map((value) => NAMES[value] ?? value.replace(/^<=/, 'at most ').replace(/^>=/, 'at least '))
    .join(' or ');
}
