import type { ServerResponse } from 'node:http';

/** What was done to a response of node's, in order. */
export interface RecordedResponse {
  readonly response: ServerResponse;
  readonly done: unknown[];
}

/** A response that only notes what it is told. @param members - what it has beside that */
export function recordResponse(members: object = {}): RecordedResponse {
  const done: unknown[] = [];
  const response = {
    headersSent: false,
    writeHead: (status: number, headers: unknown) => done.push(['writeHead', status, headers]),
    end: (body: unknown) => done.push(['end', body]),
    destroy: () => done.push(['destroy']),
    ...members,
  };
  return { response: response as unknown as ServerResponse, done };
}
