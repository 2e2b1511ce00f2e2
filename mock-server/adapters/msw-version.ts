/**
 * Refuses MSW 3 where it cannot run: without `Promise.withResolvers` (Node before 22.12, older browsers) it starts, and
 * then every call fails with an error that names neither MSW nor the cure.
 *
 * @param msw - the module `msw`
 * @param platform - what MSW 3 asks for a function
 * @throws Error with the version to install instead
 */
export function refuseMswThatCannotRun(msw: object, platform: object = Promise): void {
  if (isVersion2(msw) || 'withResolvers' in platform) return;
  throw new Error(
    'createHandlers: MSW 3 needs Node 22.12 or later (Promise.withResolvers is missing here). Install the version before it: npm install --save-dev msw@2',
  );
}

/** By what is gone with version 3, which tells its number nowhere. */
export function isVersion2(msw: object): boolean {
  return 'SetupApi' in msw;
}
