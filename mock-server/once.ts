/** Makes something for the first who asks, and keeps it. What checks input is made so: most mocks are given none. */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => (made ??= { value: make() }).value;
}
