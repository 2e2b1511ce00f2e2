import { logLine } from '../../../mock-server/cli/request-log.ts';
import type { SnapshotSetup } from '../../../mock-server/control/state/snapshot.ts';
import { takeSnapshot } from '../../../mock-server/control/state/snapshot.ts';
import type { JournalEntry } from '../../../mock-server/control/journal/entry.ts';
import { endpoints } from '../../../mock-server/endpoints/index.ts';
import { canAnswer } from '../../../mock-server/errors/catalogue.ts';
import type { PipelineSetup } from '../../../mock-server/pipeline/pipeline.ts';
import * as real from '../../../mock-server/pipeline/pipeline.ts';
import type { Call, Exchange, Reply } from '../../../mock-server/index.ts';
import { learn, lookAtTheEnd, report, searchWritten } from './findings.ts';
import { undocumentedIn } from './liveperson.ts';
import { secretsIn, secretsOf } from './secrets.ts';

// Jest gives this module to whoever imports `pipeline.ts`, see `moduleNameMapper` in package.json.
export * from '../../../mock-server/pipeline/pipeline.ts';
export const createPipeline = watchPipeline(real.createPipeline);

/** The mocks that were called since their snapshots were last looked through. */
const called = new Set<PipelineSetup>();
lookAtTheEnd(() => {
  for (const { engine, clock, faults, journal } of called) {
    // The pipeline only reads the clock, but it is the whole one.
    const restorable = clock as SnapshotSetup['clock'];
    searchWritten(
      'a snapshot',
      JSON.stringify(takeSnapshot({ accounts: engine.accounts, clock: restorable, faults, journal, endpoints: [] })),
    );
  }
  called.clear();
});

/** Has the mock's snapshot searched at the end of the test. */
export function searchSnapshotOf(setup: PipelineSetup): void {
  called.add(setup);
}

/** Searches whatever a mock writes beside its answers, call by call. */
export function watchPipeline(create: typeof real.createPipeline): typeof real.createPipeline {
  return (setup) => async (call, era) => {
    searchSnapshotOf(setup);
    const written = new Set<Exchange>();
    const said = secretsOf(call);
    learn(said);
    try {
      const reply = await create(overheard(setup, written))(call, era);
      if ('body' in reply) said.push(...secretsIn(reply.body));
      learn(said);
      searchReply(`${call.method} ${call.path}`, reply, said);
      for (const entry of written) compareWithDocument(call, reply, entry);
      return reply;
    } finally {
      for (const entry of written) {
        searchEntry(entry, said);
        readSentences(entry);
        requireFault(entry);
      }
    }
  };
}

/** The same mock, whose entries are heard on their way to the journal and to `onExchange`. */
export function overheard(setup: PipelineSetup, written: { add(entry: Exchange): void }): PipelineSetup {
  const { engine, journal } = setup;
  const record: typeof journal.record = (accountId, entry, tokenBytes) => {
    written.add(entry);
    journal.record(accountId, entry, tokenBytes);
  };
  const onExchange: typeof engine.settings.onExchange = (entry) => {
    written.add(entry);
    engine.settings.onExchange?.(entry);
  };
  return {
    ...setup,
    journal: { ...journal, record },
    engine: { ...engine, settings: { ...engine.settings, onExchange } },
  };
}

export function searchEntry(entry: Exchange, said: readonly string[]): void {
  searchWritten('a journal entry or its log line', `${JSON.stringify(entry)}\n${logLine(entry)}`, said);
}

/**
 * In characters: a sentence that is shorter, such as `the ConsumerJWS` and nothing after it, tells nobody what was
 * wrong.
 */
const SHORTEST_SENTENCE = 16;

/** What an endpoint answers, a fault must be able to answer there by name. */
function requireFault(entry: Exchange & Partial<Pick<JournalEntry, 'error'>>): void {
  const { endpointId, error } = entry;
  const endpoint = endpoints.find(({ id }) => id === endpointId);
  if (endpoint === undefined || error === undefined || canAnswer(endpoint, error)) return;
  report(`${endpoint.id} has answered ${error}, and no fault of that name can be armed there`);
}

function compareWithDocument(call: Call, reply: Reply, entry: Exchange): void {
  for (const complaint of undocumentedIn(call, reply, entry))
    report(
      `${call.method} ${call.path} and its answer are not as the OpenAPI document of LivePerson's calls says: ${complaint}; ` +
        'put right wire-calls.ts or wire-bodies.ts of mock-server/endpoints/, and write it down with `npm run docs`',
    );
}

/** The tests compare slugs, because sentences may change; this sees that there is one at all. */
export function readSentences({ method, path, reason, deviations }: Exchange): void {
  for (const { slug, sentence } of reason === undefined ? deviations : [reason, ...deviations]) {
    if (sentence.trim().length >= SHORTEST_SENTENCE) continue;
    report(
      `${slug}, told of ${method} ${path}, has no sentence of ${String(SHORTEST_SENTENCE)} characters: ${JSON.stringify(sentence)}`,
    );
  }
}

/** An error tells nothing of the call; an answer may, and a cookie has to. */
function searchReply(title: string, reply: Reply, said: readonly string[]): void {
  if ('abort' in reply) return;
  const headers = Object.entries(reply.headers).flatMap(([name, value]) => (name === 'set-cookie' ? [] : [value]));
  searchWritten(`the headers of the answer to ${title}`, headers.join('\n'), said);
  if (reply.status >= 400) searchWritten(`the error answered to ${title}`, reply.body, said);
}
