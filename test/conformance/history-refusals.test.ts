import { expect, it } from '@jest/globals';
import { askHistory, expectHistoryRefusal, historyPath, OAUTH_1, TODAY } from '../support/history.ts';
import { describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const NOON_MS = NOON_SECONDS * 1000;

describeThroughEveryAdapter('A search in the message history', (openMock) => {
  it.each([
    ['more than 100 at a time', 'search?limit=101', {}, 'history-limit'],
    ['a filter of no page', 'search', { skills: ['7'] }, 'history-filter'],
    ['a part of no page', 'search', { contentToRetrieve: ['messages'] }, 'history-content'],
  ])('notes %s, and a strict mock refuses it', async (_, search, filter, slug) => {
    const body = { start: TODAY, ...filter };
    const noted = await askHistory(await openMock(), search, body);
    expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([200, expect.stringMatching(`^${slug}; `)]);
    const strict = await openMock({ strict: true });
    expectHistoryRefusal(await askHistory(strict, search, body), 400, 'deviation-refused');
  });

  it.each([
    ['a limit of none', 'limit=0'],
    ['a negative offset', 'offset=-1'],
    ['an offset that is no number', 'offset=one'],
    ['half a page', 'limit=0.5'],
    ['a limit beyond all numbers', 'limit=1e400'],
    ['an order of nothing', 'sort=duration:desc'],
    ['an order that is none', 'sort=start:down'],
  ])('is refused with %s', async (_, query) => {
    const answer = await askHistory(await openMock(), `search?${query}`, { start: TODAY });
    expectHistoryRefusal(answer, 400, 'parameter-invalid');
  });

  it.each([
    ['no body', ''],
    ['a list', [{ start: TODAY }]],
    ['no start', {}],
    ['a start that is a number', { start: NOON_MS }],
    ['half a start', { start: { from: 1 } }],
    ['a start that is before it begins', { start: { from: 2, to: 1 } }],
    ['a start of a hundred years', { start: { from: 0, to: 3_155_760_000_000 } }],
    ['a start before 1970', { start: { from: -1, to: 1 } }],
    ['a start after all dates', { start: { from: 8.64e15, to: 8.65e15 } }],
    ['a start in words', { start: { from: 'yesterday', to: 'today' } }],
    ['an end of a hundred years', { start: TODAY, end: { from: 0, to: 3_155_760_000_000 } }],
    ['a status of no page', { start: TODAY, status: ['CLOSED'] }],
    ['a status that is a text', { start: TODAY, status: 'OPEN' }],
    ['a skill that is none', { start: TODAY, skillIds: [{}] }],
    ['a word that is none', { start: TODAY, keyword: 7 }],
    ['a duration of nothing', { start: TODAY, duration: {} }],
    ['a queue of no page', { start: TODAY, latestConversationQueueState: 'WAITING' }],
    ['parts that are no list', { start: TODAY, contentToRetrieve: 'info' }],
  ])('is refused with %s', async (_, body) => {
    expectHistoryRefusal(await askHistory(await openMock(), 'search', body), 400, 'body-wrong-shape');
  });

  it('is refused without credentials, and for an account that is not there', async () => {
    const mock = await openMock({ closed: true });
    for (const search of ['search', 'conversation/search', 'consumer/search']) {
      expectHistoryRefusal(await askHistory(mock, search, { start: TODAY }, {}), 401, 'agent-bearer-missing');
      const unknown = await mock.post(historyPath(search, '99999999'), { headers: OAUTH_1, body: {} });
      expectHistoryRefusal(unknown, 401, 'account-unknown');
    }
  });
});
