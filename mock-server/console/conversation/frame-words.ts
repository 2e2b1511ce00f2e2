import { listOf, membersOf } from './members.ts';

const WORDS: Readonly<Record<string, string>> = {
  InitConnection: 'Present the LP_JWT',
  'cm.ConsumerRequestConversation': 'Open a conversation',
  'cqm.SubscribeExConversations': 'Follow the conversations',
  'ms.SubscribeMessagingEvents': 'Follow the messages',
  'ms.QueryMessages': 'What was said so far?',
  'routing.SubscribeRoutingTasks': 'Subscribe to offers',
  'routing.RoutingTaskNotification': 'Conversations that wait for an agent',
};

/** What a frame says, in words. */
export function frameWords(type: string, body: unknown): string {
  const short = shortType(type);
  const members = membersOf(body);
  switch (short) {
    case 'ms.PublishEvent':
      return eventWords(members['event']);
    case 'ms.OnlineEventDistribution':
      return `Delivered: ${eventWords(members['event'])}`;
    case 'ms.MessagingEventNotification':
      return messagesWords(members['changes']);
    case 'cm.UpdateConversationField':
      return fieldWords(membersOf(listOf(members['conversationField'])[0] ?? members['conversationField']));
    case 'cqm.ExConversationChangeNotification':
      return changeWords(members['changes']);
    default:
      return routingWords(short, members) ?? WORDS[short] ?? short;
  }
}

function routingWords(
  short: string,
  { availability, ringState }: Readonly<Record<string, unknown>>,
): string | undefined {
  switch (short) {
    case 'routing.SetAgentState':
      return `The agent is ${textOf(availability)}`;
    case 'routing.UpdateRingState':
      return ringState === 'REJECTED' ? 'Reject the offer' : 'Accept the offer';
    case 'routing.RingUpdated':
      return ringState === 'WAITING' ? 'The conversation is offered' : `The offer is ${textOf(ringState)}`;
    default:
      return undefined;
  }
}

/** The name without what the two dialects write differently. */
export function shortType(type: string): string {
  return type.replace(/^\.?(?:ams\.)?/, '').replace(/^aam\./, 'cqm.');
}

/** Why a frame was refused, as far as the answer itself says it. */
export function answerProblem(code: number, body: unknown): string {
  const { title, details } = membersOf(body);
  const said = typeof body === 'string' ? body : [title, details].filter((each) => typeof each === 'string').join(', ');
  return `the mock answered ${String(code)}${said === '' ? '' : `, ${said}`}`;
}

const STATES: Readonly<Record<string, string>> = { COMPOSING: 'Is typing', PAUSE: 'Stopped typing' };
const RECEIPTS: Readonly<Record<string, string>> = { ACCEPT: 'Received it', READ: 'Read it' };

/** What was published. */
export function eventWords(event: unknown): string {
  const { type, message, content, chatState, status } = membersOf(event);
  if (type === 'ContentEvent') return typeof message === 'string' ? `Message “${cut(message)}”` : 'A file';
  if (type === 'RichContentEvent') return `Card “${cut(firstText(content) ?? '')}”`;
  if (type === 'ChatStateEvent') return STATES[textOf(chatState)] ?? `Is ${textOf(chatState)}`;
  if (type === 'AcceptStatusEvent') return RECEIPTS[textOf(status)] ?? `Receipt ${textOf(status)}`;
  return 'Say something';
}

function messagesWords(changes: unknown): string {
  const list = listOf(changes);
  const [first] = list;
  if (list.length === 1) return `Delivered: ${eventWords(membersOf(first)['event'])}`;
  return list.length === 0 ? 'Nothing was said yet' : `Delivered: ${String(list.length)} events`;
}

function fieldWords(field: Readonly<Record<string, unknown>>): string {
  switch (field['field']) {
    case 'ConversationStateField':
      return 'Close the conversation';
    case 'CSATRate':
      return `Rate it ${String(field['csatRate'])} of 5`;
    case 'Skill':
      return `Transfer to skill ${textOf(field['skill'])}`;
    case 'ParticipantsChange':
      return 'Take the conversation over';
    default:
      return 'Change the conversation';
  }
}

function changeWords(changes: unknown): string {
  const list = listOf(changes);
  if (list.length === 0) return 'No conversation yet';
  const { conversationDetails } = membersOf(membersOf(list[0])['result']);
  return membersOf(conversationDetails)['state'] === 'CLOSE' ? 'Conversation closed' : 'Conversation changed';
}

/** The first text of structured content, which names the card. */
function firstText(content: unknown, depth = 0): string | undefined {
  const { text, title, elements } = membersOf(content);
  const own = [text, title].find((each) => typeof each === 'string');
  if (own !== undefined || depth > MOST_DEPTH) return own;
  for (const each of listOf(elements)) {
    const found = firstText(each, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MOST_DEPTH = 10;

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cut(value) : '?';
}
