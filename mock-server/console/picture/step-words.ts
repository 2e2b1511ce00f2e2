import type { JournalEntry } from '../admin-api.ts';
import type { Said } from './said.ts';

/** What is asked, in the words of whoever asks. */
const ASKED: Readonly<Record<string, string>> = {
  'sentinel.app-token': 'client_id and secret',
  'sentinel.app-token-v2': 'client_id and secret (V2)',
  'sentinel.authorize': 'Let me log in for an app',
  'sentinel.login': 'I am this agent',
  'sentinel.token': 'Tokens for this login',
  'sentinel.revoke': 'Log the agent out',
  'sentinel.jwks': 'Which are your public keys?',
  'idp.anonymous-authorize': 'I am a visitor',
  'idp.authenticate': 'Let me in',
  'idp.legacy-authenticate': 'Let me in (the older call)',
  'idp.signup': 'Sign me up',
  'idp.signup-jsonp': 'Sign me up (as a script)',
  'idp.delegated-tokens': 'A delegated token',
  'send-api.create': 'Open a conversation',
  'send-api.send': 'Send to a conversation',
  'account-config.connectors': 'Which connectors are there?',
  'account-config.users': 'Which users are there?',
  'account-config.user': 'Who is this user?',
  'account-config.skills': 'Which skills are there?',
  'account-config.skill': 'What is this skill?',
  'account-config.agent-groups': 'Which agent groups are there?',
  'account-config.agent-group': 'What is this agent group?',
  'account-config.status-reasons': 'Why may agents be away?',
  'account-config.canned-responses': 'Which predefined content is there?',
  'account-config.categories': 'Which categories are there?',
  'installations.list': 'Which apps are installed?',
  'installations.install': 'Install this app',
  'installations.read': 'How is this app installed?',
  'installations.replace': 'Change this app',
  'installations.remove': 'Remove this app',
  'csds.services': 'Where are my services?',
  'csds.service': 'Where is this service?',
  'csds.service-jsonp': 'Where is this service? (as a script)',
  'agent-vep.login': 'user name and password',
  'agent-vep.refresh': 'Renew the session',
  'agent-vep.logout': 'Log out',
  'history.agent-status': 'Which agents are there?',
  'history.search': 'Which conversations were there?',
  'history.by-conversation': 'What was said in this conversation?',
  'history.by-consumer': 'Which conversations had this consumer?',
  'messaging-rest.put-consumer': 'This is the consumer',
  'messaging-rest.open-conversation': 'Open a conversation',
  'messaging-rest.conversation': 'How is the conversation?',
  'messaging-rest.update-conversation': 'Close the conversation',
  'messaging-rest.send-message': 'Send to a conversation',
  'messaging-rest.messages': 'Which messages are there?',
  'swift.upload': 'Here is a file',
  'swift.download': 'Give me the file',
  'functions.invoke': 'Invoke a function',
  'functions.invoke-event': 'Invoke the functions of an event',
  'functions.is-implemented': 'Has the event functions?',
  'ums.consumer': 'Open a socket',
  'ums.brand': 'Open a socket',
};

export function askedWords(entry: JournalEntry, said: Said | undefined): string {
  const { endpointId = '', method, path, tokens } = entry;
  if (said?.text !== undefined) return `“${said.text}”`;
  if (endpointId === 'idp.consumer') return consumerWords(tokens);
  if (endpointId === 'idp.anonymous-authorize' && tokens.some(({ use }) => use === 'presented'))
    return 'I am the visitor from before';
  return ASKED[endpointId] ?? `${method} ${path}`;
}

function consumerWords(tokens: JournalEntry['tokens']): string {
  const name = tokens.find(({ use }) => use === 'issued')?.claims?.['ext_consumer_id'];
  return typeof name === 'string' ? `Who is ${name}?` : 'Who is this consumer?';
}

const ANSWERED: Readonly<Record<string, string>> = {
  'csds.services': 'hosts',
  'csds.service': 'a host',
  'csds.service-jsonp': 'a host',
  'sentinel.jwks': 'keys',
  'account-config.connectors': 'connectors',
  'agent-vep.login': 'agent bearer',
  'ums.consumer': 'open',
  'ums.brand': 'open',
};

export function answeredWords({ endpointId = '', outcome, frame }: JournalEntry, said: Said | undefined): string {
  if (frame !== undefined) return String(outcome);
  if (said?.sequence !== undefined) return `sequence ${String(said.sequence)}`;
  if (endpointId === 'send-api.create' && said?.conversation !== undefined) return shortId(said.conversation);
  return ANSWERED[endpointId] ?? String(outcome);
}

/** Enough of an id to tell it from others. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

const FRAMES: Readonly<Record<string, string>> = {
  InitConnection: 'Present the LP_JWT',
  GetClock: 'What time is it?',
  KeepAlive: 'Still here',
  'cm.ConsumerRequestConversation': 'Open a conversation',
  'cm.AgentRequestConversation': 'Open a conversation',
  'cm.UpdateConversationField': 'Change the conversation',
  'cqm.SubscribeExConversations': 'Follow the conversations',
  'cqm.ExConversationChangeNotification': 'a conversation changed',
  'ms.SubscribeMessagingEvents': 'Follow the messages',
  'ms.PublishEvent': 'Publish an event',
  'ms.MessagingEventNotification': 'an event',
  'ms.OnlineEventDistribution': 'an event',
  'ms.QueryMessages': 'Which messages are there?',
  'routing.SetAgentState': 'Set availability',
  'routing.SubscribeRoutingTasks': 'Subscribe to offers',
  'routing.RoutingTaskNotification': 'conversations that wait',
  'routing.UpdateRingState': 'Accept the offer',
  'routing.RingUpdated': 'an offer',
  'userprofile.GetUserProfile': 'Who am I?',
  'userprofile.SetUserProfile': 'This is me',
};

export function frameWords({ method, frame, outcome }: JournalEntry, said: Said | undefined): string {
  if (method === 'CLOSE') return `closed with ${String(outcome)}`;
  if (said?.text !== undefined) return said.isReceipt === true ? said.text : `“${said.text}”`;
  const type = frame?.type?.replace(/^\.?(?:ams\.)?/, '').replace(/^aam\./, 'cqm.') ?? 'a frame';
  return FRAMES[type] ?? type;
}
