import { expect, it } from '@jest/globals';
import { whyMalformed } from '../../../mock-server/endpoints/token-header.ts';

it.each<[token: string, why: string | undefined, ...value: string[]]>([
  ['Basic YTpi', 'the Authorization header has HTTP Basic credentials; send the AppJWT', 'Basic YTpi'],
  ['NaN', 'the AppJWT is "NaN", most likely a variable that was never set; look where your client takes it from'],
  ['[object Promise]', 'the AppJWT is "[object ...]": an object was made a text; send its token'],
  ['a,b', 'the Authorization header was sent more than once, or holds two values; send one AppJWT'],
  ['"a.b.c"', 'the AppJWT stands in quotes; send it without'],
  ["'a.b.c", 'the AppJWT stands in quotes; send it without'],
  ['`a.b.c', 'the AppJWT stands in quotes; send it without'],
  ['a b', 'the AppJWT has a space in it; only Bearer or jwt may stand before it'],
  ['a"b.c', undefined],
  ['a.b.c', undefined],
])('of what stands in place of a token, %j is told by what it is', (token, why, ...[value]) => {
  expect(whyMalformed({ name: 'Authorization', kind: 'AppJWT', value }, token)).toBe(why);
});
