import { expect, it } from '@jest/globals';
import { publish } from '../support/flows.ts';
import { findInHistory, idsInHistory, openTalk, TODAY } from '../support/history.ts';
import type { FoundRecord, HistoryTalk } from '../support/history.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const NOON_MS = NOON_SECONDS * 1000;

/** An agent on his socket. */
interface Agent {
  readonly userId: string;
  readonly pid: string;
  readonly ask: (type: string, body: object) => Promise<unknown>;
}

async function comeIn(mock: OpenMock, username: string): Promise<Agent> {
  const answer = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, { body: { username, password: 'secret' } });
  const { bearer, config } = answer.json() as { bearer: string; config: { userId: string; userPid: string } };
  const socket = await mock.openSocket(`/ws_api/account/${ACCOUNT}/messaging/brand/${bearer}?v=2.1`);
  return {
    userId: config.userId,
    pid: config.userPid,
    ask: async (type, body) => {
      socket.send({ kind: 'req', id: '1', type, body });
      for (;;) {
        const [frame] = (await socket.take(1)) as { kind?: string; code?: number }[];
        if (frame?.kind !== 'resp') continue;
        expect(frame.code).toBe(200);
        return frame;
      }
    },
  };
}

const change = (agent: Agent, talk: HistoryTalk, conversationField: object): Promise<unknown> =>
  agent.ask('.ams.cm.UpdateConversationField', { conversationId: talk.id, conversationField });
const join = (agent: Agent, talk: HistoryTalk, role = 'ASSIGNED_AGENT'): Promise<unknown> =>
  change(agent, talk, { field: 'ParticipantsChange', type: 'ADD', role, userId: agent.pid });
const say = (agent: Agent, talk: HistoryTalk, event: object, more: object = {}): Promise<unknown> =>
  agent.ask('.ams.ms.PublishEvent', { dialogId: talk.id, event, ...more });

async function recordOf(mock: OpenMock, talk: HistoryTalk, contentToRetrieve?: string[]): Promise<FoundRecord> {
  const { conversationHistoryRecords: records } = await findInHistory(mock, 'conversation/search', {
    conversationId: talk.id,
    contentToRetrieve,
  });
  return records[0] as FoundRecord;
}

const named = (name: string): object => ({ agentFullName: name, agentNickname: name, agentLoginName: name });
const agentRecord = (agent: Agent, name: string, minute: number, permission = 'ASSIGNED_AGENT'): object => ({
  ...named(name),
  agentDeleted: false,
  agentId: agent.userId,
  userType: '1',
  userTypeName: 'Human',
  role: 'AGENT',
  agentGroupName: 'Unassigned',
  agentGroupId: -1,
  time: `2026-11-20 12:0${String(minute)}:00.000+0000`,
  timeL: NOON_MS + minute * 60_000,
  permission,
});

describeThroughEveryAdapter(
  'An agent in the message history',
  (open) => {
    it('is there with each of his messages and receipts, and under his user id', async () => {
      const mock = await open();
      const [ada, talk] = [await comeIn(mock, 'ada'), await openTalk(mock, 'jane')];
      await talk.send(publish(talk.id, { type: 'ContentEvent', contentType: 'text/plain', message: 'Hi' }));
      await join(ada, talk);
      await say(ada, talk, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0, 'one'] });
      await say(ada, talk, { type: 'ChatStateEvent', chatState: 'COMPOSING' });
      await say(ada, talk, { type: 'RichContentEvent', content: { type: 'text', text: 'Choose' } });
      const file = { caption: 'A map', relativePath: '/v1/map.png', fileType: 'PNG', preview: 'data' };
      await say(ada, talk, { type: 'ContentEvent', contentType: 'hosted/file', message: file });
      const aside = { type: 'ContentEvent', contentType: 'text/html', message: '<b>note</b>' };
      await say(ada, talk, aside, { messageAudience: 'AGENTS_AND_MANAGERS' });

      const record = await recordOf(mock, talk);
      const sent = (seq: number, audience = 'ALL'): object => ({
        messageId: `ms::conv:${talk.id}::msg:${String(seq)}`,
        seq,
        dialogId: talk.id,
        sentBy: 'Agent',
        source: 'APP',
        time: '2026-11-20 12:00:00.000+0000',
        timeL: NOON_MS,
        participantId: ada.userId,
        audience,
        device: 'NA',
      });
      expect((record['messageRecords'] as unknown[]).slice(1)).toEqual([
        {
          type: 'RICH_CONTENT',
          messageData: { richContent: { content: '{"type":"text","text":"Choose"}' } },
          ...sent(2),
        },
        {
          type: 'HOSTED_FILE',
          messageData: { file: { relativePath: '/v1/map.png', fileType: 'PNG', caption: 'A map' } },
          ...sent(3),
        },
        { type: 'TEXT_HTML', messageData: { msg: { text: '<b>note</b>' } }, ...sent(4, 'AGENTS_AND_MANAGERS') },
      ]);
      expect(record['messageStatuses']).toEqual([
        {
          messageId: `ms::conv:${talk.id}::msg:0`,
          seq: 0,
          time: '2026-11-20 12:00:00.000+0000',
          timeL: NOON_MS,
          participantId: ada.userId,
          participantType: 'Agent',
          messageDeliveryStatus: 'READ',
          dialogId: talk.id,
        },
      ]);
    });

    it('comes, hands over, goes and closes: each with its time', async () => {
      const mock = await open();
      const [ada, bob] = [await comeIn(mock, 'ada'), await comeIn(mock, 'bob')];
      const talk = await openTalk(mock, 'jane');
      await mock.clock.advance('1m');
      await join(ada, talk);
      await mock.clock.advance('1m');
      await join(bob, talk);
      await mock.clock.advance('1m');
      await change(bob, talk, { field: 'Skill', skill: '7' });
      await mock.clock.advance('1m');
      await join(ada, talk);
      await mock.clock.advance('1m');
      await change(ada, talk, { field: 'ParticipantsChange', type: 'REMOVE', role: 'ASSIGNED_AGENT', userId: ada.pid });
      await join(bob, talk, 'MANAGER');
      await change(bob, talk, { field: 'CSATRate', csatRate: 4 });
      await change(bob, talk, [
        { field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT', userId: bob.pid },
        { field: 'ConversationStateField', conversationState: 'CLOSE' },
      ]);

      const record = await recordOf(mock, talk);
      expect(record.info).toMatchObject({
        latestAgentId: bob.userId,
        latestAgentNickname: 'bob',
        latestAgentFullName: 'bob',
        latestAgentLoginName: 'bob',
        latestSkillId: 7,
        latestSkillName: '7',
        closeReason: 'AGENT',
        csat: 4,
        csatRate: 4,
        latestQueueState: 'ACTIVE',
      });
      expect(record['agentParticipants']).toEqual([
        agentRecord(ada, 'ada', 1),
        agentRecord(bob, 'bob', 2),
        agentRecord(ada, 'ada', 4),
        agentRecord(bob, 'bob', 5, 'MANAGER'),
        agentRecord(bob, 'bob', 5),
      ]);
      const at = (minute: number): object => ({
        timeL: NOON_MS + minute * 60_000,
        time: `2026-11-20 12:0${String(minute)}:00.000+0000`,
      });
      const from = (id: string, name: string): object => ({
        by: id,
        sourceAgentId: id,
        sourceAgentFullName: name,
        sourceAgentLoginName: name,
        sourceAgentNickname: name,
      });
      const any = {
        targetSkillId: -1,
        targetSkillName: 'Unassigned',
        sourceSkillId: -1,
        sourceSkillName: 'Unassigned',
      };
      const seven = { targetSkillId: 7, targetSkillName: '7' };
      expect(record['transfers']).toEqual([
        { ...at(2), assignedAgentId: bob.userId, reason: 'Agent', ...any, ...from(ada.userId, 'ada') },
        { ...at(3), assignedAgentId: 'null', reason: 'Skill', ...any, ...seven, ...from(bob.userId, 'bob') },
        {
          ...at(5),
          assignedAgentId: 'null',
          reason: 'back2Q',
          ...seven,
          sourceSkillId: 7,
          sourceSkillName: '7',
          ...from(ada.userId, 'ada'),
        },
      ]);
      const interaction = (agent: Agent, name: string, minute: number, interactiveSequence: number): object => ({
        assignedAgentId: agent.userId,
        assignedAgentFullName: name,
        assignedAgentLoginName: name,
        assignedAgentNickname: name,
        interactionTimeL: NOON_MS + minute * 60_000,
        interactionTime: `2026-11-20 12:0${String(minute)}:00.000+0000`,
        interactiveSequence,
      });
      expect(record['interactions']).toEqual([
        interaction(ada, 'ada', 1, 1),
        interaction(bob, 'bob', 2, 2),
        interaction(ada, 'ada', 4, 3),
        interaction(bob, 'bob', 5, 4),
      ]);
      const parts = await recordOf(mock, talk, ['agentParticipantsActive', 'agentParticipantsLeave']);
      expect(parts['agentParticipantsActive']).toEqual([agentRecord(bob, 'bob', 5)]);
      expect(parts['agentParticipantsLeave']).toEqual([
        agentRecord(ada, 'ada', 2),
        agentRecord(bob, 'bob', 3),
        agentRecord(ada, 'ada', 5),
        agentRecord(bob, 'bob', 5, 'MANAGER'),
      ]);
    });

    it('has the names that the account configuration has, and so have the skills', async () => {
      const user = { fullName: 'Ada Lovelace', nickname: 'Countess' };
      const agents = [{ username: 'ada', password: 'secret', user }];
      const configuration = { skills: [{ id: 7, name: 'Sales' }] };
      const mock = await open({ accounts: [{ accountId: ACCOUNT, agents, configuration }] });
      const [ada, talk] = [await comeIn(mock, 'ada'), await openTalk(mock, 'jane')];
      await join(ada, talk);
      await change(ada, talk, { field: 'Skill', skill: '7' });
      const names = { FullName: 'Ada Lovelace', Nickname: 'Countess', LoginName: 'ada' };
      const namedAs = (prefix: string): object =>
        Object.fromEntries(Object.entries(names).map(([name, value]) => [prefix + name, value]));
      const record = await recordOf(mock, talk);
      expect(record.info).toMatchObject({ ...namedAs('latestAgent'), latestSkillId: 7, latestSkillName: 'Sales' });
      expect(record['agentParticipants']).toEqual([expect.objectContaining(namedAs('agent'))]);
      expect(record['interactions']).toEqual([expect.objectContaining(namedAs('assignedAgent'))]);
      const transfer = { ...namedAs('sourceAgent'), sourceSkillName: 'Unassigned', targetSkillName: 'Sales' };
      expect(record['transfers']).toEqual([expect.objectContaining(transfer)]);
    });

    it('is what conversations are found by, under each of his ids', async () => {
      const mock = await open();
      const [ada, bob] = [await comeIn(mock, 'ada'), await comeIn(mock, 'bob')];
      const [talk, other] = [await openTalk(mock, 'jane'), await openTalk(mock, 'john')];
      await join(ada, talk);
      await join(bob, talk);
      await change(bob, talk, { field: 'Skill', skill: '7' });
      const find = (filter: object): Promise<string[]> => idsInHistory(mock, 'search', { start: TODAY, ...filter });
      for (const id of [ada.userId, Number(ada.userId), `${ACCOUNT}.${ada.userId}`, ada.pid])
        expect(await find({ agentIds: [id] })).toEqual([talk.id]);
      expect(await find({ latestAgentIds: [ada.userId] })).toEqual([]);
      expect(await find({ latestAgentIds: [bob.userId] })).toEqual([talk.id]);
      expect(await find({ agentGroupIds: ['-1'] })).toEqual([talk.id]);
      expect(await find({ skillIds: ['-1'] })).toEqual([other.id, talk.id]);
      expect(await find({ latestSkillIds: ['-1'] })).toEqual([other.id]);
      expect(await find({ latestConversationQueueState: 'ACTIVE' })).toEqual([]);
      await join(ada, talk);
      expect(await find({ latestConversationQueueState: 'ACTIVE' })).toEqual([talk.id]);
      await change(bob, other, [
        { field: 'ParticipantsChange', type: 'ADD', role: 'READER', userId: ada.pid },
        { field: 'ParticipantsChange', type: 'ADD', role: 'MANAGER', userId: bob.pid },
      ]);
      expect(await find({ agentIds: [ada.pid] })).toEqual([other.id, talk.id]);
    });
  },
  { anyHeader: true, sockets: 'any', wire: false },
);
