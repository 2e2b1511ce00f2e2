// Two bots of our own on LivePerson's client for agents, unmodified, which use it as its README shows.
import agentSdk from 'node-agent-sdk';

/** An agent that is online, and for which every failed request is the end. */
function connect(username, fail) {
  const agent = new agentSdk.Agent({ accountId: process.env.LP_ACCOUNT, username, password: 'any' });
  agent.on('error', fail);
  /** A request as a promise. */
  const ask = (name, body) =>
    new Promise((resolve) => {
      agent[name](body, (error, answer) => (error ? fail(error) : resolve(answer)));
    });
  return { agent, ask };
}

const text = (message) => ({ type: 'ContentEvent', contentType: 'text/plain', message });

/** Joins every conversation as a manager, and greets. Resolves when it listens. */
export function startGreetingBot(fail) {
  const { agent, ask } = connect('greeter', fail);
  const known = new Set();
  agent.on('cqm.ExConversationChangeNotification', async ({ changes }) => {
    for (const { type, result } of changes) {
      if (type !== 'UPSERT' || known.has(result.convId)) continue;
      known.add(result.convId);
      if (result.conversationDetails.participants.some(({ id }) => id === agent.agentId)) continue;
      const join = [{ field: 'ParticipantsChange', type: 'ADD', role: 'MANAGER' }];
      await ask('updateConversationField', { conversationId: result.convId, conversationField: join });
      await ask('publishEvent', { dialogId: result.convId, event: text('Welcome! An agent is on the way.') });
    }
  });
  return new Promise((resolve) => {
    agent.on('connected', async () => {
      await ask('setAgentState', { availability: 'AWAY' });
      await ask('subscribeExConversations', { convState: ['OPEN'] });
      resolve(agent);
    });
  });
}

/** Takes what rings, answers what consumers say, and closes when one says bye. Resolves when it listens. */
export function startAgentBot(fail, saw) {
  const { agent, ask } = connect('grace', fail);
  const consumers = new Map();
  agent.on('routing.RoutingTaskNotification', async ({ changes }) => {
    for (const { type, result } of changes) {
      for (const { ringId, ringState } of type === 'UPSERT' ? result.ringsDetails : []) {
        if (ringState !== 'WAITING') continue;
        saw('ring', await ask('updateRingState', { ringId, ringState: 'ACCEPTED' }));
      }
    }
  });
  agent.on('cqm.ExConversationChangeNotification', async ({ changes }) => {
    for (const { type, result } of changes) {
      if (type !== 'UPSERT' || consumers.has(result.convId)) continue;
      const consumer = result.conversationDetails.participants.find(({ role }) => role === 'CONSUMER');
      consumers.set(result.convId, consumer.id);
      saw('role', result.conversationDetails.getMyRole());
      saw('profile', await ask('getUserProfile', consumer.id));
      await ask('subscribeMessagingEvents', { dialogId: result.convId });
    }
  });
  const answered = new Set();
  agent.on('ms.MessagingEventNotification', async ({ dialogId, changes }) => {
    for (const { originatorId, sequence, event } of changes) {
      const isNew = event.type === 'ContentEvent' && !answered.has(`${dialogId} ${sequence}`);
      if (!isNew || originatorId !== consumers.get(dialogId)) continue;
      answered.add(`${dialogId} ${sequence}`);
      const read = { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [sequence] };
      await ask('publishEvent', { dialogId, event: read });
      if (event.message === 'bye') {
        const close = [{ field: 'ConversationStateField', conversationState: 'CLOSE' }];
        saw('closed', await ask('updateConversationField', { conversationId: dialogId, conversationField: close }));
        continue;
      }
      await ask('publishEvent', { dialogId, event: { type: 'ChatStateEvent', chatState: 'COMPOSING' } });
      await ask('publishEvent', { dialogId, event: text(`You said ${event.message}`) });
    }
  });
  return new Promise((resolve) => {
    agent.on('connected', async () => {
      saw('clock', typeof (await ask('getClock', {})).currentTime);
      await ask('setAgentState', { availability: 'ONLINE' });
      await ask('subscribeExConversations', { convState: ['OPEN'], agentIds: [agent.agentId] });
      await ask('subscribeRoutingTasks', {});
      resolve(agent);
    });
  });
}
