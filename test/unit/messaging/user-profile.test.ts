import { describe, expect, it } from '@jest/globals';
import { getUserProfile, setUserProfile } from '../../../mock-server/messaging/commands/user-profile.ts';
import { ADA, expectRefused, JANE, openStage } from './command-scene.ts';

const TOLD = {
  firstName: 'Jane',
  lastName: 'Doe',
  authenticatedData: { a: 1 },
  privateData: { b: 2 },
  claims: { c: 3 },
  acr: 'loa1',
};
const NOTHING = { firstName: '', lastName: '', authenticatedData: {}, privateData: {}, claims: {}, acr: '' };
const profile = (body: object): object => ({ name: 'userprofile.GetUserProfile', body });

describe("a consumer's profile", () => {
  it('is what the consumer has told, for the consumer and for agents', () => {
    const { as } = openStage();
    const own = [undefined, null, '', JANE.id];
    for (const userId of own)
      expect(getUserProfile({ userId }, as(JANE))).toEqual(profile({ userId: 'jane', ...NOTHING }));
    expect(setUserProfile({ ...TOLD, more: 'not told' }, as(JANE))).toEqual({
      name: 'Text',
      code: 200,
      body: 'OK User Profile set successfully',
    });
    for (const userId of own)
      expect(getUserProfile({ userId }, as(JANE))).toEqual(profile({ userId: 'jane', ...TOLD }));
    expect(getUserProfile({ userId: 'jane' }, as(ADA))).toEqual(profile({ userId: 'jane', ...TOLD }));
    expect(getUserProfile({ userId: 'john' }, as(ADA))).toEqual(profile({ userId: 'john', ...NOTHING }));
  });

  it('is not shown to another consumer', () => {
    const { as } = openStage();
    expectRefused(
      () => getUserProfile({ userId: 'john' }, as(JANE)),
      ['conversation-foreign', 'the profile is of another consumer'],
      {},
      '40103',
    );
  });

  it.each([5, true, ['jane'], {}])('is of nobody called %j', (userId) => {
    for (const actor of [JANE, ADA])
      expectRefused(
        () => getUserProfile({ userId }, openStage().as(actor)),
        ['command-malformed', 'userId must be a text'],
      );
  });
});

it("an agent's own profile says no more than who he is, whatever he sets", () => {
  const { account, as } = openStage();
  expect(setUserProfile(TOLD, as(ADA)).body).toBe('OK User Profile set successfully');
  for (const userId of [undefined, null, '', ADA.id])
    expect(getUserProfile({ userId }, as(ADA))).toEqual(profile({ userId: ADA.id }));
  expect(account.profiles.list()).toEqual([]);
});
