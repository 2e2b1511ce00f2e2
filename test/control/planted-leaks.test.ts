import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { PipelineSetup } from '../../mock-server/pipeline/pipeline.ts';
import type { AdminReply } from '../../mock-server/admin/admin.ts';
import type { Exchange, SocketLink } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createUnderWay } from '../../mock-server/under-way.ts';
import { callOf, ask } from '../support/calls.ts';
import { ACCOUNT, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import { watchAdmin } from '../support/watch/admin.ts';
import { watchHandshake } from '../support/watch/handshake.ts';
import { watchPipeline } from '../support/watch/pipeline.ts';
import { watchAdapter } from '../support/watch/adapter.ts';
import { failIfFound, searchError, takeFindings } from '../support/watch/findings.ts';
import { searchChild, searchPrinted, watchConsole, watchWrites } from '../support/watch/printed.ts';

const SECRET = 'a-secret-of-somebody';
/** As long as RS256 makes them. */
const SIGNATURE = 's'.repeat(342);
const TOKEN = `aaaaaaaa.bbbbbbbb.${SIGNATURE}`;
const DOCUMENTED = { accountId: ACCOUNT, clientId: 'me', clientSecret: SECRET };

/** What stands in the place of a mock's own path of a call: it leaks what it is told to. */
interface Leak {
  readonly told?: string;
  readonly body?: string;
  readonly status?: number;
  readonly sentence?: string;
  readonly deviations?: Exchange['deviations'];
}

const EXCHANGE: Exchange = {
  method: 'GET',
  path: '/',
  endpointId: undefined,
  accountId: undefined,
  outcome: 200,
  reason: undefined,
  deviations: [],
  atMs: 0,
  durationMs: 0,
};

const SECRET_CALL = callOf({ method: 'POST', target: `/?client_secret=${SECRET}` });

async function answerLeaking(
  { told = '', body = '', status = 200, sentence = 'nothing is wrong with it', deviations = [] }: Leak,
  call = SECRET_CALL,
): Promise<void> {
  let setup: PipelineSetup | undefined;
  const pipeline = watchPipeline((overheard) => {
    setup = overheard;
    return () => {
      overheard.engine.settings.onExchange?.({ ...EXCHANGE, reason: { slug: 'mock-bug', sentence }, deviations });
      return Promise.resolve({ status, headers: { 'lp-mock-reason': told }, body });
    };
  });
  await pipeline(setupLike())(call);
  expect(setup).toBeDefined();
}

/** As much of a mock's inside as the watch looks at. */
function setupLike(): PipelineSetup {
  const { settings } = createMock();
  const nothing = { list: () => [], all: () => [], configured: [], state: () => ({}) };
  return {
    engine: { settings, accounts: nothing },
    clock: nothing,
    faults: nothing,
    journal: { record: () => undefined },
  } as unknown as PipelineSetup;
}

describe('the watch over the suite finds', () => {
  it.each<[string, string, Parameters<typeof callOf>[0]]>([
    ['a client secret of the query', SECRET, { target: `/?client_secret=${SECRET}` }],
    ['one of a form', SECRET, { body: `client_secret=${SECRET}` }],
    ['one that the form encodes', 'a secret/of+somebody', { body: 'client_secret=a+secret%2Fof%2Bsomebody' }],
    ['one of JSON', SECRET, { body: JSON.stringify({ client_secret: SECRET }) }],
    ['one of a Basic header', SECRET, { headers: { authorization: `Basic ${btoa(`me:${SECRET}`)}` } }],
    ['authorization', SECRET, { headers: { authorization: `Bearer ${SECRET}` } }],
    ['x-lp-on-behalf', SECRET, { headers: { 'x-lp-on-behalf': SECRET } }],
    ['an id_token', SECRET, { body: JSON.stringify({ id_token: SECRET }) }],
    ['the signature of a token', SIGNATURE, { headers: { authorization: TOKEN } }],
    ['the signature of a token in a body', SIGNATURE, { body: `{"token":"${TOKEN}"}` }],
    [
      'a secret beside a megabyte of letters',
      SECRET,
      { target: `/?client_secret=${SECRET}`, body: 'w'.repeat(1_000_000) },
    ],
  ])('%s in a reason', async (_, secret, parts) => {
    await answerLeaking({ told: `mock-bug; no ${secret}!` }, callOf({ method: 'POST', ...parts }));
    expect(takeFindings()).toEqual([expect.stringContaining('headers of the answer to POST /')]);
  });

  it.each<[string, Leak, string]>([
    ['the body of an error', { status: 401, body: SECRET }, 'the error answered to POST / holds the secret'],
    ['a journal entry and its log line', { sentence: SECRET }, 'a journal entry or its log line holds the secret'],
    [
      'a reason, from the answer itself',
      { body: `{"token":"${TOKEN}"}`, told: SIGNATURE },
      'the headers of the answer to POST / holds the secret',
    ],
  ])('a secret in %s', async (_, leak, finding) => {
    await answerLeaking(leak);
    expect(takeFindings()).toContainEqual(expect.stringContaining(finding));
  });

  it.each<[string, Leak]>([
    ['an empty sentence of a reason', { sentence: '' }],
    ['one that breaks off', { sentence: 'the ConsumerJWS ' }],
    ['one of blanks', { sentence: ' '.repeat(20) }],
    [
      'an empty sentence of a deviation',
      {
        deviations: [
          { slug: 'version', sentence: 'v is missing here' },
          { slug: 'content-type', sentence: '' },
        ],
      },
    ],
  ])('%s', async (_, leak) => {
    await answerLeaking(leak);
    expect(takeFindings()).toEqual([
      expect.stringMatching(/^(?:mock-bug|content-type), told of GET \/, has no sentence of 16 characters: "/),
    ]);
  });

  it('a secret of an earlier call, in what is printed and in an error', async () => {
    await answerLeaking({});
    searchPrinted('start', `starting with ${SECRET}`);
    searchError(new TypeError(`a client's own: ${SECRET}`));
    expect(() => {
      createMock().clock.advance(SECRET);
    }).toThrow('not a duration');
    expect(takeFindings()).toEqual([
      expect.stringContaining('what `start` printed'),
      expect.stringContaining("an error's message"),
    ]);
  });

  it('a secret on the console, in the output and from a child process', async () => {
    const print = (): boolean => true;
    const [terminal, stream, child] = [
      { debug: print, error: print, info: print, log: print, warn: print },
      { write: print },
      { stdout: Readable.from(['fine\n']), stderr: Readable.from([`${CLIENT_SECRET}\n`]) },
    ];
    watchConsole(terminal);
    const endWatch = watchWrites(stream);
    (terminal as Pick<Console, 'info'>).info('%o', { CLIENT_SECRET });
    (stream as Pick<NodeJS.WriteStream, 'write'>).write(CLIENT_SECRET);
    endWatch();
    (stream as Pick<NodeJS.WriteStream, 'write'>).write(CLIENT_SECRET);
    searchChild('journal', child);
    await finished(child.stderr);
    expect(takeFindings()).toEqual([
      expect.stringContaining('console.info'),
      expect.stringContaining('the output of the tests'),
      expect.stringContaining('what `journal` printed'),
    ]);
  });

  it('a secret in the journal or in a snapshot of a mock in another process', async () => {
    const adapter = watchAdapter({
      send: () => Promise.resolve({ status: 200, headers: {}, text: `{"token":"${TOKEN}"}` }),
      control: (path) => Promise.resolve(path === 'snapshot' ? { SIGNATURE } : [CLIENT_SECRET]),
      close: () => Promise.resolve(),
    });
    await adapter.send({ method: 'GET', url: 'http://localhost/', headers: {}, body: undefined });
    await adapter.close();
    expect(takeFindings()).toEqual([expect.stringContaining('journal.find'), expect.stringContaining('snapshot')]);
  });

  it('nothing in what is printed on purpose, nor in an answer that says no secret', async () => {
    await ask(createMock(), { target: '/sentinel/nothing' });
    searchPrinted('start', `{"event":"ready","clientSecret":"${CLIENT_SECRET}"}`);
    searchPrinted('token app', TOKEN);
    expect(takeFindings()).toEqual([]);
    searchPrinted('token app', `made ${TOKEN}`);
    searchPrinted('journal', TOKEN);
    expect(takeFindings()).toHaveLength(2);
  });
});

async function answering(
  reply: AdminReply,
  target = `/accounts/${ACCOUNT}`,
  parts: Parameters<typeof callOf>[0] = {},
): Promise<AdminReply> {
  return watchAdmin(() => Promise.resolve(reply))(callOf({ target: `/__admin${target}`, ...parts }));
}

const json = (body: unknown, status = 200): AdminReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('the watch over the suite finds an admin answer', () => {
  it.each<[string, AdminReply, string]>([
    [
      'with a member that the document has not',
      json({ ...DOCUMENTED, surprise: true }),
      'must NOT have additional properties',
    ],
    ['without one that it has', json({}), "must have required property 'accountId'"],
    ['of another status', json(DOCUMENTED, 202), 'the status 202'],
    ['of another type', { ...json(DOCUMENTED), headers: { 'content-type': 'text/plain' } }, 'the type text/plain'],
    ['that refuses in other words', json({ message: 'no' }, 404), 'Error'],
  ])('%s', async (_, reply, complaint) => {
    await answering(reply);
    expect(takeFindings()).toEqual([expect.stringContaining(complaint)]);
  });

  it('with a body where the document has none, of a path that it has not, and to a body that it does not take', async () => {
    await answering({ status: 204, headers: {}, body: 'done' }, '/reset', { method: 'POST' });
    await answering(json({}), '/nothing');
    await answering({ status: 204, headers: {}, body: '' }, '/reset', { method: 'POST', body: '{"surprise":true}' });
    expect(takeFindings()).toEqual([
      expect.stringContaining('a body'),
      expect.stringContaining('200 for a call'),
      expect.stringContaining('requestBody'),
    ]);
  });

  it('with an event that the document has not, or with a secret in it', async () => {
    const piece = `id: 1\ndata: {"token":"${TOKEN}"}\n\n`;
    const stream = (async function* pieces() {
      yield await Promise.resolve(piece);
    })();
    const reply = await answering(
      { status: 200, headers: { 'content-type': 'text/event-stream' }, stream },
      '/journal/stream',
    );
    for await (const each of (reply as { stream: AsyncIterable<string> }).stream) expect(each).toBe(piece);
    expect(takeFindings()).toEqual([
      expect.stringContaining('holds the secret'),
      expect.stringContaining('has an event'),
    ]);
  });

  it('with a secret that an earlier one has handed out on purpose', async () => {
    await answering(json(DOCUMENTED));
    expect(takeFindings()).toEqual([]);
    await answering(json({ error: { message: `not ${SECRET}` } }, 404), '/nothing');
    expect(takeFindings()).toEqual([expect.stringContaining('holds the secret')]);
  });
});

it('What the watch has found fails the test, once', async () => {
  await answerLeaking({ told: SECRET });
  expect(failIfFound).toThrow('the watch over the suite found:');
  expect(failIfFound).not.toThrow();
});

describe('the watch over the suite finds at a socket', () => {
  async function planted(leak: (link: SocketLink) => void, path = '/'): Promise<readonly string[]> {
    const connect = watchHandshake(() => (_, link) => {
      leak(link);
      return Promise.resolve({ id: '', receive: () => undefined, pinged: () => undefined, closed: () => undefined });
    });
    const open = connect(setupLike(), createUnderWay(), () => Promise.reject(new Error('no call')));
    await open(callOf({ target: path }), { send: () => undefined, close: () => undefined });
    return takeFindings();
  }
  const frame = (members: object): string => JSON.stringify(members);

  it.each<[string, string, (link: SocketLink) => void]>([
    [
      'a frame without a body',
      'a frame has no body',
      (link) => {
        link.send(frame({ kind: 'resp', reqId: '1', code: 200, type: 'X' }));
      },
    ],
    [
      'a frame that is neither of both kinds',
      'neither an answer nor a notification',
      (link) => {
        link.send(frame({ kind: 'event', type: 'X', body: {} }));
      },
    ],
    [
      'a close reason without a slug',
      'no slug with a sentence',
      (link) => {
        link.close(4407, 'go away');
      },
    ],
    [
      'a close reason that is too long',
      'has 141 bytes',
      (link) => {
        link.close(4407, `socket-idle; ${'x'.repeat(128)}`);
      },
    ],
    [
      'the signature of a token of the path in a close reason',
      'the reason of the close 4407 holds the secret sss',
      (link) => {
        link.close(4407, `socket-idle; not good: ${SIGNATURE}`);
      },
    ],
  ])('%s', async (_, finding, leak) => {
    const path = `/ws_api/account/${ACCOUNT}/messaging/consumer/${TOKEN}?v=2`;
    expect((await planted(leak, path)).join('\n')).toContain(finding);
  });
});
