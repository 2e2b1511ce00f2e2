import type { AnswerName, Dialect } from './dialect.ts';

const ODD: Readonly<Partial<Record<AnswerName, string>>> = {
  Text: '.ReqBody$StringResp',
  Error: '.ReqBody$ErrorResp',
  GetClock: '.GetClock$Response',
};

/** The names of UMS 2.1, which agents' and older consumers' sockets speak: `.ams.ms.PublishEvent$Response`. */
export const longDialect: Dialect = {
  answerType: (name) => ODD[name] ?? `.ams.${long(name)}$Response`,
  notificationType: (name) =>
    name === 'ms.MessagingEventNotification' ? '.ams.ms.OnlineEventDistribution' : `.ams.${long(name)}`,
};

function long(name: string): string {
  return name.replace(/^cqm\./, 'aam.');
}
