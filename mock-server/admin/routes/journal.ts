import * as v from 'valibot';
import { followJournal } from '../journal-stream.ts';
import { ADMIN_PATH, MAX_TOKEN_BODY_BYTES } from '../path.ts';
import { answers, does, streams } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';
import { journalEntry, journalQuery, journalToken } from './journal-schema.ts';

const entries = v.strictObject({ entries: v.array(journalEntry) });
const lineage = v.strictObject({
  id: v.string(),
  token: v.optional(journalToken),
  issuedBy: v.array(journalEntry),
  ancestors: v.array(journalToken),
  uses: v.array(journalEntry),
});
const entryId = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'Expected the id of an entry'), v.transform(Number));

export const journalRoutes = [
  answers({
    verb: 'journal.find',
    method: 'GET',
    path: `${ADMIN_PATH}/journal`,
    summary: 'The calls that were answered, oldest first',
    input: v.strictObject(journalQuery),
    status: 200,
    output: entries,
    run: (mock, query) => ({ entries: mock.journal.find(query) }),
  }),
  answers({
    verb: 'journal.unmatched',
    method: 'GET',
    path: `${ADMIN_PATH}/journal/unmatched`,
    summary: 'The calls that no endpoint took: an unknown path, or another method',
    input: v.strictObject(scope),
    status: 200,
    output: entries,
    run: (mock, { accountId }) => ({ entries: controlsOf(mock, accountId).journal.unmatched() }),
  }),
  streams({
    verb: 'journal.watch',
    method: 'GET',
    path: `${ADMIN_PATH}/journal/stream`,
    summary: 'The calls as they are answered, as server-sent events',
    input: v.strictObject({
      after: v.optional(
        v.pipe(
          entryId,
          v.description(
            'Start after this entry; 0 starts with all that are kept. The header Last-Event-ID does the same. Default: what is still to come',
          ),
        ),
      ),
      ...journalQuery,
    }),
    event: journalEntry,
    follow: ({ journal }, { after, ...query }, { headers }) =>
      followJournal(journal, { query, after: after ?? lastHeard(headers['last-event-id']) }),
  }),
  answers({
    verb: 'journal.trace',
    method: 'POST',
    path: `${ADMIN_PATH}/journal/trace`,
    summary: 'From a token to the call that issued it, the tokens it came from, and every call it was presented to',
    input: v.strictObject({
      token: v.pipe(v.string(), v.description('The token itself, which is not kept, or its id in an entry')),
      ...scope,
    }),
    maxBodyBytes: MAX_TOKEN_BODY_BYTES,
    status: 200,
    output: lineage,
    run: (mock, { token, accountId }) => controlsOf(mock, accountId).journal.trace(token),
  }),
  does({
    verb: 'journal.clear',
    method: 'DELETE',
    path: `${ADMIN_PATH}/journal`,
    summary: 'Forgets the entries',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => {
      controlsOf(mock, accountId).journal.clear();
    },
  }),
];

/** What a browser sends when it takes up a stream again (HTML, server-sent events). */
function lastHeard(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
