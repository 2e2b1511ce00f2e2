import { describe, expect, it } from '@jest/globals';

import { EventEmitter, once } from 'node:events';
import { withConsole } from '../../../../mock-server/adapters/node/console-listener.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { NOON } from '../../../support/through-every-adapter.ts';
import { nodeRequest } from './node-request.ts';
import { recordResponse } from './recorded-response.ts';

/** Who answers a request: `mock`, or the status of the console's own answer. */
async function answered(
  request: object,
  options: MockOptions = {},
  certificates: () => Promise<undefined> = () => Promise.resolve(undefined),
): Promise<unknown> {
  const mock = createMock(options);
  mock.clock.freeze(NOON);
  const over = new EventEmitter();
  const { response, done } = recordResponse({
    end: (body: unknown) => {
      done.push(['end', body]);
      over.emit('over');
    },
  });
  const isOver = once(over, 'over');
  withConsole({ mock, certificates }, () => {
    done.push('mock');
    over.emit('over');
  })(nodeRequest({ headers: { host: 'localhost' }, rawHeaders: ['host', 'localhost'], ...request }), response);
  await isOver;
  return done;
}

describe('the console of a server', () => {
  it.each([
    ['/', 200],
    ['/?a=/', 200],
    ['/__admin/ca.pem', 404],
    ['/__admin/ca.pem?a', 404],
    ['/__admin/ui', 302],
    ['/__admin/ui?a', 302],
    ['/__admin/ui/', 200],
    ['/__admin/ui/no/such.js?a', 404],
  ])('answers %s', async (url, status) => {
    expect(await answered({ url })).toEqual([
      ['writeHead', status, expect.anything()],
      ['end', expect.any(String)],
    ]);
  });

  it.each(['', 'a', '/__admin', '/__admin/', '/__admin/uix', '/__admin/ca.pemx', '/a/__admin/ui', '/api/a', '//'])(
    'leaves "%s" to the mock',
    async (url) => {
      expect(await answered({ url })).toEqual(['mock']);
    },
  );

  it('leaves to the mock what it does not answer itself, and all of it where there is no admin API', async () => {
    expect(await answered({ method: 'POST' })).toEqual(['mock']);
    expect(await answered({ url: undefined })).toEqual(['mock']);
    expect(await answered({}, { admin: false })).toEqual(['mock']);
  });

  it('answers a failure without its words', async () => {
    const failing = (): Promise<undefined> => Promise.reject(new RangeError('a secret'));
    const body = '{"error":"route_failed","name":"RangeError"}';
    const date = new Date(NOON).toUTCString();
    expect(await answered({ url: '/__admin/ca.pem' }, {}, failing)).toEqual([
      ['writeHead', 500, { date, 'content-type': 'application/json', 'content-length': String(body.length) }],
      ['end', body],
    ]);
  });
});
