// A consumer between a greeting bot and an agent bot that stand on LivePerson's own client for agents, unmodified.
import { WebSocket } from 'ws';
import { startAgentBot, startGreetingBot } from './agent-sdk-bots.mjs';

const account = process.env.LP_ACCOUNT;
const seen = {};
const finish = (outcome) => {
  console.log(JSON.stringify(outcome));
  process.exit();
};
const fail = (error) => {
  finish({ error: String(error?.message ?? error) });
};

async function consume() {
  const signedUp = await fetch(`https://${process.env.LP_IDP}/api/account/${account}/signup`, { method: 'POST' });
  const { jwt } = await signedUp.json();
  const me = JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url')).sub;
  const url = `wss://${process.env.LP_ASYNCMESSAGINGENT}/ws_api/account/${account}/messaging/consumer?v=3`;
  const socket = new WebSocket(url, { headers: { Authorization: `jwt ${jwt}` } });
  const heard = [];
  let dialogId;
  let lastId = 0;
  const send = (type, body) => {
    socket.send(JSON.stringify({ kind: 'req', id: String((lastId += 1)), type, body }));
  };
  const say = (message) => {
    send('ms.PublishEvent', { dialogId, event: { type: 'ContentEvent', contentType: 'text/plain', message } });
  };
  const replies = { 'Welcome! An agent is on the way.': 'Hello', 'You said Hello': 'bye' };
  socket.on('open', () => {
    send('cqm.SubscribeExConversations', { convState: ['OPEN'] });
    send('cm.ConsumerRequestConversation', {});
  });
  socket.on('message', (data) => {
    const { type, body } = JSON.parse(data);
    if (type === 'cm.RequestConversationResponse') {
      dialogId = body.conversationId;
      send('ms.SubscribeMessagingEvents', { fromSeq: 0, dialogId });
    }
    if (type === 'cqm.ExConversationChangeNotification' && body.changes.some((change) => change.type === 'DELETE'))
      socket.close(1000);
    if (type !== 'ms.MessagingEventNotification') return;
    for (const { event, originatorId, originatorMetadata } of body.changes) {
      const what = event.message ?? event.status ?? event.chatState;
      heard.push(`${originatorMetadata.role}: ${what}`);
      if (originatorId !== me && what in replies) say(replies[what]);
    }
  });
  return new Promise((resolve) => {
    socket.on('error', fail);
    socket.on('close', (code) => {
      resolve({ heard, code });
    });
  });
}

await startGreetingBot(fail);
let agentIsDone;
const agentDone = new Promise((resolve) => {
  agentIsDone = resolve;
});
await startAgentBot(fail, (what, value) => {
  seen[what] = value;
  if (what === 'closed') agentIsDone();
});
const consumed = await consume();
await agentDone;
finish({ ...consumed, seen });
