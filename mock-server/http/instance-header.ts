/** The header by which several mocks behind one address are told apart. */
export const INSTANCE_HEADER = 'lp-mock-instance';

/** The header of a mock that has a name; no header of one that has none. */
export function instanceHeader(instance: string | undefined): Readonly<Record<string, string>> {
  return instance === undefined ? {} : { [INSTANCE_HEADER]: instance };
}
