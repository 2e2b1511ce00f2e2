import { describe, expect, it } from '@jest/globals';
import { publishEvent } from '../../../mock-server/messaging/commands/publish-event.ts';
import { bound, queryMessages } from '../../../mock-server/messaging/commands/query-messages.ts';
import { longDialect } from '../../../mock-server/messaging/dialects/long.ts';
import { shortDialect } from '../../../mock-server/messaging/dialects/short.ts';
import type { Stage } from './command-scene.ts';
import { ADA, expectRefused, JANE, openStage } from './command-scene.ts';

const HELLO = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };

/** A conversation with four messages, the third of which is for agents alone. */
function openTalk(): { readonly stage: Stage; readonly dialogId: string } {
  const stage = openStage();
  const dialogId = stage.account.conversations.open(JANE.id).id;
  for (const messageAudience of ['ALL', 'ALL', 'AGENTS_AND_MANAGERS', 'ALL'])
    publishEvent({ dialogId, event: HELLO, messageAudience }, stage.as(ADA));
  return { stage, dialogId };
}

function asked(body: object, actor: typeof ADA | typeof JANE = ADA): unknown {
  const { stage, dialogId } = openTalk();
  const found = queryMessages({ dialogId, ...body }, stage.as(actor), shortDialect).body;
  return (found as { sequence: number }[]).map(({ sequence }) => sequence);
}

describe('what was said', () => {
  it.each([
    [{}, [0, 1, 2, 3]],
    [{ newerThanSequence: null, olderThanSequence: null, maxQuantity: null }, [0, 1, 2, 3]],
    [{ newerThanSequence: 1 }, [1, 2, 3]],
    [{ newerThanSequence: '1' }, [1, 2, 3]],
    [{ newerThanSequence: 4 }, []],
    [{ newerThanSequence: -1 }, [0, 1, 2, 3]],
    [{ olderThanSequence: 1 }, [0, 1]],
    [{ olderThanSequence: 0 }, [0]],
    [{ olderThanSequence: '-1' }, [0]],
    [{ newerThanSequence: 1, olderThanSequence: 2 }, [1, 2]],
    [{ maxQuantity: 2 }, [0, 1]],
    [{ maxQuantity: 0 }, []],
    [{ maxQuantity: -1 }, []],
    [{ newerThanSequence: 1, maxQuantity: 2 }, [1, 2]],
  ])('is found between both bounds, the first ones first: %j', (body, sequences) => {
    expect(asked(body)).toEqual(sequences);
  });

  it('is found without what agents keep from the consumer', () => {
    expect(asked({}, JANE)).toEqual([0, 1, 3]);
    expect(asked({ maxQuantity: 3 }, JANE)).toEqual([0, 1, 3]);
  });

  it('is told as the socket speaks, and found by conversationId as well', () => {
    const { stage, dialogId } = openTalk();
    const conversation = stage.account.conversations.find(dialogId)!;
    for (const dialect of [shortDialect, longDialect])
      expect(queryMessages({ conversationId: dialogId }, stage.as(ADA), dialect)).toEqual({
        name: 'ms.QueryMessages',
        body: conversation.messages.map((each) => dialect.message(conversation, each)),
      });
    expectRefused(
      () => queryMessages({ dialogId: 'elsewhere', conversationId: dialogId }, stage.as(ADA), longDialect),
      ['conversation-unknown', 'the account has no conversation of that id'],
    );
  });

  it.each(['newerThanSequence', 'olderThanSequence', 'maxQuantity'])('has %s as a whole number', (name) => {
    expectRefused(() => asked({ [name]: 'all' }), ['command-malformed', `${name} must be a whole number`]);
  });
});

describe('a bound', () => {
  it.each([
    [0, 0],
    [7, 7],
    [-7, 0],
    ['7', 7],
    ['-7', 0],
    ['123456789012345', 123456789012345],
    [undefined, undefined],
    [null, undefined],
  ])('%j is %j', (value, number) => {
    expect(bound(value, 'fromSeq')).toBe(number);
  });

  it.each([0.5, NaN, Infinity, '', 'x7', '7x', '--7', '7.5', '1234567890123456', true, [7], {}])(
    '%j is none',
    (value) => {
      expectRefused(() => bound(value, 'fromSeq'), ['command-malformed', 'fromSeq must be a whole number']);
    },
  );
});
