import { expect, it } from '@jest/globals';
import { closeConversation } from '../support/flows.ts';
import {
  askHistory,
  expectHistoryRefusal,
  findInHistory,
  historyPath,
  idsInHistory,
  openTalk,
  openThree,
  targetOf,
  TODAY,
} from '../support/history.ts';
import { describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

describeThroughEveryAdapter('A search by conversation', (openMock) => {
  it('finds each once, in the order of the ids, and nothing for an id of none', async () => {
    const mock = await openMock();
    const [first, second, third] = (await openThree(mock)).map(({ id }) => id);
    const find = (body: object): Promise<string[]> => idsInHistory(mock, 'conversation/search', body);
    expect(await find({ conversationId: second })).toEqual([second]);
    expect(await find({ conversationIds: [third, first, third, 'none', '__proto__'] })).toEqual([third, first]);
    expect(await find({ conversationId: second, conversationIds: [first] })).toEqual([second, first]);
    expect(await find({ conversationIds: [] })).toEqual([]);
  });

  it('answers as the search does', async () => {
    const mock = await openMock();
    const { id } = await openTalk(mock, 'jane');
    const found = await findInHistory(mock, 'search', { start: TODAY });
    const byId = await findInHistory(mock, 'conversation/search?source=Tests', { conversationId: id });
    expect(byId.conversationHistoryRecords).toEqual(found.conversationHistoryRecords);
    expect([byId._metadata.count, targetOf(byId._metadata['self'])]).toEqual([1, historyPath('conversation/search')]);
    const part = await findInHistory(mock, 'conversation/search', {
      conversationId: id,
      contentToRetrieve: ['messageRecords'],
    });
    expect(Object.keys(part.conversationHistoryRecords[0] ?? {})).toEqual(['info', 'messageRecords']);
  });

  it.each([
    ['no id', {}],
    ['an id that is an object', { conversationId: {} }],
    ['ids that are a text', { conversationIds: 'a' }],
    ['more than 100 ids', { conversationIds: Array.from({ length: 101 }, (_each, at) => String(at)) }],
  ])('is refused with %s', async (_, body) => {
    expectHistoryRefusal(await askHistory(await openMock(), 'conversation/search', body), 400, 'body-wrong-shape');
  });
});

describeThroughEveryAdapter('A search by consumer', (openMock) => {
  it('finds the conversations of that consumer, page by page', async () => {
    const mock = await openMock();
    const first = await openTalk(mock, 'jane');
    await first.send(closeConversation(first.id));
    await mock.clock.advance('1s');
    const second = await openTalk(mock, 'jane');
    await openTalk(mock, 'john');
    const { consumerId } = first;
    const find = (search: string, status?: readonly string[]): Promise<string[]> =>
      idsInHistory(mock, search, { consumer: consumerId, status });
    expect(await find('consumer/search', ['OPEN', 'CLOSE'])).toEqual([second.id, first.id]);
    expect(await find('consumer/search')).toEqual([second.id, first.id]);
    expect(await find('consumer/search', ['CLOSE'])).toEqual([first.id]);
    expect(await find('consumer/search?limit=1&offset=1&sort=start:asc')).toEqual([second.id]);
  });

  it('names the consumer as the profile does', async () => {
    const mock = await openMock();
    const talk = await openTalk(mock, 'jane');
    const consumerOf = async (profile: object): Promise<unknown> => {
      await talk.send({ kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: profile });
      const found = await findInHistory(mock, 'consumer/search', { consumer: talk.consumerId });
      return (found.conversationHistoryRecords[0]?.['consumerParticipants'] as unknown[])[0];
    };
    const profile = {
      firstName: 'Jane',
      lastName: 'Doe',
      avatarUrl: 'https://example.test/a.png',
      privateData: { mobileNum: '1-10-100', mail: 'jane@example.test' },
    };
    expect(await consumerOf(profile)).toMatchObject({
      firstName: 'Jane',
      lastName: 'Doe',
      email: 'jane@example.test',
      phone: '1-10-100',
      avatarURL: 'https://example.test/a.png',
      consumerName: 'Jane',
    });
    const lpSdes = [{ type: 'ctmrinfo' }, { type: 'personal', personal: { firstname: 'John', lastname: 'Dee' } }];
    expect(await consumerOf({ firstName: '', authenticatedData: { lp_sdes: lpSdes } })).toMatchObject({
      firstName: 'John',
      lastName: 'Dee',
    });
  });

  it.each([
    ['nobody', {}],
    ['an empty name', { consumer: '' }],
    ['a number', { consumer: 7 }],
    ['a status of no page', { consumer: 'jane', status: ['open'] }],
  ])('is refused for %s', async (_, body) => {
    expectHistoryRefusal(await askHistory(await openMock(), 'consumer/search', body), 400, 'body-wrong-shape');
  });
});
