import type { Call } from '../../mock-server/index.ts';
import { callsOf } from '../corpus/play.ts';
import { scenarios } from '../corpus/scenarios/index.ts';

/** Bodies past this would make most of the calls that are made from them slow and alike. */
const LONGEST_SEED_BODY = 20_000;

/** What they say matters more than where they go: all of them. */
const MANY_SIDED = /^send-api\/(?:event|publish|field|create)\//;

/**
 * Calls of the corpus to make others from: tokens of every kind and every URL are among them.
 *
 * @param step - takes every so manieth scenario
 */
export async function seedCalls(step: number): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (const scenario of scenarios.filter(({ name }, index) => index % step === 0 || MANY_SIDED.test(name)))
    calls.push(...(await callsOf(scenario)));
  return calls.filter(({ body }) => body.length <= LONGEST_SEED_BODY);
}

/** The calls of one scenario. @throws Error when there is none of that name. */
export async function callsOfScenario(name: string): Promise<readonly [Call, ...Call[]]> {
  const scenario = scenarios.find((each) => each.name === name);
  const [first, ...others] = scenario === undefined ? [] : await callsOf(scenario);
  if (first === undefined) throw new Error(`the corpus has no calls of ${name}`);
  return [first, ...others];
}
