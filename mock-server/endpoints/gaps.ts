/** Paths of LivePerson's that are not mocked on purpose, each with why. */
const GAPS: readonly (readonly [path: RegExp, why: string])[] = [
  [
    /\/configuration\/(?:setting\/properties|provision\/featureGrants)(?:\/|$)/,
    'no page shows its answer, and the clients that ask for it expect answers that differ',
  ],
  [
    /^\/api\/account\/[^/]+\/(?:agentSession(?:\.json)?|chat)(?:\/|$)/,
    'it is of the old chat API, which ends; this mock has messaging',
  ],
];

/** Why a path is not mocked; undefined where it is only unknown. */
export function whyNotMocked(path: string): string | undefined {
  return GAPS.find(([fits]) => fits.test(path))?.[1];
}
