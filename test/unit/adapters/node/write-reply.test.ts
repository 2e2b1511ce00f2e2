import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { isEndless, writeReply } from '../../../../mock-server/adapters/node/write-reply.ts';
import type { Answer } from '../../../../mock-server/index.ts';
import { recordResponse } from './recorded-response.ts';

describe('an answer that is written', () => {
  it.each<[string, Partial<Answer>, object, readonly unknown[], string | Uint8Array]>([
    ['has its length in bytes', { body: '€' }, {}, ['a', '1', 'upgrade', 'x', 'content-length', '3'], '€'],
    ['has no length without a body', {}, {}, ['a', '1', 'upgrade', 'x'], ''],
    [
      'has a file before a text',
      { bytes: new Uint8Array(2) },
      {},
      ['a', '1', 'upgrade', 'x', 'content-length', '2'],
      new Uint8Array(2),
    ],
    ['has each cookie', { cookies: ['b=2', 'c=3'] }, {}, ['a', '1', 'upgrade', 'x', 'set-cookie', ['b=2', 'c=3']], ''],
    ['has no upgrade in HTTP/2', {}, { stream: {} }, ['a', '1'], ''],
  ])('%s', (_, parts, members, lines, body) => {
    const { response, done } = recordResponse(members);
    writeReply({ status: 200, headers: { a: '1', upgrade: 'x' }, body: '', ...parts }, response);
    expect(done).toEqual([
      ['writeHead', 200, lines],
      ['end', body],
    ]);
    expect(isEndless(response)).toBe(false);
  });

  it('may come in pieces without an end, which nobody waits for', async () => {
    const heads: unknown[] = [];
    const response = Object.assign(new PassThrough(), { writeHead: (...head: unknown[]) => heads.push(head) });
    async function* stream(): AsyncGenerator<string> {
      yield await Promise.resolve('one');
      yield 'two';
    }
    const asResponse = response as unknown as ServerResponse;
    writeReply({ status: 200, headers: { a: '1' }, stream: stream() }, asResponse);
    expect(isEndless(asResponse)).toBe(true);
    expect(Buffer.concat((await response.toArray()) as Buffer[]).toString()).toBe('onetwo');
    expect(heads).toEqual([[200, { a: '1' }]]);
  });
});

describe('a connection that a fault loses', () => {
  const resetting = (done: unknown[], name: string): object => ({ resetAndDestroy: () => done.push([name]) });
  const failing = {
    resetAndDestroy: () => {
      throw new Error('no TCP');
    },
  };
  it.each<[string, (done: unknown[]) => object, readonly unknown[]]>([
    ['is reset', (done) => ({ socket: resetting(done, 'reset') }), [['reset']]],
    ['is reset below TLS', (done) => ({ socket: { _parent: resetting(done, 'reset below') } }), [['reset below']]],
    ['is lost before', () => ({ socket: null }), []],
    ['ends where it knows no reset', () => ({ socket: failing }), [['destroy']]],
    [
      'ends with its session in HTTP/2',
      (done) => ({ socket: failing, stream: { session: { destroy: () => done.push(['session']) } } }),
      [['session']],
    ],
    ['has lost its session before', () => ({ socket: failing, stream: {} }), []],
  ])('%s', (_, membersOf, expected) => {
    const noted: unknown[] = [];
    const { response, done } = recordResponse(membersOf(noted));
    writeReply({ abort: 'reset' }, response);
    expect([...noted, ...done]).toEqual(expected);
    expect(isEndless(response)).toBe(false);
  });

  it('hears nothing at all for a timeout', () => {
    const { response, done } = recordResponse();
    writeReply({ abort: 'timeout' }, response);
    expect([done, isEndless(response)]).toEqual([[], true]);
  });
});
