/** The members of what should be an object, of which nothing is sure: a fault may have written it. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The conversation that a body names, in whichever dialect. */
export function conversationIn(body: unknown): string | undefined {
  const members = membersOf(body);
  const change = membersOf(listOf(members['changes'])[0]);
  const result = membersOf(change['result']);
  return [members, change, result]
    .flatMap((each) => [each['conversationId'], each['dialogId'], each['convId']])
    .find((each) => typeof each === 'string');
}
