/** How deep a body may be nested. Deeper is nothing that anybody means, and might be read but not written again. */
const MOST_LEVELS = 100;

/**
 * How many members and elements a body may have: parsed, each takes many times the two bytes that it can be sent in.
 */
const MOST_VALUES = 2_500_000;

/** What is too much about the shape of a JSON text, told without parsing it; undefined when it may be parsed. */
export function excessOf(json: string): string | undefined {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < json.length; index += 1) {
    switch (json.charAt(index)) {
      case '"':
        index = endOfText(json, index);
        break;
      case '{':
      case '[':
        depth += 1;
        if (depth > MOST_LEVELS) return `is nested deeper than ${String(MOST_LEVELS)} levels`;
        break;
      case '}':
      case ']':
        depth -= 1;
        break;
      case ',':
        values += 1;
        if (values > MOST_VALUES) return `has more than ${String(MOST_VALUES)} members and elements`;
    }
  }
  return undefined;
}

/** Where the text ends whose opening quote is at the index. */
function endOfText(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}
