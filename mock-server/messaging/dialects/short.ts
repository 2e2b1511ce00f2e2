import type { AnswerName, Dialect } from './dialect.ts';

const ODD: Readonly<Partial<Record<AnswerName, string>>> = { Text: '.ReqBody$StringResp', Error: '.ReqBody$ErrorResp' };

/** The names of version 3, which consumers' sockets speak: `ms.PublishEventResponse`. */
export const shortDialect: Dialect = {
  answerType: (name) => ODD[name] ?? `${name}Response`,
  notificationType: (name) => name,
};
