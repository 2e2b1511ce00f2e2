import { expect, it } from '@jest/globals';
import { closeConversation, sayHello } from '../support/flows.ts';
import {
  askHistory,
  findInHistory,
  historyPath,
  idsInHistory,
  OAUTH_1,
  openTalk,
  openThree,
  targetOf,
  TODAY,
} from '../support/history.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const NOON_MS = NOON_SECONDS * 1000;

describeThroughEveryAdapter('A search in the message history', (openMock) => {
  it('finds a conversation with all that was said, in the whole body', async () => {
    const mock = await openMock();
    const talk = await openTalk(mock, 'jane');
    const { id, consumerId } = talk;
    await mock.clock.advance('10s');
    await talk.send(sayHello(id, '1', 'Hi!'));
    await mock.clock.advance('50s');
    await talk.send(closeConversation(id));
    const answer = await askHistory(mock, 'search?offset=0&limit=50&sort=start:desc', { start: TODAY });
    const { _metadata: metadata } = answer.json() as { _metadata: { self: { href: string } } };
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.text).toBe(
      JSON.stringify({
        _metadata: {
          count: 1,
          self: { rel: 'self', href: metadata.self.href },
          shardsStatusResult: { partialResult: false },
        },
        conversationHistoryRecords: [
          {
            info: {
              startTime: '2026-11-20 12:00:00.000+0000',
              startTimeL: NOON_MS,
              endTime: '2026-11-20 12:01:00.000+0000',
              endTimeL: NOON_MS + 60_000,
              duration: 60_000,
              conversationId: id,
              brandId: ACCOUNT,
              agentDeleted: false,
              latestSkillId: -1,
              latestSkillName: 'Unassigned',
              source: 'APP',
              closeReason: 'CONSUMER',
              closeReasonDescription: 'MANUAL_CLOSE',
              status: 'CLOSE',
              firstConversation: true,
              device: 'NA',
              browser: 'undefined',
              operatingSystem: 'NA',
              latestAgentGroupId: -1,
              latestAgentGroupName: 'Unassigned',
              latestQueueState: 'IN_QUEUE',
              isPartial: false,
            },
            messageRecords: [
              {
                type: 'TEXT_PLAIN',
                messageData: { msg: { text: 'Hi!' } },
                messageId: `ms::conv:${id}::msg:0`,
                seq: 0,
                dialogId: id,
                sentBy: 'Consumer',
                source: 'APP',
                time: '2026-11-20 12:00:10.000+0000',
                timeL: NOON_MS + 10_000,
                participantId: consumerId,
                audience: 'ALL',
                device: 'NA',
              },
            ],
            messageScores: [],
            messageStatuses: [],
            agentParticipants: [],
            consumerParticipants: [
              {
                participantId: consumerId,
                firstName: 'Visitor',
                lastName: 'undefined',
                token: 'undefined',
                email: 'undefined',
                phone: 'undefined',
                avatarURL: 'undefined',
                time: '2026-11-20 12:00:00.000+0000',
                timeL: NOON_MS,
                consumerName: 'Visitor',
              },
            ],
            transfers: [],
            interactions: [],
          },
        ],
      }),
    );
    expect(targetOf(metadata.self)).toBe(`${historyPath('search')}?limit=50&offset=0&sort=start%3Adesc`);
  });

  it('finds nothing where there was nothing', async () => {
    const mock = await openMock();
    expect(await findInHistory(mock, 'search', { start: TODAY })).toMatchObject({
      _metadata: { count: 0 },
      conversationHistoryRecords: [],
    });
  });

  it('says of an open conversation that it has no end yet, and how long it has lasted', async () => {
    const mock = await openMock();
    await openTalk(mock, 'jane');
    await mock.clock.advance('90s');
    const [record] = (await findInHistory(mock, 'search', { start: TODAY })).conversationHistoryRecords;
    expect(record?.info).toMatchObject({ status: 'OPEN', endTime: 'undefined', endTimeL: -1, duration: 90_000 });
    expect(record?.info).not.toHaveProperty('closeReason');
  });

  it('says whether it is the first conversation of the consumer', async () => {
    const mock = await openMock();
    const first = await openTalk(mock, 'jane');
    await first.send(closeConversation(first.id));
    await openTalk(mock, 'jane');
    const { conversationHistoryRecords: records } = await findInHistory(mock, 'search?sort=start', { start: TODAY });
    expect(records.map(({ info }) => info['firstConversation'])).toEqual([true, false]);
  });

  it('leads from page to page by links', async () => {
    const mock = await openMock();
    const [first, second, third] = await openThree(mock);
    const page = await findInHistory(mock, 'search?limit=1&offset=0&source=Tests', { start: TODAY });
    expect(page.conversationHistoryRecords.map(({ info }) => info.conversationId)).toEqual([third.id]);
    const { count, self, next, last } = page._metadata;
    expect([count, targetOf(self), targetOf(next), targetOf(last)]).toEqual([
      3,
      `${historyPath('search')}?limit=1&offset=0&source=Tests`,
      `${historyPath('search')}?limit=1&offset=1&source=Tests`,
      `${historyPath('search')}?limit=1&offset=2&source=Tests`,
    ]);
    const final = await findInHistory(mock, 'search?limit=2&offset=1', { start: TODAY });
    expect(final.conversationHistoryRecords.map(({ info }) => info.conversationId)).toEqual([second.id, first.id]);
    expect(final._metadata).not.toHaveProperty('next');
    expect((await findInHistory(mock, 'search?offset=999999999999', { start: TODAY }))._metadata.count).toBe(3);
  });

  it('is in the order that is asked for, newest first by default', async () => {
    const mock = await openMock();
    const [first, second, third] = (await openThree(mock)).map(({ id }) => id);
    const order = (sort: string): Promise<string[]> => idsInHistory(mock, `search?sort=${sort}`, { start: TODAY });
    expect(await order('')).toEqual([third, second, first]);
    expect(await order('start:desc')).toEqual([third, second, first]);
    expect(await order('start:asc')).toEqual([first, second, third]);
    expect(await order('start')).toEqual([first, second, third]);
    expect(await order('end:asc')).toEqual([first, second, third]);
    expect(await order('end:desc')).toEqual([third, second, first]);
  });

  it('takes the start rounded outwards to ten minutes, also as texts', async () => {
    const mock = await openMock();
    const [first, second, third] = (await openThree(mock)).map(({ id }) => id);
    const from = (fromMs: number, toMs: number): Promise<string[]> =>
      idsInHistory(mock, 'search?sort=start', { start: { from: String(fromMs), to: String(toMs) } });
    expect(await from(NOON_MS + 599_999, NOON_MS + 600_000)).toEqual([first, second, third]);
    expect(await from(NOON_MS + 600_000, NOON_MS + 600_001)).toEqual([]);
    expect(await from(NOON_MS - 600_000, NOON_MS)).toEqual([first]);
  });

  it.each([
    ['status', { status: ['CLOSE'] }, ['first']],
    ['both statuses', { status: ['OPEN', 'CLOSE'] }, ['first', 'second', 'third']],
    ['the end', { end: { from: NOON_MS + 3_120_000, to: NOON_MS + 3_120_000 } }, ['first']],
    ['skill', { skillIds: ['-1'] }, ['first', 'second', 'third']],
    ['skill as a number', { latestSkillIds: [7] }, []],
    ['agent', { agentIds: ['3677470410'] }, []],
    ['latest agent', { latestAgentIds: [3677470410] }, []],
    ['agent group', { agentGroupIds: [-1] }, []],
    ['a word in any case', { keyword: 'parcel' }, ['first']],
    ['how long it lasted', { duration: { from: 3120 } }, ['first']],
    ['how long at most', { duration: { to: 3060 } }, ['second', 'third']],
    ['rating', { csat: { from: 1, to: 5 } }, []],
    ['source', { source: ['APP'] }, ['first', 'second', 'third']],
    ['another source', { source: ['SMS'] }, []],
    ['device', { device: ['NA'] }, ['first', 'second', 'third']],
    ['type of a message', { messageContentTypes: ['RICH_CONTENT'] }, ['third']],
    ['queue', { latestConversationQueueState: 'IN_QUEUE' }, ['first', 'second', 'third']],
    ['assigned', { latestConversationQueueState: 'ACTIVE' }, []],
    ['score, which none has', { mcs: { from: 0, to: 100 } }, []],
    ['a filter that is null', { mcs: null, status: null, keyword: null, end: null }, ['first', 'second', 'third']],
  ])('filters by %s', async (_, filter, expected) => {
    const mock = await openMock();
    const talks = await openThree(mock);
    const names = new Map(talks.map(({ id }, at) => [id, ['first', 'second', 'third'][at]]));
    const ids = await idsInHistory(mock, 'search?sort=start', { start: TODAY, ...filter });
    expect(ids.map((id) => names.get(id))).toEqual(expected);
  });

  it('has the parts alone that are asked for, and info always', async () => {
    const mock = await openMock();
    await openThree(mock);
    const partsOf = async (contentToRetrieve: unknown): Promise<string[]> => {
      const { conversationHistoryRecords: records } = await findInHistory(mock, 'search', {
        start: TODAY,
        contentToRetrieve,
      });
      return Object.keys(records[0] ?? {});
    };
    expect(await partsOf(['messageRecords', 'transfers'])).toEqual(['info', 'messageRecords', 'transfers']);
    expect(await partsOf(['campaign', 'agentParticipantsActive', 'agentParticipantsLeave'])).toEqual([
      'info',
      'agentParticipantsActive',
      'agentParticipantsLeave',
    ]);
    expect(await partsOf([])).toEqual(['info']);
  });

  it('sees nothing of another account', async () => {
    const mock = await openMock();
    const { id, consumerId } = await openTalk(mock, 'jane');
    const foreign = async (search: string, body: object): Promise<unknown> =>
      (await mock.post(historyPath(search, OTHER_ACCOUNT), { headers: OAUTH_1, body })).json();
    const nothing = { _metadata: { count: 0 }, conversationHistoryRecords: [] };
    expect(await foreign('search', { start: TODAY })).toMatchObject(nothing);
    expect(await foreign('conversation/search', { conversationId: id })).toMatchObject(nothing);
    expect(await foreign('consumer/search', { consumer: consumerId, status: ['OPEN'] })).toMatchObject(nothing);
  });
});
