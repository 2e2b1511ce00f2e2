import * as v from 'valibot';
import { once } from '../../once.ts';
import { FARTHEST_MS } from '../../instant.ts';
import { describeIssue } from '../../config/settle.ts';
import { appRecordEntries } from '../../domain/account-schema.ts';
import { LONGEST_CHALLENGE_CHARS, MAX_CODE_LOGINS } from '../../domain/code-logins.ts';
import { MAX_MESSAGES, MAX_TURNS } from '../../domain/conversation.ts';
import { MAX_INSTALLATIONS } from '../../domain/installations.ts';
import { MAX_EVENTS } from '../../domain/event-log.ts';
import { MAX_CONVERSATIONS_PER_ACCOUNT } from '../../domain/conversations.ts';
import { LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { MAX_PROFILES } from '../../domain/profiles.ts';
import { LONGEST_REDIRECT_URI_CHARS } from '../../domain/redirect-uri.ts';
import { MAX_REVOKED_TOKENS } from '../../domain/revoked-tokens.ts';
import { MAX_FILES } from '../../domain/uploads.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { checkFirst, issueLines } from '../../config/first-issues.ts';
import { checkFault, specSchema } from '../faults/spec.ts';
import { MAX_FAULTS } from '../faults/store.ts';
import type { Snapshot } from './snapshot-data.ts';

/** What a snapshot may be that comes over the wire. */
export const snapshotSchema = once(() => {
  const upTo = (most: number) => v.pipe(v.number(), v.minValue(-most), v.maxValue(most));
  /** From one end of the calendar to the other. */
  const clock = v.strictObject({ offsetMs: upTo(2 * FARTHEST_MS), frozenAtMs: v.nullable(upTo(FARTHEST_MS)) });
  const faults = v.pipe(
    v.array(v.strictObject({ id: v.string(), spec: specSchema(), seen: v.number(), fired: v.number() })),
    v.maxLength(MAX_FAULTS, `Expected at most ${String(MAX_FAULTS)} faults`),
  );
  const count = v.pipe(v.number(), v.integer(), v.minValue(0));
  const time = upTo(FARTHEST_MS);
  const participant = v.strictObject({
    id: v.string(),
    pid: v.string(),
    role: v.picklist(['CONSUMER', 'ASSIGNED_AGENT', 'AGENT', 'MANAGER', 'READER', 'CONTROLLER']),
    state: v.picklist(['ACTIVE', 'SUGGESTED']),
  });
  const message = v.strictObject({
    sequence: v.optional(count),
    from: participant,
    atMs: time,
    audience: v.picklist(['ALL', 'AGENTS_AND_MANAGERS']),
    event: v.record(v.string(), v.unknown()),
  });
  /** A snapshot of an older version has the first four members. */
  const conversation = v.looseObject({
    id: v.string(),
    consumerId: v.string(),
    state: v.picklist(['OPEN', 'CLOSE']),
    nextSequence: count,
    skillId: v.exactOptional(v.string()),
    ttr: v.exactOptional(v.strictObject({ ttrType: v.string(), value: v.number() })),
    participants: v.exactOptional(v.array(participant)),
    startMs: v.exactOptional(time),
    changedMs: v.exactOptional(time),
    endMs: v.optional(time),
    closedBy: v.optional(v.picklist(['CONSUMER', 'AGENT', 'SYSTEM'])),
    waitsSinceMs: v.optional(time),
    csatRate: v.optional(v.number()),
    note: v.exactOptional(v.string()),
    turns: v.optional(
      v.pipe(
        v.array(v.strictObject({ atMs: time, skillId: v.string(), participants: v.array(participant) })),
        v.maxLength(MAX_TURNS, `Expected at most ${String(MAX_TURNS)} turns`),
      ),
    ),
    messages: v.exactOptional(
      v.pipe(v.array(message), v.maxLength(MAX_MESSAGES, `Expected at most ${String(MAX_MESSAGES)} messages`)),
    ),
  });
  const events = v.pipe(
    v.array(
      v.strictObject({
        id: count,
        kind: v.picklist([
          'conversation-opened',
          'conversation-changed',
          'conversation-closed',
          'message-published',
          'chat-state-published',
        ]),
        atMs: time,
        conversationId: v.string(),
        sequence: v.optional(count),
      }),
    ),
    v.maxLength(MAX_EVENTS, `Expected at most ${String(MAX_EVENTS)} events`),
  );
  const conversations = v.pipe(
    v.array(conversation),
    v.maxLength(
      MAX_CONVERSATIONS_PER_ACCOUNT,
      `Expected at most ${String(MAX_CONVERSATIONS_PER_ACCOUNT)} conversations`,
    ),
    v.check(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'Expected conversations of different ids',
    ),
  );
  const revokedTokens = v.pipe(
    v.array(v.string()),
    v.maxLength(MAX_REVOKED_TOKENS, `Expected at most ${String(MAX_REVOKED_TOKENS)} tokens`),
  );
  const profiles = v.pipe(
    v.array(v.strictObject({ consumerId: v.string(), profile: v.record(v.string(), v.unknown()) })),
    v.maxLength(MAX_PROFILES, `Expected at most ${String(MAX_PROFILES)} profiles`),
  );
  const uploads = v.pipe(
    v.array(v.strictObject({ path: v.string(), type: v.string(), base64: v.pipe(v.string(), v.base64()) })),
    v.maxLength(MAX_FILES, `Expected at most ${String(MAX_FILES)} files`),
  );

  const installations = v.strictObject({
    revision: v.pipe(count, v.minValue(1)),
    apps: v.pipe(
      v.array(
        v.strictObject({
          client_id: v.string(),
          ...appRecordEntries(),
          others: v.exactOptional(v.record(v.string(), v.unknown())),
          installed: v.boolean(),
        }),
      ),
      v.maxLength(MAX_INSTALLATIONS, `Expected at most ${String(MAX_INSTALLATIONS)} app installations`),
      v.check(
        (list) => new Set(list.map((app) => app.client_id)).size === list.length,
        'Expected app installations of different ids',
      ),
    ),
  });

  const digest = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/, 'Expected a SHA-256 in hexadecimal digits'));
  const name = v.pipe(v.string(), v.maxLength(LONGEST_NAME_CHARS));
  const codeLogins = v.pipe(
    v.array(
      v.strictObject({
        code: digest,
        clientId: name,
        redirectUri: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_REDIRECT_URI_CHARS))),
        loginName: name,
        scope: name,
        challenge: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_CHALLENGE_CHARS))),
        expiresAtSeconds: upTo(FARTHEST_MS / 1000),
        state: v.picklist(['waiting', 'used', 'revoked']),
        refreshToken: v.optional(digest),
      }),
    ),
    v.maxLength(MAX_CODE_LOGINS, `Expected at most ${String(MAX_CODE_LOGINS)} logins`),
  );

  return v.strictObject({
    version: v.literal(1),
    mock: v.optional(v.strictObject({ clock, faults })),
    accounts: v.record(
      v.string(),
      v.strictObject({
        clock,
        faults,
        conversations,
        events: v.exactOptional(events),
        installations: v.exactOptional(installations),
        profiles: v.exactOptional(profiles),
        revokedTokens,
        uploads: v.exactOptional(uploads),
        codeLogins: v.exactOptional(codeLogins),
        ids: v.nullable(v.number()),
      }),
    ),
  });
});

/** @throws TypeError naming what is wrong with it, a fault that could not be armed included. */
export function checkSnapshot(snapshot: unknown, endpoints: readonly EndpointRow[]): Snapshot {
  const result = checkFirst(snapshotSchema(), snapshot);
  if (result.success) {
    const checked = result.output as Snapshot;
    for (const place of [checked.mock, ...Object.values(checked.accounts)]) {
      for (const { spec } of place?.faults ?? []) checkFault(spec, endpoints);
    }
    return checked;
  }
  throw new TypeError(issueLines(result, (issue) => `snapshot: ${describeIssue(issue).replace(/^the options: /, '')}`));
}
