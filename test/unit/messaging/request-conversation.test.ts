import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../../../mock-server/domain/conversation.ts';
import { requestConversation } from '../../../mock-server/messaging/commands/request-conversation.ts';
import { ACCOUNT } from '../../support/through-every-adapter.ts';
import type { Stage } from './command-scene.ts';
import { expectRefused, JANE, openStage } from './command-scene.ts';

const BODY = { brandId: ACCOUNT, channelType: 'MESSAGING', skillId: '-1', ttrDefName: 'NORMAL' };
const NO_SKILL = 'skillId is neither a string of at most ten digits nor -1';
const NO_TTR = 'ttrDefName is none of NORMAL, URGENT, PRIORITIZED, CUSTOM';
const ANY_TTR = { ttrType: 'PRIORITIZED', value: 600 };

/** Opens a conversation for Jane, and gives it with what was noted. */
function open(body: object, stage: Stage = openStage()): [conversation: Conversation | undefined, noted: string[]] {
  requestConversation({ ...body }, stage.as(JANE));
  return [stage.account.conversations.openOf(JANE.id), stage.noted()];
}

describe('a conversation that a consumer opens', () => {
  it('is answered with its id', () => {
    const { account, as } = openStage();
    const result = requestConversation(BODY, as(JANE));
    const conversationId = account.conversations.openOf(JANE.id)?.id;
    expect(result).toEqual({ name: 'cm.RequestConversation', body: { conversationId } });
  });

  it.each([{}, { brandId: ACCOUNT }, { skillId: '-1' }, { skillId: '1' }, { skillId: '1234567890' }])(
    'is as the pages say: %j',
    (body) => {
      const [conversation, noted] = open(body);
      expect([noted, conversation?.skillId, conversation?.ttr]).toEqual([
        [],
        'skillId' in body ? body.skillId : '-1',
        ANY_TTR,
      ]);
    },
  );

  it.each([5, 77, -1, null, '', '-2', '12345678901', 'x77', '77x', 'sales', ['77'], {}])(
    'is of any skill where skillId is %j, which is noted',
    (skillId) => {
      const [conversation, noted] = open({ skillId });
      expect([conversation?.skillId, noted]).toEqual(['-1', [`conversation-request; ${NO_SKILL}`]]);
    },
  );

  it.each([
    ['NORMAL', 3600],
    ['URGENT', 300],
    ['PRIORITIZED', 600],
    ['CUSTOM', 600],
  ])('waits for its answer as long as %s says', (ttrDefName, value) => {
    const [conversation, noted] = open({ ttrDefName });
    expect([conversation?.ttr, noted]).toEqual([{ ttrType: ttrDefName, value }, []]);
  });

  it.each(['', 'normal', 'SOON', 5, ['NORMAL'], 'constructor', 'toString', '__proto__'])(
    'waits as long as any where ttrDefName is %j, which is noted',
    (ttrDefName) => {
      const [conversation, noted] = open({ ttrDefName });
      expect([conversation?.ttr, noted]).toEqual([ANY_TTR, [`conversation-request; ${NO_TTR}`]]);
    },
  );

  it('may leave out how long it waits, by null too', () => {
    const [conversation, noted] = open({ ttrDefName: null });
    expect([conversation?.ttr, noted]).toEqual([ANY_TTR, []]);
  });

  it('may have the account as a number, which is noted', () => {
    expect(open({ brandId: Number(ACCOUNT) })[1]).toEqual([
      'conversation-request; brandId is a number; the pages ask for a string',
    ]);
  });
});

describe('a conversation that is not opened', () => {
  it.each([null, '', `${ACCOUNT}0`, Number(ACCOUNT) + 1, [ACCOUNT]])('names the brand %j', (brandId) => {
    expectRefused(() => open({ brandId }), ['brand-foreign', `brandId is not the path's account ${ACCOUNT}`]);
  });

  it.each([
    [{ brandId: Number(ACCOUNT) }, 'brandId is a number; the pages ask for a string'],
    [{ skillId: 77 }, NO_SKILL],
    [{ ttrDefName: 'SOON' }, NO_TTR],
  ])('departs from the pages on a strict mock: %j', (body, sentence) => {
    expectRefused(() => open(body, openStage({ strict: true })), ['deviation-refused', sentence]);
  });

  it('is the second of a consumer, who is named in the answer', () => {
    const stage = openStage();
    open(BODY, stage);
    expectRefused(
      () => open(BODY, stage),
      ['conversation-already-open', 'a consumer has one open conversation at the most; close it first'],
      {
        message:
          "Consumer request conversation failed: User jane already has open conversation. Can't open another one.",
      },
    );
  });

  it('would have no place, because open ones alone take all the memory', () => {
    expectRefused(
      () => open(BODY, openStage({}, true)),
      [
        'memory-full',
        'open conversations alone take all the memory that limits.megabytes gives; close some, reset the mock, or raise it',
      ],
    );
  });

  it('is of a consumer whose id is too long to be kept', () => {
    const { as } = openStage();
    const request = (length: number): unknown =>
      requestConversation(BODY, as({ side: 'consumer', id: 'c'.repeat(length) }));
    expect(request(1024)).toMatchObject({ name: 'cm.RequestConversation' });
    expectRefused(
      () => request(1025),
      ['name-too-long', 'lp_consumer_id has 1025 characters; this mock keeps up to 1024'],
    );
  });
});
