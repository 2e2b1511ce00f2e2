import { isClose } from '../../../mock-server/control/faults/effects.ts';
import { reasonSlugs } from '../../../mock-server/errors/reasons.ts';
import type { SocketLink } from '../../../mock-server/http/socket.ts';
import { MAX_CLOSE_REASON_BYTES } from '../../../mock-server/http/socket.ts';
import type { Call, Session } from '../../../mock-server/index.ts';
import * as real from '../../../mock-server/pipeline/handshake.ts';
import type { PipelineSetup } from '../../../mock-server/pipeline/pipeline.ts';
import { learn, report, searchWritten } from './findings.ts';
import { overheard, readSentences, searchEntry, searchSnapshotOf } from './pipeline.ts';
import { secretsIn, secretsOf, signaturesIn } from './secrets.ts';

// Jest gives this module to whoever imports `handshake.ts`, see `moduleNameMapper` in package.json.
export * from '../../../mock-server/pipeline/handshake.ts';
export const createHandshake = watchHandshake(real.createHandshake);

/** Searches what a mock writes of a socket, and of each of its frames; and looks at the frames that it sends. */
export function watchHandshake(create: typeof real.createHandshake): typeof real.createHandshake {
  return (setup, underWay, handle) => async (call, link) => {
    searchSnapshotOf(setup);
    const said = [...secretsOf(call), ...secretsOfPath(call)];
    learn(said);
    const written = {
      add: (entry: Parameters<typeof searchEntry>[0]): void => {
        searchEntry(entry, said);
        readSentences(entry);
      },
    };
    const session = await create(
      overheard(setup, written),
      underWay,
      handle,
    )(
      call,
      watchLink(link, said, (reason) => isAskedFor(setup, reason)),
    );
    return 'receive' in session ? watchSession(session, said) : session;
  };
}

/** The bearer of an agent, and the token of a consumer's socket of version 2. */
function secretsOfPath({ path }: Pick<Call, 'path'>): string[] {
  const [, bearer = ''] = /^\/ws_api\/account\/[^/]+\/messaging\/(?:brand|consumer)\/([^/]{12,})/.exec(path) ?? [];
  return bearer === '' ? [] : [bearer, ...signaturesIn(bearer)];
}

function watchSession(session: Session, said: string[]): Session {
  return {
    id: session.id,
    receive: (data) => {
      if (typeof data === 'string') {
        const secrets = secretsIn(data);
        said.push(...secrets);
        learn(secrets);
      }
      session.receive(data);
    },
    pinged: () => {
      session.pinged();
    },
    closed: (code, reason) => {
      session.closed(code, reason);
    },
  };
}

function watchLink(link: SocketLink, said: readonly string[], isAsked: (reason: string) => boolean): SocketLink {
  return {
    send: (text) => {
      lookAtFrame(text);
      link.send(text);
    },
    close: (code, reason) => {
      if (!isAsked(reason)) lookAtReason(code, reason, said);
      link.close(code, reason);
    },
  };
}

/** Whether it is the reason that a test wants a fault to close with. */
function isAskedFor({ faults }: Pick<PipelineSetup, 'faults'>, reason: string): boolean {
  return faults.list().some(({ spec: { error } }) => isClose(error) && error.reason === reason);
}

/** Clients evaluate `JSON.parse(data).body.conversationId` on each frame. */
function lookAtFrame(text: string): void {
  const { kind, type, body } = JSON.parse(text) as { kind?: unknown; type?: unknown; body?: unknown };
  if (body === undefined || body === null) report(`a frame has no body: ${text.slice(0, 300)}`);
  if ((kind !== 'resp' && kind !== 'notification') || typeof type !== 'string')
    report(`a frame is neither an answer nor a notification: ${text.slice(0, 300)}`);
}

/** Empty with the option `reasonHeader: false`. */
function lookAtReason(code: number, reason: string, said: readonly string[]): void {
  const title = `the reason of the close ${String(code)}`;
  searchWritten(title, reason, said);
  const bytes = Buffer.byteLength(reason);
  if (bytes > MAX_CLOSE_REASON_BYTES) report(`${title} has ${String(bytes)} bytes: ${reason}`);
  const [slug = '', sentence = ''] = reason.split('; ');
  const isTold = (reasonSlugs as readonly string[]).includes(slug) && sentence.length > 8;
  if (reason !== '' && !isTold) report(`${title} is no slug with a sentence: ${reason}`);
}
