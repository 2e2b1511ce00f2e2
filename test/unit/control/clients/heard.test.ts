import { describe, expect, it } from '@jest/globals';
import type { Heard } from '../../../../mock-server/control/clients/heard.ts';
import { createHeard } from '../../../../mock-server/control/clients/heard.ts';

type Event = Parameters<Heard['tell']>[1];

const eventOf = (sequence: number | undefined, message: unknown, more: object = {}, type = 'ContentEvent'): Event =>
  ({
    sequence,
    originatorId: 'ada',
    originatorMetadata: { id: 'ada', role: 'ASSIGNED_AGENT' },
    serverTimestamp: 5,
    event: { type, message },
    ...more,
  }) as unknown as Event;

const open = (): Heard => createHeard(({ originatorId }) => originatorId === 'me');

/** What a wait fails with that its signal has ended. */
const seenBy = (wait: (options: { signal: AbortSignal }) => Promise<unknown>): Promise<string> =>
  wait({ signal: AbortSignal.abort() }).then(
    () => 'it did not fail',
    (error: unknown) => (error as Error).message,
  );

describe('What a socket has heard', () => {
  it('are messages of others, each once and in order', async () => {
    const heard = open();
    heard.tell('1', eventOf(0, 'hello'));
    heard.tell('1', eventOf(1, 'mine', { originatorId: 'me' }));
    heard.tell('1', eventOf(2, 'read', {}, 'AcceptStatusEvent'));
    heard.tell('2', eventOf(undefined, { content: [] }, { serverTimestamp: undefined }, 'RichContentEvent'));
    heard.tell('1', eventOf(3, { caption: 'a file' }));
    heard.tell('1', eventOf(4, 'rich', {}, 'RichContentEvent'));
    const common = { conversationId: '1', role: 'ASSIGNED_AGENT', from: 'ada', atMs: 5 };
    expect([1, 2, 3, 4].map(() => heard.nextMessage()).length).toBe(4);
    const again = open();
    for (const [sequence, message, type] of [
      [0, 'hello', 'ContentEvent'],
      [3, { caption: 'a file' }, 'ContentEvent'],
      [4, 'rich', 'RichContentEvent'],
    ] as const) {
      again.tell('1', eventOf(sequence, message, {}, type));
      expect(await again.nextMessage()).toEqual({
        ...common,
        sequence,
        text: message === 'hello' ? 'hello' : undefined,
        event: { type, message },
      });
    }
    again.tell('2', eventOf(undefined, 'late', { serverTimestamp: undefined }));
    expect(await again.nextMessage()).toMatchObject({ conversationId: '2', sequence: 0, atMs: 0 });
    expect([heard.sequencesIn('1'), heard.sequencesIn('2'), heard.sequencesIn('3')]).toEqual([[0, 3, 4], [0], []]);
  });

  it('of before is passed over where it was heard already', () => {
    const heard = open();
    heard.tell('1', eventOf(1, 'one'));
    heard.tell('2', eventOf(2, 'of another'));
    heard.tellEarlier('1', [eventOf(1, 'one'), eventOf(2, 'two'), eventOf(3, 'mine', { originatorId: 'me' })]);
    expect([heard.sequencesIn('1'), heard.sequencesIn('2')]).toEqual([[1, 2], [2]]);
  });

  it('is waited for by its text, and told when it does not come', async () => {
    const heard = open();
    const none = 'no message was heard';
    const end = 'the signal ended the wait before';
    expect(await seenBy((options) => heard.nextMessage(options))).toBe(`nextMessage: ${end} a message came; ${none}`);
    for (const index of [0, 1, 2, 3]) heard.tell('1', eventOf(index, `text ${String(index)}`));
    heard.tell('1', eventOf(4, {}, {}, 'RichContentEvent'));
    const five = ['0', '1', '2', '3']
      .map((index) => `ASSIGNED_AGENT "text ${index}"`)
      .concat('ASSIGNED_AGENT RichContentEvent');
    expect((await heard.waitForText('text 1')).sequence).toBe(1);
    expect((await heard.waitForText(/3/)).sequence).toBe(3);
    expect(await seenBy((options) => heard.waitForText('none "x"', options))).toBe(
      `waitForText: ${end} a message with the text "none \\"x\\"" came; heard: ${five.join(', ')}`,
    );
    heard.tell('1', eventOf(5, 'text 5'));
    expect(await seenBy((options) => heard.waitForText(/none/i, options))).toBe(
      `waitForText: ${end} a message like /none/i came; heard: ..., ${[...five.slice(1), 'ASSIGNED_AGENT "text 5"'].join(', ')}`,
    );
  });

  it('is who closed which conversation, before or while somebody waits', async () => {
    const heard = open();
    const waits = [heard.waitForClose('1'), heard.waitForClose('2')];
    heard.tellClosed('2', 'AGENT');
    heard.tellClosed('1', 'CONSUMER');
    expect(await Promise.all([...waits, heard.waitForClose('1')])).toEqual(['CONSUMER', 'AGENT', 'CONSUMER']);
    expect(await seenBy((options) => heard.waitForClose('3', options))).toBe(
      'waitForClose: the signal ended the wait before the end of the conversation 3 came; no message was heard',
    );
  });

  it('is kept for 1,000 messages and 1,000 conversations', async () => {
    const heard = open();
    for (let index = 0; index <= 1000; index += 1) heard.tell('1', eventOf(index, 'x'));
    expect([heard.sequencesIn('1').length, heard.sequencesIn('1')[0]]).toEqual([1000, 1]);
    for (let index = 0; index < 1000; index += 1) heard.tellClosed(String(index), 'AGENT');
    expect(await heard.waitForClose('0')).toBe('AGENT');
    heard.tellClosed('1000', 'SYSTEM');
    heard.end('over');
    expect(await heard.waitForClose('1000')).toBe('SYSTEM');
    const why = ['message', 'close'].map(() => expect.stringContaining(': over before ') as unknown);
    await heard.nextMessage();
    const failures = await Promise.allSettled([heard.waitForText('y'), heard.waitForClose('x')]);
    expect(failures.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : ''))).toEqual(why);
  });
});
