import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createAgentSessions } from '../../../mock-server/domain/agent.ts';
import { createRevokedTokens } from '../../../mock-server/domain/revoked-tokens.ts';
import { createIds } from '../../../mock-server/ids.ts';

it('an agent who logs in again when there is no room for another keeps every user what it was', () => {
  const sessions = createAgentSessions(createIds('bounds'));
  const names = Array.from({ length: 1000 }, (_, index) => `agent-${String(index)}`);
  const [first] = names.map((name) => sessions.open(name, 0).userId);
  sessions.open('agent-999', 0);
  expect(sessions.open('agent-0', 0).userId).toBe(first);
  sessions.open('one more', 0);
  expect(sessions.open('agent-0', 0).userId).not.toBe(first);
});

it('a token that is revoked un-revokes none, where there is room for it', () => {
  const revoked = createRevokedTokens();
  for (const token of ['header.one.signature', 'header.two.signature', 'header.three.signature']) revoked.add(token);
  expect(revoked.list()).toEqual(['header.one', 'header.two', 'header.three']);
});

it('a token that is revoked again when there is no room for another un-revokes none', () => {
  const revoked = createRevokedTokens(Array.from({ length: 10_000 }, (_, index) => `header.${String(index)}`));
  revoked.add('header.9999.signature');
  expect(revoked.has('header.0.signature')).toBe(true);
  revoked.add('header.new.signature');
  expect([revoked.has('header.0.signature'), revoked.has('header.new.signature')]).toEqual([false, true]);
});

it('a token is revoked with whatever signature, and another one is not', () => {
  const revoked = createRevokedTokens();
  expect(revoked.has('header.payload.signature')).toBe(false);
  revoked.add('header.payload.signature');
  for (const text of ['a.b', 'no-dot', 'x'.repeat(1024) + '.s', 'y'.repeat(1025) + '.s']) revoked.add(text);
  const known = [
    'header.payload.other',
    'header.payload',
    'a.c',
    'no-dot',
    'x'.repeat(1024) + '.t',
    'y'.repeat(1025) + '.t',
  ];
  // What has no dot is a name as a whole.
  expect(known.map((token) => revoked.has(token))).toEqual([true, false, true, true, true, true]);
  for (const token of ['header.other.signature', 'b.b', 'no-dox', 'x'.repeat(1025) + '.s', 'y'.repeat(1026) + '.s'])
    expect(revoked.has(token)).toBe(false);
  const list = revoked.list();
  expect(list.slice(0, 4)).toEqual(['header.payload', 'a', 'no-dot', 'x'.repeat(1024)]);
  expect(list[4]).toBe(`sha256:${createHash('sha256').update('y'.repeat(1025)).digest('hex')}`);
  expect(createRevokedTokens(list).list()).toEqual(list);
});
