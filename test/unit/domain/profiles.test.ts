import { expect, it } from '@jest/globals';
import type { Profile } from '../../../mock-server/domain/profiles.ts';
import { createProfiles, MAX_PROFILES } from '../../../mock-server/domain/profiles.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';

/** A profile of so many bytes of the heap, for the consumer `jane`. */
const ofBytes = (bytes: number): Profile => {
  const tally = uncounted();
  createProfiles(tally).set('jane', { said: '' });
  return { said: 'x'.repeat((bytes - tally.bytes()) / 2) };
};

it('what consumers say of themselves is kept, theirs alone, and what they say next takes its place', () => {
  const profiles = createProfiles(uncounted());
  expect([profiles.find('jane'), profiles.list()]).toEqual([undefined, []]);
  profiles.set('jane', { name: 'Jane' });
  profiles.set('john', { name: 'John' });
  expect([profiles.find('jane'), profiles.find('john'), profiles.find('joan')]).toEqual([
    { name: 'Jane' },
    { name: 'John' },
    undefined,
  ]);
  profiles.set('jane', { name: 'Jane D.' });
  const list = profiles.list();
  expect(list).toEqual([
    { consumerId: 'john', profile: { name: 'John' } },
    { consumerId: 'jane', profile: { name: 'Jane D.' } },
  ]);
  expect(createProfiles(uncounted(), list).list()).toEqual(list);
});

it('a profile that says nothing any more is forgotten', () => {
  const tally = uncounted();
  const profiles = createProfiles(tally);
  profiles.set('jane', { name: 'Jane' });
  profiles.set('jane', {});
  expect([profiles.find('jane'), profiles.list(), tally.bytes()]).toEqual([undefined, [], 0]);
});

it('a profile of 32,768 bytes is kept, and a larger one not, nor what it was to replace', () => {
  const tally = uncounted();
  const profiles = createProfiles(tally);
  profiles.set('jane', ofBytes(32_768));
  expect([profiles.find('jane'), tally.bytes()]).toEqual([ofBytes(32_768), 32_768]);
  profiles.set('jane', ofBytes(32_770));
  expect([profiles.find('jane'), tally.bytes()]).toEqual([undefined, 0]);
});

it('the profiles of a thousand consumers are kept; past that, of those who spoke of themselves last', () => {
  const profiles = createProfiles(uncounted());
  const names = Array.from({ length: MAX_PROFILES }, (_, index) => `consumer-${String(index)}`);
  for (const name of names) profiles.set(name, { name });
  expect(profiles.list().map(({ consumerId }) => consumerId)).toEqual(names);
  profiles.set('consumer-0', { name: 'anew' });
  expect(profiles.list()).toHaveLength(MAX_PROFILES);
  profiles.set('one-more', { name: 'one more' });
  expect(profiles.list()).toHaveLength(MAX_PROFILES);
  expect([profiles.find('consumer-1'), profiles.find('consumer-0')]).toEqual([undefined, { name: 'anew' }]);
});
