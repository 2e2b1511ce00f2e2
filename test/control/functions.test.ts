import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const BAD_ID = 'functions: id must be a text of 1 to 200 characters: a UUID or an event';
const NO_JSON = 'functions: body must be what JSON can hold: null, a text, a number, an array, an object';

describe('mock.functions', () => {
  it('lists the answers in force: those of the options, and those that were given since', () => {
    const mock = createMock({ functions: { a: 1, b: { c: [] } } });
    mock.functions.answer('a', 2);
    mock.functions.answer('a', 3, { accountId: ACCOUNT, status: 202 });
    expect(mock.functions.answers()).toEqual([
      { id: 'b', accountId: undefined, status: 200, body: { c: [] } },
      { id: 'a', accountId: undefined, status: 200, body: 2 },
      { id: 'a', accountId: ACCOUNT, status: 202, body: 3 },
    ]);
    mock.account(ACCOUNT).reset();
    expect(mock.functions.answers()).toHaveLength(2);
    mock.reset();
    expect(mock.functions.answers().map(({ id, body }) => [id, body])).toEqual([
      ['a', 1],
      ['b', { c: [] }],
    ]);
  });

  it('keeps a copy of the body', () => {
    const mock = createMock();
    const body = { text: 'as it was' };
    mock.functions.answer('a', body);
    body.text = 'changed';
    expect(mock.functions.answers()[0]?.body).toEqual({ text: 'as it was' });
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each<readonly [string, () => void, string]>([
    [
      'an empty id',
      () => {
        createMock().functions.answer('', 1);
      },
      BAD_ID,
    ],
    [
      'a long id',
      () => {
        createMock().functions.answer('x'.repeat(201), 1);
      },
      BAD_ID,
    ],
    [
      'a status that is none',
      () => {
        createMock().functions.answer('a', 1, { status: 901 });
      },
      'functions: status must be a whole number from 200 to 599, not 901',
    ],
    [
      'a function',
      () => {
        createMock().functions.answer('a', () => 1);
      },
      NO_JSON,
    ],
    [
      'nothing',
      () => {
        createMock().functions.answer('a', undefined);
      },
      NO_JSON,
    ],
    [
      'a cycle',
      () => {
        createMock().functions.answer('a', cycle);
      },
      NO_JSON,
    ],
    [
      'an account that is not there',
      () => {
        createMock({ closed: true }).functions.answer('a', 1, { accountId: '1' });
      },
      'this mock has no account "1": it is closed',
    ],
  ])('refuses %s', (_, answer, message) => {
    expect(answer).toThrow(new TypeError(message));
  });

  it('has an end to how many answers there are, and how large they are together', () => {
    const many = createMock();
    for (let index = 0; index < 1000; index += 1) many.functions.answer(String(index), index);
    many.functions.answer('0', 'again');
    expect(() => {
      many.functions.answer('1000', 1);
    }).toThrow(new RangeError('functions: at most 1000 answers; reset the mock to begin anew'));
    const large = createMock();
    large.functions.answer('a', '\u0000'.repeat(600_000));
    large.functions.answer('a', '\u0000'.repeat(600_000));
    expect(() => {
      large.functions.answer('b', '\u0000'.repeat(600_000));
    }).toThrow(/^functions: all answers may take 10000000 bytes, these take 1\d{7}$/);
    expect(large.functions.answers().map(({ id }) => id)).toEqual(['a']);
  });

  it('is controlled from another process alike', async () => {
    const mock = createMock({ functions: { a: 1 } });
    const server = await startServer(mock, { port: 0, host: '127.0.0.1', tls: false });
    try {
      const remote = connectMock(server.url);
      await remote.functions.answer('b', [null], { accountId: ACCOUNT, status: 201 });
      await remote.functions.answer('c', null);
      expect(await remote.functions.answers()).toEqual([
        { id: 'a', status: 200, body: 1 },
        { id: 'b', accountId: ACCOUNT, status: 201, body: [null] },
        { id: 'c', status: 200, body: null },
      ]);
      await expect(remote.functions.answer('', 1)).rejects.toThrow(TypeError);
      await expect(remote.functions.answer('a', undefined)).rejects.toThrow(/body/);
      await remote.reset();
      expect(await remote.functions.answers()).toEqual([{ id: 'a', status: 200, body: 1 }]);
    } finally {
      await server.close();
    }
  });
});
