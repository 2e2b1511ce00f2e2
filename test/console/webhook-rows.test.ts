import { describe, expect, it } from '@jest/globals';
import type { MockEvent, ToldAttempt } from '../../mock-server/console/admin-api.ts';
import { asHar, asJson, readSaved } from '../../mock-server/console/exported.ts';
import { drawPicture } from '../../mock-server/console/picture/picture.ts';
import { asSvgFile } from '../../mock-server/console/picture/drawn.ts';
import { INKS } from '../../mock-server/console/picture/ink.ts';
import { isCall, lanesOf } from '../../mock-server/console/picture/step.ts';
import { stepsOf } from '../../mock-server/console/picture/steps.ts';
import { rowsOf, subjectsOf } from '../../mock-server/console/picture/subjects.ts';
import { estimateWidth } from '../../mock-server/console/picture/text-width.ts';
import { titleOf } from '../../mock-server/console/picture/title.ts';
import type { Filter, Rows } from '../../mock-server/console/rows.ts';
import { createRows } from '../../mock-server/console/rows.ts';
import { attemptRemedy } from '../../mock-server/console/webhooks/remedies.ts';
import { chooseBackend } from '../../mock-server/console/backend.ts';
import { createPageBackend } from '../../mock-server/console/site/page-backend.ts';
import type { Mock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID } from '../support/through-every-adapter.ts';
import { CONTENT, ENDPOINT, openConversation, receiveInto, webhookMock } from '../webhooks/webhook-setup.ts';

const ALL: Filter = { text: '', only: new Set(), accountId: '', service: '' };
const NOBODY = (): undefined => undefined;

/** What a console has heard of a mock. */
async function heardBy(mock: Mock): Promise<Rows> {
  const rows = createRows();
  const call = callOf({ target: '/__admin/events?after=0', headers: { host: 'localhost' }, peer: 'in-process' });
  const reply = await mock.admin(call);
  if (!('stream' in reply)) throw new Error('it is no stream');
  const last = String(mock.webhooks.list().at(-1)?.id);
  for await (const piece of reply.stream) {
    const [, data] = /^data: (.*)$/m.exec(piece) ?? [];
    if (data === undefined) continue;
    const event = JSON.parse(data) as MockEvent;
    if ('entry' in event) rows.addEntry(event.entry);
    else if ('change' in event) rows.addChange(event.change);
    else rows.addAttempt(event.attempt);
    if ('attempt' in event && event.attempt.id === last) break;
  }
  return rows;
}

/** A receiver that fails at first, and is asked again 30 s later. */
async function toldTwice(): Promise<{ readonly rows: Rows; readonly mock: Mock; readonly conversationId: string }> {
  const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 1 } });
  receiveInto(mock, (count) => (count === 1 ? 500 : 200));
  const jane = await openConversation(mock);
  await jane.say('hello');
  await mock.settled();
  await mock.clock.advanceAsync('30s');
  return { rows: await heardBy(mock), mock, conversationId: jane.id };
}

describe('A webhook in the console', () => {
  it('is a row, with why it was not taken and when it is tried again', async () => {
    const { rows } = await toldTwice();
    expect(rows.matching(ALL).map(({ id, what, why, verdict }) => [id, what, why, verdict].join(' | '))).toEqual([
      'w2 | Webhook ContentEvent, attempt 2 |  | webhook',
      'c2 | You moved the clock +30 s, which stands still |  | change',
      'w1 | Webhook ContentEvent | The receiver answered 500. Next attempt in 30 s, at 12:00:30. | not-taken',
      '2 | Send to a conversation |  | accepted',
      '1 | Open a conversation |  | accepted',
      'c1 | You stopped the clock |  | change',
    ]);
    expect([rows.count('not-taken'), rows.count('refused')]).toEqual([1, 0]);
  });

  it('is found by service, account, state and words', async () => {
    const { rows, conversationId } = await toldTwice();
    const found = (filter: Partial<Filter>): string[] => rows.matching({ ...ALL, ...filter }).map(({ id }) => id);
    expect(found({ service: 'webhooks' })).toEqual(['w2', 'w1']);
    expect(found({ only: new Set(['not-taken']) })).toEqual(['w1']);
    expect(found({ service: 'webhooks', accountId: ACCOUNT })).toEqual(['w2', 'w1']);
    expect(found({ service: 'webhooks', accountId: '87654321' })).toEqual([]);
    for (const text of [conversationId, CLIENT_ID, 'connector.example.test', CONTENT])
      expect(found({ text, service: 'webhooks' })).toEqual(['w2', 'w1']);
    expect(found({ text: 'retrying' })).toEqual(['w1']);
  });

  it('says what is to be done where nobody receives', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    const [row] = (await heardBy(mock)).matching(ALL);
    expect(row?.why).toMatch(/^No receiver: nobody in this process answers .* It is not tried again\.$/);
    const attempt = row?.attempt as ToldAttempt;
    chooseBackend({ ...createPageBackend(mock), isInPage: undefined } as never);
    expect(attemptRemedy(attempt)).toContain('mock.webhooks.deliverTo(…)');
    chooseBackend(createPageBackend(mock));
    expect(attemptRemedy(attempt)).toContain('Nobody can receive in this page');
    expect(attemptRemedy({ ...attempt, reason: undefined })).toBeUndefined();
    expect(attemptRemedy({ ...attempt, reason: 'something new' })).toBeUndefined();
  });
});

describe('Webhooks in a file', () => {
  it('come back in their place', async () => {
    const { rows } = await toldTwice();
    const saved = readSaved(asJson(rows.all()));
    expect(saved.attempts.map(({ id, afterEntry, afterChange }) => [id, afterEntry, afterChange])).toEqual([
      ['1', 2, 1],
      ['2', 2, 2],
    ]);
    expect(asJson(rows.all())).not.toMatch(/hello|sha1=/);
    expect(readSaved('{"format":"lp-auth-mock calls","entries":[]}')).toEqual({
      entries: [],
      changes: [],
      attempts: [],
    });
  });

  it.each(['7', '[7]', '[null]', '[{"id":"1"}]', '[{"id":1,"deliveryId":"1"}]'])('are refused as %s', (attempts) => {
    expect(() => readSaved(`{"format":"lp-auth-mock calls","entries":[],"attempts":${attempts}}`)).toThrow(
      'not one that this page has exported',
    );
  });

  it('are calls of a HAR, with what was sent', async () => {
    const { rows, mock } = await toldTwice();
    chooseBackend(createPageBackend(mock));
    const { log } = JSON.parse(await asHar(rows.all(), '1')) as { log: { entries: { request: { url: string } }[] } };
    expect(log.entries.map(({ request }) => request.url.replace(/^.*\/(?=\w+)/, ''))).toEqual([
      'conversation',
      'send',
      'events',
      'events',
    ]);
    const [attempt] = mock.webhooks.list();
    expect(log.entries[2]).toMatchObject({
      comment: `webhook ${CONTENT}, attempt 1: retrying`,
      request: {
        method: 'POST',
        postData: { mimeType: 'application/json', text: attempt?.body },
        headers: expect.arrayContaining([
          { name: 'x-liveperson-signature', value: attempt?.headers['x-liveperson-signature'] },
        ]),
      },
      response: { status: 500, comment: 'answered with 500; only 200 and 201 count' },
    });
  });
});

describe('Webhooks in a picture', () => {
  it('go from the mock to a lane of the receiver, each attempt in its place', async () => {
    const { rows } = await toldTwice();
    const steps = stepsOf(rows.all());
    expect(
      steps.map((step) =>
        isCall(step) ? `${step.from} > ${step.to}: ${step.words}, ${step.trouble?.why ?? step.answer}` : step.band,
      ),
    ).toEqual([
      'client > send-api: Open a conversation, 200',
      'client > send-api: Send to a conversation, 200',
      'webhooks > receiver: ContentEvent, next attempt in 30 s',
      'Clock moved +30 s',
      'webhooks > receiver: ContentEvent, attempt 2, 200',
    ]);
    expect(lanesOf(steps)).toEqual(['client', 'send-api', 'webhooks', 'receiver']);
    expect(titleOf(steps)).toBe('What happens to a webhook that is not taken');
    expect(titleOf(steps.slice(3))).toBe('How a receiver hears of a conversation');
  });

  it.each(['16:9', 'tall'] as const)('stand in the file that is downloaded (%s)', async (format) => {
    const { rows } = await toldTwice();
    const options = {
      title: 'T',
      subject: 'S',
      ink: 'paper',
      hasAnswers: true,
      hasTimes: true,
      hasReasons: true,
    } as const;
    const file = asSvgFile(drawPicture(stepsOf(rows.all()), { ...options, format, measure: estimateWidth }));
    for (const words of [format === 'tall' ? 'Receiver' : 'Your receiver', '500 · next attempt in 30 s', 'attempt 2'])
      expect(file).toContain(words);
    // Whoever receives is none of the mock's: its head is dark, as that of a client.
    expect(file.split(`fill="${INKS.paper.text}"`).length).toBeGreaterThan(2);
  });

  it('belong to their account and conversation, with the clock between them', async () => {
    const { rows, conversationId } = await toldTwice();
    const id = `conversation-${conversationId}`;
    expect(subjectsOf(rows.all(), NOBODY).map((subject) => subject.id)).toEqual([
      `account-${ACCOUNT}`,
      id,
      'consumer-jane',
    ]);
    expect(rowsOf(rows.all(), id, NOBODY).map((row) => row.id)).toEqual(['w1', 'c2', 'w2']);
    expect(rowsOf(rows.all(), `account-${ACCOUNT}`, NOBODY).map((row) => row.id)).toEqual(['1', '2', 'w1', 'c2', 'w2']);
    expect(
      rowsOf(rows.all(), 'consumer-jane', (call) => (call < 3 ? { conversation: conversationId } : undefined)).map(
        (row) => row.id,
      ),
    ).toEqual(['1', '2', 'w1', 'c2', 'w2']);
  });

  it('leave out what was not even tried, and receipts where they are not wanted', () => {
    const attempt: ToldAttempt = {
      id: '1',
      deliveryId: '1',
      accountId: ACCOUNT,
      clientId: CLIENT_ID,
      event: 'ms.MessagingEventNotification.ChatStateEvent',
      conversationId: 'c',
      url: '',
      attempt: 0,
      atMs: 0,
      durationMs: 0,
      state: 'dropped',
      status: undefined,
      reason: 'no receiver: nobody',
      nextAtMs: undefined,
      afterEntry: 0,
      afterChange: 0,
    };
    const rows = createRows();
    rows.addAttempt(attempt);
    rows.addAttempt({ ...attempt, attempt: 1 });
    const steps = stepsOf(rows.all()).filter(isCall);
    expect(steps).toMatchObject([
      { isReceipt: true, trouble: { code: 'no answer', why: 'no receiver, not tried again' } },
    ]);
    expect(rows.all()[0]).toMatchObject({ what: 'Webhook ChatStateEvent, not tried', why: 'No receiver: nobody.' });
  });
});
