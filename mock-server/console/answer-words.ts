/**
 * What the body of a refusal says, in its own words: all that a client of LivePerson gets to know. Undefined when it
 * says nothing of a form that one knows.
 */
export function answerWords(body: string): string | undefined {
  const said = parsed(body);
  if (said === undefined) return undefined;
  const inner = isRecord(said['body']) ? said['body'] : said;
  const words = ['details', 'msg', 'error_description', 'message', 'title', 'error'].find(
    (name) => typeof inner[name] === 'string',
  );
  if (words !== undefined) return `only “${String(inner[words])}”`;
  const code = said['internalErrorCode'] ?? inner['errorCode'] ?? said['code'];
  return typeof code === 'string' || typeof code === 'number' ? `only the code ${String(code)}` : undefined;
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const first: unknown = Array.isArray(value)
      ? value.find((each) => isRecord(each) && Number(each['code']) >= 400)
      : value;
    return isRecord(first) ? first : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
