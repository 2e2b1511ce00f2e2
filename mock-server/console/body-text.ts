/** What is wrong with a text that looks like JSON: where, in lines and columns, and what. Undefined: nothing. */
export function jsonFault(text: string): string | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return faultWords((error as Error).message, text);
  }
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** Undefined for what is no JSON. */
export function prettyOf(text: string): string | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/** Engines say where in words of their own; some say nothing when the text ends too early. */
function faultWords(message: string, text: string): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const at =
    line === undefined ? placeOf(text, position === undefined ? text.length : Number(position)) : { line, column };
  const what = message
    .replace(/^JSON\.parse: /, '')
    .replace(/,? (?:in JSON )?at (?:position|line).*$/s, '')
    .replace(/, ?(?:\.\.\.)?".*$/s, '')
    .replace(/ in JSON$/, '');
  return `Line ${String(at.line)}, column ${String(at.column)}: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`;
}

function placeOf(text: string, position: number): { line: number; column: number } {
  const lines = text.slice(0, position).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
