export { matchers } from './matchers.ts';
export type { Matched, MockMatchers } from './matchers.ts';
export { useMock } from './use-mock.ts';
export type { UsedMock, UseMockOptions } from './use-mock.ts';
export type { CalledOptions } from './called.ts';
export type { ConnectedOptions, ReconnectedOptions } from './connected.ts';
export type { RunnerHooks } from './hooks.ts';
export type { SaidOptions } from './said.ts';
export type { Judged, MatcherResult } from './subject.ts';
