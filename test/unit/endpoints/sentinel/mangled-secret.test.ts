import { expect, it } from '@jest/globals';
import { howMangled } from '../../../../mock-server/endpoints/sentinel/mangled-secret.ts';

const BARE = ', but what it becomes when it is not form-encoded; encode it: + as %2B, % as %25, & as %26';
const TWICE = ', but the same encoded once more; encode it once';
const SPACE = ', but for the white space around it';

it.each<[configured: string, received: string, ending: string]>([
  ['a+b', 'a b', BARE],
  ['a%41', 'aA', BARE],
  ['a&b', 'a', BARE],
  ['a b', 'a+b', TWICE],
  ['a b c', 'a+b+c', TWICE],
  ['a+b', 'a%2Bb', TWICE],
  ['secret', ' secret\n', SPACE],
  [' secret ', 'secret', SPACE],
  ['secret', 'secrets', ''],
  ['secret', '%', ''],
])('of the secret %j, %j is told by what has become of it', (configured, received, ending) => {
  expect(howMangled({ client_secret: configured }, received)).toBe(ending);
});

it.each(['undefined', '%', ''])('where no secret is configured, %j is just another one', (received) => {
  expect(howMangled(undefined, received)).toBe('');
});
