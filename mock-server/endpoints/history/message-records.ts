import type { Conversation, Message, Participant } from '../../domain/conversation.ts';
import { isObject } from '../../http/body.ts';
import { messageId } from '../message-id.ts';
import type { HistoryMessage, HistoryMessageStatus } from './bodies.ts';
import { historyTime } from './history-time.ts';
import type { People } from './people.ts';

/** What was said: everything that is kept but receipts. */
export function messageRecords({ id, messages }: Conversation, people: People): readonly HistoryMessage[] {
  return messages.flatMap((message) => {
    const content = contentOf(message);
    if (content === undefined) return [];
    const { sequence = 0, from, atMs, audience } = message;
    return [
      {
        ...content,
        messageId: messageId(id, sequence),
        seq: sequence,
        dialogId: id,
        sentBy: sideOf(from),
        source: 'APP',
        time: historyTime(atMs),
        timeL: atMs,
        participantId: people.idOf(from),
        audience,
        device: 'NA',
      } as const,
    ];
  });
}

/** What the receipts say: one record for each message that one names. */
export function messageStatuses({ id, messages }: Conversation, people: People): readonly HistoryMessageStatus[] {
  return messages.flatMap(({ event, from, atMs }) => {
    const list: unknown = event['type'] === 'AcceptStatusEvent' ? event['sequenceList'] : undefined;
    const sequences = Array.isArray(list) ? list.filter((each): each is number => Number.isSafeInteger(each)) : [];
    return sequences.map((seq) => ({
      messageId: messageId(id, seq),
      seq,
      time: historyTime(atMs),
      timeL: atMs,
      participantId: people.idOf(from),
      participantType: sideOf(from),
      messageDeliveryStatus: event['status'],
      dialogId: id,
    }));
  });
}

/** Type and content of a message; undefined for a receipt. */
export function contentOf({ event }: Message): Pick<HistoryMessage, 'type' | 'messageData'> | undefined {
  const { type, contentType, message, content } = event;
  if (type === 'RichContentEvent')
    return { type: 'RICH_CONTENT', messageData: { richContent: { content: JSON.stringify(content) } } };
  if (type !== 'ContentEvent') return undefined;
  if (typeof message === 'string')
    return { type: contentType === 'text/html' ? 'TEXT_HTML' : 'TEXT_PLAIN', messageData: { msg: { text: message } } };
  const { relativePath = '', fileType = '', caption = '' } = isObject(message) ? message : {};
  return { type: 'HOSTED_FILE', messageData: { file: { relativePath, fileType, caption } } };
}

function sideOf({ role }: Participant): 'Consumer' | 'Agent' {
  return role === 'CONSUMER' ? 'Consumer' : 'Agent';
}
