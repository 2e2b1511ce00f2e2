import type { MockOptions } from '../../mock-server/index.ts';
import { getOnBehalfHeaders, openConversation, SEND_PATH } from './flows.ts';
import type { Heard, OpenMock, OpenTheMock } from './through-every-adapter.ts';

/** A consumer in an open conversation. */
export interface Talk {
  readonly mock: OpenMock;
  readonly id: string;
  readonly send: (body: string | object) => Promise<Heard>;
}

/** Opens a conversation, and sends in it for its consumer. */
export const startTalk = async (open: OpenTheMock, options?: MockOptions): Promise<Talk> => {
  const mock = await open(options);
  const headers = await getOnBehalfHeaders(mock);
  const id = await openConversation(mock, headers);
  return { mock, id, send: (body) => mock.post(SEND_PATH, { headers, body }) };
};

/** What `/send` answers to a command that was carried out. */
export const ok = (body: object, reqId = '1'): string => JSON.stringify({ code: 'OK', body, reqId });
