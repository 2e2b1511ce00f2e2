import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../mock-server/http/call.ts';
import type { IdentifiedCall } from '../../mock-server/pipeline/call-record.ts';
import { createHandshakeKeeper, handshakeCall } from '../../mock-server/pipeline/kept-handshake.ts';

const PATH = '/ws_api/account/12345678/messaging/consumer';
const UPGRADE = { host: 'localhost:4407', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

describe('what is kept of a handshake', () => {
  it('is one record for sockets that are opened alike, whoever opens them', () => {
    const keep = createHandshakeKeeper();
    const one = keep(handshake({ headers: { authorization: 'jwt one', 'user-agent': 'browser' } }));
    const other = keep(handshake({ headers: { authorization: 'jwt other', 'user-agent': 'browser' } }));
    expect(other).toBe(one);
  });

  it.each<[string, Partial<Call>]>([
    ['path', { path: `${PATH}/eyJ` }],
    ['query', { query: new URLSearchParams('v=2') }],
    ['origin', { origin: 'https://localhost:4407' }],
    ['headers', { headers: { 'user-agent': 'another' } }],
  ])('is a record of its own for another %s', (_, change) => {
    const keep = createHandshakeKeeper();
    const one = keep(handshake());
    const other = keep(handshake(change));
    expect(other).not.toEqual(one);
    expect(keep(handshake())).toBe(one);
  });

  it('stays shared among sockets of many other paths, of which only the last are remembered', () => {
    const keep = createHandshakeKeeper();
    const one = keep(handshake());
    const first = keep(handshake({ path: `${PATH}/0` }));
    for (let index = 1; index < 100; index += 1) {
      keep(handshake({ path: `${PATH}/${String(index)}` }));
      expect(keep(handshake())).toBe(one);
    }
    expect(keep(handshake({ path: `${PATH}/0` }))).not.toBe(first);
  });

  it('is shared by the sockets of eight programs in turn', () => {
    const keep = createHandshakeKeeper();
    const paths = Array.from({ length: 8 }, (_, index) => ({ path: `${PATH}/${String(index)}` }));
    const kept = paths.map((each) => keep(handshake(each)));
    for (const [index, each] of paths.entries()) expect(keep(handshake(each))).toBe(kept[index]);
  });

  it('is not remembered when it is long', () => {
    const keep = createHandshakeKeeper();
    const long = { path: `${PATH}/${'x'.repeat(2000)}` };
    expect(keep(handshake(long))).not.toBe(keep(handshake(long)));
  });

  it('is the call again for a fault, without what asked for the upgrade and without tokens', () => {
    const others = {
      'user-agent': 'browser',
      'x-host': 'a',
      'x-cookie': 'b',
      'cookie-names': 'c',
      'connection-kind': 'd',
      'sec-websocket-protocol': 'e',
    };
    const leftOut = {
      authorization: 'jwt secret',
      cookie: 'a=1',
      connection: 'upgrade',
      'sec-websocket-version': '13',
    };
    const headers = { ...UPGRADE, ...leftOut, ...others };
    const { query, ...call } = handshakeCall(createHandshakeKeeper()(handshake({ headers })));
    expect([String(query), call]).toEqual([
      'v=3',
      {
        method: 'GET',
        path: PATH,
        headers: { host: 'localhost:4407', ...others },
        body: '',
        origin: 'http://localhost:4407',
      },
    ]);
  });
});

function handshake(change: Partial<Call> = {}): IdentifiedCall {
  const call: Call = {
    method: 'GET',
    path: PATH,
    query: new URLSearchParams('v=3'),
    headers: UPGRADE,
    body: '',
    origin: 'http://localhost:4407',
    ...change,
  };
  return { call, endpoint: undefined, accountId: '12345678' } as IdentifiedCall;
}
