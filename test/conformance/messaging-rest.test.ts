import { expect, it } from '@jest/globals';
import { closeConversation, JSON_HEADERS, publish, SEND_PATH } from '../support/flows.ts';
import { findInHistory, TODAY } from '../support/history.ts';
import {
  agentOf,
  appFor,
  consumerOf,
  consumerPath,
  conversationPath,
  expectRestRefusal,
  getRest,
  messagesPath,
  openRest,
  patchRest,
  sayRest,
} from '../support/messaging-rest.ts';
import type { RestUser } from '../support/messaging-rest.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const NOON_MS = NOON_SECONDS * 1000;
const ETAG = /^"[0-9a-f]{32}"$/;

describeThroughEveryAdapter('The Messaging REST API', (open) => {
  it('goes with an app from the consumer to the close, in whole bodies', async () => {
    const mock = await open();
    const app = await appFor(mock);
    const profile = { firstName: 'Jane', lastName: 'Doe', brandId: ACCOUNT, acr: '0' };
    const put = await mock.ask('PUT', consumerPath(app.id), { headers: app.headers, body: profile });
    expect([put.status, put.text]).toEqual([200, JSON.stringify({ ...profile, id: app.id })]);
    expect(put.headers).toEqual(JSON_HEADERS);

    const opened = await mock.post(`${consumerPath(app.id)}/conversations`, {
      headers: app.headers,
      body: { channelType: 'MESSAGING', skillId: '7' },
    });
    const { id } = opened.json() as { id: string };
    const bodyOf = (stage: string, end: object = {}, updatedTs = NOON_MS): string =>
      JSON.stringify({
        id,
        brandId: ACCOUNT,
        consumerId: app.id,
        channelType: 'MESSAGING',
        stage,
        skillId: '7',
        createdTs: NOON_MS,
        updatedTs,
        ...end,
        participants: [{ id: app.id, role: 'CONSUMER' }],
        dialogs: [{ id, dialogType: 'MAIN', channelType: 'MESSAGING', state: stage }],
      });
    expect([opened.status, opened.text]).toEqual([201, bodyOf('OPEN')]);
    expect(opened.headers).toEqual({ ...JSON_HEADERS, etag: expect.stringMatching(ETAG) });

    const sent = await sayRest(mock, app, id);
    const messageId = `ms::conv:${id}::msg:0`;
    expect([sent.status, sent.text]).toEqual([
      201,
      JSON.stringify({ conversationId: id, dialogId: id, messageId, sequence: 0 }),
    ]);
    const heard = await getRest(mock, app, messagesPath(id));
    expect([heard.status, heard.text]).toEqual([
      200,
      JSON.stringify({
        data: [
          {
            sequence: 0,
            dialogId: id,
            type: 'PLAIN_TEXT',
            content: { text: 'hi' },
            originator: { role: 'CONSUMER' },
            messageAudience: 'ALL',
            createdTs: NOON_MS,
          },
        ],
        links: { next: null },
      }),
    ]);

    const found = await getRest(mock, app, conversationPath(id));
    expect([found.status, found.text, found.headers]).toEqual([200, bodyOf('OPEN'), opened.headers]);
    await mock.clock.advance('1m');
    const closed = await patchRest(mock, app, id, found.headers['etag']);
    const end = { closedTs: NOON_MS + 60_000, closeReason: 'CONSUMER' };
    expect([closed.status, closed.text]).toEqual([200, bodyOf('CLOSE', end, NOON_MS + 60_000)]);
    expect(closed.headers).toEqual({ ...JSON_HEADERS, etag: expect.stringMatching(ETAG) });
    expect(closed.headers['etag']).not.toBe(opened.headers['etag']);
    expect(await getRest(mock, app, conversationPath(id))).toEqual({ ...closed, json: expect.any(Function) });
  });

  it('lets in a consumer with an LP_JWT, an agent with a bearer, and an app with either form of its tokens', async () => {
    const mock = await open();
    const [app, consumer, agent] = [await appFor(mock), await consumerOf(mock), await agentOf(mock)];
    const { id } = await openRest(mock, consumer);
    for (const headers of [consumer.headers, agent.headers])
      expect(await mock.get(conversationPath(id), { headers })).toMatchObject({ status: 200 });
    const own = await openRest(mock, app);
    const { authorization = '', 'lp-on-behalf': jws = '' } = app.headers;
    const words = { ...app.headers, authorization: `Bearer ${authorization}`, 'lp-on-behalf': `Bearer ${jws}` };
    const answer = await mock.get(conversationPath(own.id), { headers: words });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, undefined]);
  });

  it('works on the conversations of the Send API, and the history has what is said here', async () => {
    const mock = await open();
    const app = await appFor(mock);
    const { id } = await openRest(mock, app);
    const headers = {
      authorization: app.headers['authorization'] ?? '',
      'x-lp-on-behalf': app.headers['lp-on-behalf'] ?? '',
    };
    const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'by the Send API' };
    await mock.post(SEND_PATH, { headers, body: publish(id, event) });
    await sayRest(mock, app, id, 'by REST');
    const said = (await getRest(mock, app, messagesPath(id))).json() as { data: { content: { text: string } }[] };
    expect(said.data.map(({ content }) => content.text)).toEqual(['by the Send API', 'by REST']);
    const { conversationHistoryRecords: records } = await findInHistory(mock, 'search', { start: TODAY });
    const texts = records.map((record) =>
      (record['messageRecords'] as { messageData: object }[]).map(({ messageData }) => messageData),
    );
    expect(texts).toEqual([[{ msg: { text: 'by the Send API' } }, { msg: { text: 'by REST' } }]]);
    await mock.post(SEND_PATH, { headers, body: closeConversation(id) });
    expect((await getRest(mock, app, conversationPath(id))).json()).toMatchObject({ stage: 'CLOSE' });
    expectRestRefusal(await sayRest(mock, app, id), 409, 'conflict', 'conversation-closed');
  });

  it('has an agent open a conversation with a consumer, and have it', async () => {
    const mock = await open();
    const agent = await agentOf(mock);
    const answer = await mock.post(`${consumerPath('joan')}/conversations`, { headers: agent.headers });
    expect([answer.status, answer.json()]).toMatchObject([
      201,
      {
        consumerId: 'joan',
        participants: [
          { id: 'joan', role: 'CONSUMER' },
          { id: agent.id, role: 'ASSIGNED_AGENT' },
        ],
      },
    ]);
  });

  it('shows what agents keep among themselves to agents alone', async () => {
    const mock = await open();
    const [consumer, agent] = [await consumerOf(mock), await agentOf(mock)];
    const { id } = await openRest(mock, consumer);
    const audience = { messageAudience: 'AGENTS_AND_MANAGERS' };
    expect(await sayRest(mock, agent, id, 'aside', audience)).toMatchObject({ status: 201 });
    expect((await getRest(mock, consumer, messagesPath(id))).json()).toEqual({ data: [], links: { next: null } });
    expect((await getRest(mock, agent, messagesPath(id))).json()).toMatchObject({
      data: [{ content: { text: 'aside' }, originator: { role: 'ASSIGNED_AGENT' }, ...audience }],
    });
  });

  it('takes files and rich content, and leaves receipts out of the messages', async () => {
    const mock = await open();
    const app = await appFor(mock);
    const { id } = await openRest(mock, app);
    const file = { relativePath: '/v1/map.png', fileType: 'PNG', caption: 'A map' };
    const rich = { type: 'vertical', elements: [] };
    for (const [type, content] of [
      ['HOSTED_FILE', file],
      ['RICH_CONTENT', rich],
    ])
      expect(await mock.post(messagesPath(id), { headers: app.headers, body: { type, content } })).toMatchObject({
        status: 201,
      });
    const { authorization = '', 'lp-on-behalf': jws = '' } = app.headers;
    const receipt = publish(id, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] });
    await mock.post(SEND_PATH, { headers: { authorization, 'x-lp-on-behalf': jws }, body: receipt });
    const { data } = (await getRest(mock, app, messagesPath(id))).json() as { data: object[] };
    expect(data).toMatchObject([
      { sequence: 0, type: 'HOSTED_FILE', content: file },
      { sequence: 1, type: 'RICH_CONTENT', content: rich },
    ]);
  });
});

describeThroughEveryAdapter('Messages over REST', (open) => {
  async function sayFive(mock: OpenMock): Promise<{ user: RestUser; id: string }> {
    const user = await consumerOf(mock);
    const { id } = await openRest(mock, user);
    for (const text of ['0', '1', '2', '3', '4']) await sayRest(mock, user, id, text);
    return { user, id };
  }

  it('lead from page to page by links, both ways, and each is on one page', async () => {
    const mock = await open();
    const { user, id } = await sayFive(mock);
    const walk = async (query: string): Promise<string[]> => {
      const pages: string[] = [];
      let next: string | null = `${messagesPath(id)}?${query}`;
      while (next !== null && pages.length < 10) {
        const { data, links } = (await getRest(mock, user, next)).json() as {
          data: { content: { text: string } }[];
          links: { next: string | null };
        };
        pages.push(data.map(({ content }) => content.text).join(''));
        const { pathname, search } = new URL(links.next ?? 'http://localhost');
        next = links.next === null ? null : `${pathname}${search}`;
      }
      return pages;
    };
    expect(await walk('limit=2')).toEqual(['01', '23', '4']);
    expect(await walk('limit=5&sortBy=sequence&sortOrder=ASC')).toEqual(['01234']);
    expect(await walk('newerThanSequence=3&limit=1')).toEqual(['3', '4']);
    expect(await walk('newerThanSequence=5')).toEqual(['']);
    expect(await walk('olderThanSequence=1&limit=1')).toEqual(['0', '1']);
    expect(await walk('sortOrder=DESC&limit=2')).toEqual(['43', '21', '0']);
    expect(await walk('sortOrder=DESC&newerThanSequence=3&limit=1')).toEqual(['4', '3']);
  });

  it('are 100 at a time: more is noted, and refused by a strict mock', async () => {
    const mock = await open();
    const { user, id } = await sayFive(mock);
    const answer = await getRest(mock, user, `${messagesPath(id)}?limit=101`);
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, expect.stringMatching('^rest-limit; ')]);
    const strict = await open({ strict: true });
    const other = await consumerOf(strict);
    const refused = await getRest(strict, other, `${messagesPath((await openRest(strict, other)).id)}?limit=101`);
    expectRestRefusal(refused, 400, 'bad_request', 'deviation-refused');
  });

  it.each(['limit=0', 'limit=-1', 'newerThanSequence=one', 'olderThanSequence=1.5', 'sortBy=time', 'sortOrder=up'])(
    'are refused with %s',
    async (query) => {
      const mock = await open();
      const user = await consumerOf(mock);
      const { id } = await openRest(mock, user);
      const answer = await getRest(mock, user, `${messagesPath(id)}?${query}`);
      expectRestRefusal(answer, 400, 'bad_request', 'parameter-invalid');
    },
  );
});
