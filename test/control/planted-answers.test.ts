import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { callOf } from '../support/calls.ts';
import type { WrittenCall } from '../support/watch/liveperson.ts';
import { undocumentedIn } from '../support/watch/liveperson.ts';

const ENTRY: WrittenCall = {
  method: 'GET',
  path: '/',
  endpointId: 'csds.service',
  accountId: undefined,
  outcome: 200,
  reason: undefined,
  deviations: [],
  atMs: 0,
  durationMs: 0,
};
const SERVICE = { service: 'idp', account: '12345678', baseURI: 'localhost' };
const REFUSED = { slug: 'mock-bug', sentence: 'something is wrong' } as const;
const INJECTED = { slug: 'fault-injected', sentence: 'a fault has answered' } as const;
const REVISED = { 'ac-revision': '1' };

const answer = (body: unknown, { status = 200, headers = {} }: Partial<Answer> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** What is found in an answer to a call that is as documented unless something else is said. */
const found = (reply: Answer, entry: Partial<WrittenCall> = {}, call: CallParts = {}): string =>
  undocumentedIn(callOf({ target: '/?version=1.0', ...call }), reply, { ...ENTRY, ...entry }).join('\n');

describe("The watch over LivePerson's calls", () => {
  it.each<[string, Answer, Partial<WrittenCall>]>([
    ['a documented answer', answer(SERVICE), {}],
    [
      'a documented refusal',
      answer({ error: 'invalid site' }, { status: 401 }),
      { reason: REFUSED, error: 'invalid_site' },
    ],
    ['a refusal by the mock', answer({ error: 'mock_bug' }, { status: 500 }), { reason: REFUSED, error: 'mock_bug' }],
    ['what only a fault says', answer('nonsense', { status: 599 }), { reason: INJECTED }],
    [
      'what a function answers',
      answer([1], { status: 418 }),
      { endpointId: 'functions.invoke', deviations: [REFUSED] },
    ],
    ['a preflight', answer('', { status: 204 }), { endpointId: undefined }],
  ])('has nothing to say of %s', (_, reply, entry) => {
    expect(found(reply, entry)).toBe('');
  });

  it.each<[string, Answer, Partial<WrittenCall>, string]>([
    ['a member that is not documented', answer({ ...SERVICE, zone: 'va' }), {}, 'must NOT have additional properties'],
    ['a member that is missing', answer({ service: 'idp' }), {}, "must have required property 'account'"],
    ['a member of another type', answer({ ...SERVICE, account: 1 }), {}, 'data/account must be string'],
    ['another status', answer(SERVICE, { status: 203 }), {}, 'csds.service has no status 203'],
    ['another type', answer(SERVICE, { headers: { 'content-type': 'text/html' } }), {}, 'the type is text/html'],
    [
      'a refusal in the envelope of another service',
      answer({ internalErrorCode: '9007' }, { status: 401 }),
      { reason: REFUSED, error: 'invalid_site' },
      "must have required property 'error'",
    ],
    [
      'a refusal by the mock in another envelope',
      answer({ internalErrorCode: '9007' }, { status: 404 }),
      { reason: REFUSED, error: 'not_found', endpointId: undefined },
      "must have required property 'error'",
    ],
    [
      'a body where there is none',
      answer('1', { headers: REVISED, status: 204 }),
      { endpointId: 'installations.remove' },
      'a body, where there is none',
    ],
    [
      'a header that is missing',
      answer([]),
      { endpointId: 'installations.list' },
      'the answer has no header ac-revision',
    ],
  ])('finds %s', (_, reply, entry, complaint) => {
    expect(found(reply, entry)).toContain(complaint);
  });

  it.each<[string, CallParts, Partial<WrittenCall>, string]>([
    ['a query', { target: '/' }, {}, 'taken without version in the query'],
    ['a body', { target: '/?v=1.0' }, { endpointId: 'idp.consumer' }, 'taken without a body'],
    [
      'a member',
      { target: '/?v=1.0', body: '{}' },
      { endpointId: 'idp.consumer' },
      "must have required property 'ext_consumer_id'",
    ],
  ])('finds that a call was taken without %s that the document requires', (_, call, entry, complaint) => {
    const reply = entry.endpointId === undefined ? answer(SERVICE) : answer({ token: 'a.b.c' }, { status: 201 });
    expect(found(reply, entry, call)).toContain(complaint);
    // What was noted as a deviation is not as the document says, and need not be.
    expect(found(reply, { ...entry, deviations: [{ slug: 'version', sentence: 'another one' }] }, call)).toBe('');
  });
});
