import firstAccount from '../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../fixtures/accounts/87654321.json' with { type: 'json' };
import defaultConnectors from '../fixtures/connectors.json' with { type: 'json' };
import type { Awaitable } from './awaitable.ts';
import { proceed } from './awaitable.ts';
import { createClock, systemTime } from './clock.ts';
import type { Settings } from './config/settings.ts';
import type { Capture } from './control/capture/capture.ts';
import type { OpenedCapture } from './control/capture/open.ts';
import { openCapture } from './control/capture/open.ts';
import { createChangeLog } from './control/changes/change-log.ts';
import type { ScriptedAgents } from './control/conversations/agent.ts';
import { createScriptedAgents, isAgentWanted } from './control/conversations/agent.ts';
import type { WebhookHub } from './control/webhooks/hub.ts';
import type { ControlsSetup } from './control/controls.ts';
import { createFaultStore } from './control/faults/store.ts';
import { createJournalStore } from './control/journal/store.ts';
import type { Accounts } from './domain/accounts.ts';
import { createAccounts } from './domain/accounts.ts';
import { createFunctionAnswers } from './domain/function-answers.ts';
import { settleOwnAccount, settleOwnConnectors } from './domain/own-accounts.ts';
import type { Engine } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import type { Call, Reply } from './http/call.ts';
import type { Session, SocketLink } from './http/socket.ts';
import { createIds } from './ids.ts';
import { inTurn, lazily } from './lazily.ts';
import { createMemoryBudget } from './memory/budget.ts';
import type { PipelineSetup } from './pipeline/pipeline.ts';
import { createConnectorKeys } from './tokens/connector-keys.ts';
import { believing } from './tokens/customer-login.ts';
import { createKeyRing } from './tokens/key-ring.ts';
import { createSigner } from './tokens/signer.ts';
import type { UnderWay } from './under-way.ts';

/** What answers: loaded with the first call to any mock, because many a mock is made and never asked. */
const loadPipeline = lazily(async () => {
  const { createPipeline, loadRouter } = await inTurn(() => import('./pipeline/pipeline.ts'));
  return { createPipeline, router: await loadRouter(endpoints) };
});

type LoadedPipeline = Awaited<ReturnType<typeof loadPipeline>>;

/** The path of the calls of one mock. */
interface OpenPipeline {
  readonly setup: PipelineSetup;
  readonly answer: (call: Call, era?: number) => Promise<Reply>;
}

/** What a mock is made of. */
export interface MockParts {
  /** What its controls look at and change. */
  readonly controlled: ControlsSetup;
  readonly agents: ScriptedAgents;
  readonly engine: Engine;
  readonly capture: OpenedCapture['open'];
  readonly handle: (call: Call) => Promise<Reply>;
  readonly connect: (call: Call, link: SocketLink) => Promise<Session | Reply>;
}

/** Loaded with the first socket. */
const loadHandshake = lazily(() => inTurn(() => import('./pipeline/handshake.ts')));

/** The part of the memory that the journal keeps as long as something else can go. */
const JOURNAL_SHARE = 0.25;

/** Puts together what a mock is made of, by options that have been checked. */
export function openMock(settings: Settings, underWay: UnderWay, webhooks: WebhookHub): MockParts {
  const clock = createClock(settings.clock ?? systemTime, underWay.settled);
  const ids = createIds(settings.seed === undefined ? undefined : String(settings.seed));
  const faults = createFaultStore();
  const memory = createMemoryBudget(settings.limits.megabytes);
  webhooks.countIn(memory);
  const captured = openCapture(settings, memory);
  const { entriesPerAccount } = settings.journal;
  const journal = createJournalStore(entriesPerAccount, undefined, memory.tally(), captured.onClear);
  const agents = createScriptedAgents(settings, underWay, () => accounts);
  const functions = createFunctionAnswers(settings.functions);
  const accounts: Accounts = createAccounts({
    settings: settings.accounts ?? [firstAccount, secondAccount].map(settleOwnAccount),
    closed: settings.closed,
    maxUnconfigured: settings.limits.unconfiguredAccounts,
    clock,
    settled: underWay.settled,
    ids,
    defaultConnectors: believing(settleOwnConnectors(defaultConnectors), settings.keys.customerLogin),
    memory,
    onMake: agents.onMake,
    onInstallations: (account) => {
      webhooks.onInstallations(account, (each) => accounts.has(each));
    },
    onForget: (accountId) => {
      faults.clear(accountId);
      journal.clear(accountId);
      functions.forget(accountId);
      webhooks.clear(accountId);
    },
  });
  const keys = createKeyRing(clock, settings.keys);
  const signer = createSigner(memory);
  memory.giveUpInOrder([
    signer.remembered,
    ...captured.keepers,
    journal.keeper(memory.limitBytes * JOURNAL_SHARE),
    accounts.unconfiguredAccounts,
    accounts.uploads,
    accounts.closedConversations,
    accounts.agentSessions,
    accounts.messages,
    ...webhooks.keepers,
    journal.keeper(0),
  ]);
  const engine = {
    settings,
    accounts,
    keys,
    signer: captured.keepTokens(signer),
    connectorKeys: createConnectorKeys(),
    functions,
  };
  const changes = createChangeLog(() => journal.lastId());
  webhooks.placeBy(() => ({ afterEntry: journal.lastId(), afterChange: changes.lastId() }));
  const openPipeline = ({ createPipeline, router }: LoadedPipeline, capture: Capture | undefined): OpenPipeline => {
    const setup = { engine, router, clock, ids, faults, journal, memory, capture };
    return { setup, answer: createPipeline(setup) };
  };
  let opened: OpenPipeline | undefined;
  const pipeline = (): Awaitable<OpenPipeline> =>
    opened ??
    proceed(loadPipeline(), (loaded) =>
      proceed(captured.open?.(), (capture) => (opened ??= openPipeline(loaded, capture))),
    );
  const handle = (call: Call): Promise<Reply> => {
    const loading = pipeline();
    if (!(loading instanceof Promise)) return loading.answer(call);
    const era = journal.era();
    return loading.then(({ answer }) => answer(call, era));
  };
  const handshake = lazily(async () => {
    const { createHandshake } = await loadHandshake();
    return createHandshake((await pipeline()).setup, underWay, handle);
  });
  for (const account of isAgentWanted(settings) ? accounts.configured : []) agents.onMake(account);
  return {
    controlled: { engine, keys, accounts, endpoints, clock, ids, faults, journal, changes, webhooks },
    agents,
    engine,
    capture: captured.open,
    handle,
    connect: async (call, link) => (await handshake())(call, link),
  };
}
