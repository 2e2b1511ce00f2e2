import { describe, expect, it } from '@jest/globals';
import { refuseCrowded, refuseFailed } from '../../../../mock-server/adapters/node/failed-call.ts';
import { recordResponse } from './recorded-response.ts';

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const HEADERS = { date: 'Thu, 01 Jan 2026 12:00:00 GMT', 'content-type': 'application/json' };

const failingWith = (error: unknown): unknown[] => {
  const { response, done } = recordResponse();
  refuseFailed(error, response, NOON_MS);
  return done;
};

describe('a call that code beside the mock has failed', () => {
  it.each<[unknown, number, string, string]>([
    [new RangeError('secret'), 500, 'route_failed', 'RangeError'],
    ['a text', 500, 'route_failed', 'string'],
    [undefined, 500, 'route_failed', 'undefined'],
    [null, 500, 'route_failed', 'object'],
    [Object.assign(new TypeError('secret'), { status: 413 }), 413, 'malformed_request', 'TypeError'],
    [{ status: '415' }, 415, 'malformed_request', 'object'],
    [{ status: 399 }, 500, 'route_failed', 'object'],
    [{ status: 400 }, 400, 'malformed_request', 'object'],
    [{ status: 499 }, 499, 'malformed_request', 'object'],
    [{ status: 500 }, 500, 'route_failed', 'object'],
    [{ status: 599 }, 599, 'route_failed', 'object'],
    [{ status: 600 }, 500, 'route_failed', 'object'],
    [{ status: 'many' }, 500, 'route_failed', 'object'],
  ])('is answered without a word of the error: %j is a %d', (thrown, status, error, name) => {
    const body = JSON.stringify({ error, name });
    expect(failingWith(thrown)).toEqual([
      ['writeHead', status, { ...HEADERS, 'content-length': String(body.length) }],
      ['end', body],
    ]);
  });

  it('has the length of its body in bytes', () => {
    const error = Object.assign(new Error('secret'), { name: 'Fehlerübersicht' });
    expect(failingWith(error)[0]).toMatchObject(['writeHead', 500, { 'content-length': '50' }]);
  });

  it.each<[string, object]>([
    ['headers are out', { headersSent: true }],
    [
      'headers are refused',
      {
        writeHead: () => {
          throw new TypeError('of HTTP/2');
        },
      },
    ],
  ])('loses its connection where %s', (_, members) => {
    const { response, done } = recordResponse(members);
    refuseFailed(new Error('secret'), response, NOON_MS);
    expect(done).toEqual([['destroy']]);
  });

  it('is told to come again where bodies have no room', () => {
    const { response, done } = recordResponse();
    refuseCrowded(response, NOON_MS);
    const body = '{"error":"too_many_bodies"}';
    expect(done).toEqual([
      ['writeHead', 503, { ...HEADERS, 'content-length': String(body.length), 'retry-after': '1' }],
      ['end', body],
    ]);
  });
});
