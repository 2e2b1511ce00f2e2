import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountControls, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { NOON } from '../support/through-every-adapter.ts';

const SEED = 'isolation';
const START = Date.parse(NOON);

/** Something that a test does in its account; the answer is whatever can be seen of it. */
interface Act {
  readonly name: string;
  run(mock: Mock, accountId: string): Promise<unknown>;
}

describe('A hundred accounts of one mock', () => {
  it('go through ten thousand interleaved calls as each does in a mock of its own', async () => {
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(scriptOf(130), { minLength: 100, maxLength: 100 }), async (scripts) => {
        const shared = openMock(() => {
          calls += 1;
        });
        const together = await Promise.all(scripts.map((script, index) => perform(shared, accountIdOf(index), script)));
        const alone = await Promise.all(
          scripts.map((script, index) => perform(openMock(), accountIdOf(index), script)),
        );
        expect(together).toEqual(alone);
      }),
      { numRuns: 1, endOnFailure: true },
    );
    expect(calls).toBeGreaterThan(10_000);
  }, 600_000);
});

describe('Any sequence of acts in some accounts', () => {
  it('leaves each account as its own acts alone would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scriptOf(12), { minLength: 2, maxLength: 4 }), async (scripts) => {
        const shared = openMock();
        const together = await Promise.all(scripts.map((script, index) => perform(shared, accountIdOf(index), script)));
        const alone = await Promise.all(
          scripts.map((script, index) => perform(openMock(), accountIdOf(index), script)),
        );
        expect(together).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  }, 600_000);

  it('is what a simple model of an account foretells, in the account it was done in and in all others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (sequence) => {
        const real = openMock();
        for (const accountId of MODEL_ACCOUNTS) createAccount(real, accountId);
        await fc.asyncModelRun(
          () => ({ model: new Map(MODEL_ACCOUNTS.map((id) => [id, newModel()])), real }),
          sequence,
        );
      }),
      { numRuns: 60 },
    );
  }, 600_000);
});

// What accounts do, and what can be seen of it.

const acts: readonly fc.WeightedArbitrary<Act>[] = [
  act(4, 'get an AppJWT', fc.constant(undefined), (mock, accountId) => getToken(mock, accountId)),
  act(10, 'open a conversation', fc.constantFrom('jane', 'john'), openConversation),
  act(0.4, 'authorize an anonymous consumer', fc.constant(undefined), (mock, accountId) =>
    ask(mock, `/api/account/${accountId}/anonymous/authorize`),
  ),
  act(4, 'ask for a path that is not there', fc.constant(undefined), (mock, accountId) =>
    ask(mock, `/api/account/${accountId}/nothing`),
  ),
  act(0.3, 'move the clock', fc.constantFrom('10m', '59m', '-10m'), (mock, accountId, by) => {
    mock.account(accountId).clock.advance(by);
  }),
  act(0.2, 'freeze the clock', fc.constant(undefined), (mock, accountId) => {
    mock.account(accountId).clock.freeze('2027-01-01T00:00:00Z');
  }),
  act(
    1,
    'arm a fault',
    fc.record({
      error: fc.constantFrom('40102' as const, 'invalid_client' as const, '9010' as const),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    (mock, accountId, fault) => {
      mock.account(accountId).faults.add(fault);
    },
  ),
  act(0.5, 'arm a delay', fc.constant({ delayMs: 5, times: 2 }), (mock, accountId, fault) => {
    mock.account(accountId).faults.add(fault);
  }),
  act(0.5, 'look around', fc.constant(undefined), (mock, accountId) => describeAccount(mock.account(accountId))),
  act(0.3, 'go back to a snapshot', fc.constant(undefined), (mock, accountId) => {
    mock.account(accountId).restore(mock.account(accountId).snapshot());
  }),
  act(0.2, 'reset', fc.constant(undefined), (mock, accountId) => {
    mock.reset(accountId);
  }),
];

/** @param weight - how often it happens, compared with the others */
function act<Value>(
  weight: number,
  name: string,
  values: fc.Arbitrary<Value>,
  run: (mock: Mock, accountId: string, value: Value) => unknown,
): fc.WeightedArbitrary<Act> {
  const arbitrary = values.map((value): Act => ({
    name: `${name} ${JSON.stringify(value)}`,
    run: async (mock, accountId) => await run(mock, accountId, value),
  }));
  return { weight: Math.round(weight * 10), arbitrary };
}

function scriptOf(length: number): fc.Arbitrary<Act[]> {
  return fc.array(fc.oneof(...acts), { minLength: length, maxLength: length });
}

async function perform(mock: Mock, accountId: string, script: readonly Act[]): Promise<unknown[]> {
  createAccount(mock, accountId);
  const seen: unknown[] = [];
  for (const each of script) seen.push([each.name, await each.run(mock, accountId)]);
  return [...seen, describeAccount(mock.account(accountId))];
}

/** All that an account's controls show. Ids of faults and entries count over the whole mock, so they are left out. */
function describeAccount(account: AccountControls): unknown {
  const { faults, journal } = account;
  return {
    now: account.clock.now(),
    faults: faults.list().map(({ spec, seen, fired, explanation }) => ({ spec, seen, fired, explanation })),
    calls: journal
      .find()
      .map(({ accountId, path, outcome, verdict, error, atMs, tokens }) => ({
        accountId,
        path,
        outcome,
        verdict,
        error,
        atMs,
        tokens,
      })),
    unmatched: journal.unmatched().length,
  };
}

// A model of one account, and what foretells it.

interface Model {
  nowMs: number;
  calls: number;
  /** How often each armed fault has yet to fire, oldest first. */
  armed: number[];
  conversations: number;
}

type Models = Map<string, Model>;

const MODEL_ACCOUNTS = [0, 1, 2, 3].map(accountIdOf);

function newModel(): Model {
  return { nowMs: START, calls: 0, armed: [], conversations: 0 };
}

/** A command that changes one account; afterwards every account must be as its model says. */
function command(
  name: string,
  accountId: string,
  change: (model: Model, real: Mock) => Promise<void> | void,
): fc.AsyncCommand<Models, Mock> {
  return {
    check: () => true,
    run: async (models, real) => {
      await change(models.get(accountId) ?? newModel(), real);
      expect(MODEL_ACCOUNTS.map((id) => overview(real, id))).toEqual(
        MODEL_ACCOUNTS.map((id) => {
          const { nowMs, calls, armed } = models.get(id) ?? newModel();
          return { nowMs, calls, armed };
        }),
      );
    },
    toString: () => `${name} in ${accountId}`,
  };
}

function overview(real: Mock, accountId: string): Omit<Model, 'conversations'> {
  const { clock, faults, journal } = real.account(accountId);
  const armed = faults
    .list()
    .filter(({ state }) => state === 'armed')
    .map(({ spec: { times = 0 }, fired }) => times - fired);
  return { nowMs: clock.now(), calls: journal.count(), armed };
}

const inSomeAccount = fc.constantFrom(...MODEL_ACCOUNTS);

const commands: fc.Arbitrary<fc.AsyncCommand<Models, Mock>>[] = [
  fc.tuple(inSomeAccount, fc.integer({ min: -3600, max: 3600 })).map(([id, seconds]) =>
    command(`advance ${String(seconds)}`, id, (model, real) => {
      real.account(id).clock.advance(seconds);
      model.nowMs += seconds * 1000;
    }),
  ),
  fc.tuple(inSomeAccount, fc.integer({ min: 1, max: 3 })).map(([id, times]) =>
    command(`arm ${String(times)}`, id, (model, real) => {
      real.account(id).faults.add({ error: '40103', times });
      model.armed.push(times);
    }),
  ),
  inSomeAccount.map((id) =>
    command('get an AppJWT', id, async (model, real) => {
      const { body } = await getToken(real, id);
      const { access_token: token } = JSON.parse(body) as { access_token: string };
      expect(claimsOf(token)).toMatchObject({ aud: id, iat: Math.floor(model.nowMs / 1000) });
      model.calls += 1;
    }),
  ),
  inSomeAccount.map((id) =>
    command('open a conversation', id, async (model, real) => {
      const { status, body } = await openConversation(real, id, 'jane');
      model.calls += 1;
      if (model.armed.length > 0) {
        model.armed = [(model.armed[0] ?? 0) - 1, ...model.armed.slice(1)].filter((left) => left > 0);
        expect([status, body.includes('40103')]).toEqual([401, true]);
        return;
      }
      // The first one opens the conversation, and every other finds it open.
      expect(status).toBe(model.conversations === 0 ? 200 : 400);
      model.conversations += 1;
    }),
  ),
  inSomeAccount.map((id) =>
    command('reset', id, (model, real) => {
      real.reset(id);
      Object.assign(model, newModel());
    }),
  ),
];

// The wire.

function openMock(onExchange: () => void = () => undefined): Mock {
  // A delay gives way to the other accounts, and to the clock on the wall it takes no time.
  const mock = createMock({
    seed: SEED,
    closed: true,
    accounts: [],
    onExchange,
    wait: () =>
      new Promise((resolve) => {
        setImmediate(resolve);
      }),
  });
  mock.clock.freeze(NOON);
  return mock;
}

function accountIdOf(index: number): string {
  return String(20_000_000 + index);
}

function createAccount(mock: Mock, accountId: string): void {
  mock.accounts.create({ accountId, apps: [{ client_id: `client-of-${accountId}`, client_secret: 'secret' }] });
}

async function ask(
  mock: Mock,
  target: string,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string }> {
  const { status, body: text } = await post(mock, target, body, headers);
  return { status, body: text };
}

function getToken(mock: Mock, accountId: string): Promise<{ status: number; body: string }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: `client-of-${accountId}`,
    client_secret: 'secret',
  });
  return ask(mock, `/sentinel/api/account/${accountId}/app/token?v=1.0`, form.toString());
}

/** Opens the consumer's conversation; the second time that is refused. */
async function openConversation(
  mock: Mock,
  accountId: string,
  extConsumerId: string,
): Promise<{ status: number; body: string }> {
  const { mint } = mock.account(accountId);
  const headers = { authorization: await mint.appJwt(), 'x-lp-on-behalf': await mint.consumerJws({ extConsumerId }) };
  const batch = [
    { id: '1', type: 'userprofile.SetUserProfile', body: {} },
    { id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: accountId } },
  ];
  return ask(mock, `/api/account/${accountId}/messaging/consumer/conversation?v=3`, batch, headers);
}

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
