import { createHash } from 'node:crypto';
import type { Call, Mock, Reply } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Outcome, Pair } from './pair.ts';
import type { CallData, Scenario, Step } from './scenario.ts';
import { NOON } from './scenario.ts';
import { signByHand } from './signed-by-hand.ts';

/** What the steps so far have given, by name. */
type Given = Map<string, unknown>;

/** The calls of a scenario as they were sent, references filled in: for tests that send others like them. */
export async function callsOf(scenario: Scenario): Promise<readonly Call[]> {
  const calls: Call[] = [];
  await play(scenario, (call) => {
    calls.push(call);
  });
  return calls;
}

/**
 * Plays a scenario on a mock of its own, with the corpus's seed and a clock that only its steps move.
 *
 * @param onCall - hears each call before it is answered
 */
export async function play(scenario: Scenario, onCall?: (call: Call) => void): Promise<readonly Pair[]> {
  const given: Given = new Map();
  const pairs: Pair[] = [];
  const note = (step: string, call: string, outcome: Outcome, steps: number): void => {
    pairs.push({
      id: `${scenario.name}/${step}`,
      call,
      digest: digestOf([scenario.options ?? {}, scenario.steps.slice(0, steps)]),
      outcome,
    });
  };
  const mock = openMock(scenario);
  if ('threw' in mock) {
    note('createMock', 'createMock', mock, 0);
    return pairs;
  }
  for (const [index, step] of scenario.steps.entries()) {
    if ('call' in step) {
      const outcome = await answerTo(mock, callFrom(step.call, given), onCall);
      given.set(step.name, readable(outcome));
      note(step.name, `${step.call.method ?? 'GET'} ${shortened(step.call.target)}`, outcome, index + 1);
      continue;
    }
    const value = await valueOf(mock, step, given);
    if (isThrown(value)) note(step.name, 'control' in step ? step.control : 'sign', value, index + 1);
    else given.set(step.name, value);
  }
  return pairs;
}

function openMock({ options }: Scenario): Mock | { threw: string } {
  const atMs = Date.parse(NOON);
  try {
    return createMock({ seed: 'corpus', clock: { now: () => atMs }, wait: () => Promise.resolve(), ...options });
  } catch (error) {
    return thrown(error);
  }
}

async function answerTo(mock: Mock, call: Call, onCall?: (call: Call) => void): Promise<Outcome> {
  onCall?.(call);
  try {
    return withMarkedDate(withCookies(withText(await mock.handle(call))), mock);
  } catch (error) {
    return thrown(error);
  }
}

function callFrom(data: CallData, given: Given): Call {
  const { method = 'GET', target, headers = {}, body = '', origin = 'http://localhost:4407' } = fill(data, given);
  const mark = target.indexOf('?');
  const [path, query] = mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
  return { method, path, query: new URLSearchParams(query), headers, body, origin };
}

/** A file as the text that it is. */
function withText(reply: Reply): Reply {
  if ('abort' in reply || reply.bytes === undefined) return reply;
  const { bytes, ...answer } = reply;
  return { ...answer, body: new TextDecoder().decode(bytes) };
}

/** Each `Set-Cookie` in the place of one header, where a reader looks for it. */
function withCookies(reply: Reply): Outcome {
  if ('abort' in reply || reply.cookies === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'set-cookie': reply.cookies.join(', ') } };
}

/** Of a date that one of the mock's clocks gives stands that it does: the clock itself is of no interest here. */
function withMarkedDate(outcome: Outcome, mock: Mock): Outcome {
  if (!('headers' in outcome)) return outcome;
  const { date } = outcome.headers;
  const clocks = [mock.clock, ...mock.accounts.list().map(({ accountId }) => mock.account(accountId).clock)];
  const isOnTime = clocks.some((clock) => new Date(clock.now()).toUTCString() === date);
  return isOnTime ? { ...outcome, headers: { ...outcome.headers, date: "the mock's clock" } } : outcome;
}

type OtherStep = Exclude<Step, { readonly call: CallData }>;

async function valueOf(mock: Mock, step: OtherStep, given: Given): Promise<unknown> {
  if ('sign' in step) return signByHand(step.sign);
  try {
    return await control(mock, step.control, fill(step.args ?? [], given));
  } catch (error) {
    return thrown(error);
  }
}

/** Calls `clock.advance`, `account(12345678).clock.advance` and the like. */
function control(mock: Mock, path: string, args: readonly unknown[]): unknown {
  const names = path.split('.');
  const method = names.pop() ?? '';
  const owner = names.reduce<unknown>((object, name) => {
    const [, accountId] = /^account\((.*)\)$/.exec(name) ?? [];
    return accountId === undefined ? (object as Record<string, unknown>)[name] : mock.account(accountId);
  }, mock);
  return (owner as Record<string, (...all: readonly unknown[]) => unknown>)[method]?.(...args);
}

const REFERENCE = /\{\{([\w-]+)((?:\.[\w-]+)*)\}\}/g;

/** Fills in references. One that leads nowhere stays as it is, so that the pair differs and can be read. */
function fill<Data>(data: Data, given: Given): Data {
  if (typeof data === 'string') {
    return data.replace(REFERENCE, (whole, name: string, path: string) => look(given.get(name), path) ?? whole) as Data;
  }
  if (Array.isArray(data)) return data.map((item: unknown) => fill(item, given)) as Data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fill<unknown>(value, given)])) as Data;
}

/** @param path - `.body.1.id`, or nothing for the value itself */
function look(value: unknown, path: string): string | undefined {
  let found: unknown = value;
  for (const member of path.split('.').slice(1))
    found = (found as Record<string, unknown> | null | undefined)?.[member];
  return typeof found === 'string' ? found : undefined;
}

/** An answer as references look into it. */
function readable(outcome: Outcome): unknown {
  if (!('status' in outcome)) return outcome;
  try {
    return { ...outcome, body: JSON.parse(outcome.body) as unknown };
  } catch {
    return outcome;
  }
}

/** Which error it was; its message is for people and is tested elsewhere. */
function thrown(error: unknown): { threw: string } {
  return { threw: error instanceof Error ? error.name : typeof error };
}

function isThrown(value: unknown): value is { threw: string } {
  return typeof value === 'object' && value !== null && 'threw' in value;
}

function shortened(target: string): string {
  return target.length > 200 ? `${target.slice(0, 197)}...` : target;
}

function digestOf(sent: unknown): string {
  return createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 8);
}
