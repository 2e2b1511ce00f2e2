import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectMock } from '../../mock-server/client/client.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { serve } from './admin-setup.ts';

/** A call that leaves an entry. */
function call(mock: Mock, accountId = ACCOUNT): Promise<unknown> {
  return ask(mock, { target: `/api/account/${accountId}/service/idp/baseURI.json?version=1.0` });
}

/** What a verb fails with, thrown or rejected; undefined when it does not. */
async function failureOf(verb: () => unknown): Promise<unknown> {
  try {
    await verb();
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
}

describe('connectMock', () => {
  it('is the controls of one account when one is named', async () => {
    const mock = createMock();
    const { url } = await serve(mock);
    const account = connectMock(url, { accountId: ACCOUNT });
    await account.clock.set('2030-01-01T00:00:00Z');
    expect([account.accountId, await account.credentials]).toEqual([
      ACCOUNT,
      { accountId: ACCOUNT, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, connectorId: 4567890 },
    ]);
    expect(
      [mock.account(ACCOUNT), mock.account(OTHER_ACCOUNT)].map(({ clock }) => clock.now() >= Date.parse('2030-01-01')),
    ).toEqual([true, false]);
  });

  it('takes no option that it does not know: a slip would control the whole mock', () => {
    expect(() => connectMock('http://localhost:4407', { accountID: ACCOUNT } as never)).toThrow(
      new TypeError('connectMock: unknown option accountID; known: accountId, secret'),
    );
  });

  it('takes a URL with a slash at its end', async () => {
    const { url } = await serve(createMock());
    expect(await connectMock(`${url}/`).journal.count()).toBe(0);
  });

  it('does not send a function, which would get lost on the way', async () => {
    const { url } = await serve(createMock());
    await expect(connectMock(url).faults.add({ error: 'reset', match: () => true })).rejects.toThrow(
      new TypeError('fault: match is a function, which cannot be sent; say what fits as data'),
    );
  });

  it.each(['localhost:4407', 'ftp://localhost', '', 'http://'])('takes no %j for a URL', (url) => {
    expect(() => connectMock(url)).toThrow(
      new TypeError(`not a URL: ${JSON.stringify(url)}. Give one such as 'http://localhost:4407'.`),
    );
  });

  it('says where no mock answers, and why', async () => {
    const server = await serve(createMock());
    await server.close();
    const remote = connectMock(server.url);
    expect(await failureOf(() => remote.clock.advance('1m'))).toEqual({
      name: 'MockUnreachable',
      message: `no mock answers at ${server.url} (ECONNREFUSED)`,
    });
    expect(await failureOf(() => remote.journal.waitFor({}, 10_000))).toEqual({
      name: 'MockUnreachable',
      message: `no mock answers at ${server.url} (ECONNREFUSED)`,
    });
  });

  it('says when something else answers', async () => {
    const server = createServer((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    expect(await failureOf(() => connectMock(url).journal.find())).toEqual({
      name: 'MockUnreachable',
      message: `what answers at ${url} is not lp-auth-mock`,
    });
    server.close();
    server.closeAllConnections();
  });

  it('says when the mock goes while it waits', async () => {
    const mock = createMock();
    const server = await serve(mock);
    const remote = connectMock(server.url);
    const waiting = failureOf(() => remote.journal.waitFor({ outcome: 500 }, 60_000));
    const seen = new Promise<void>((resolve) => {
      void remote.journal
        .watch(() => {
          resolve();
        })
        .then(() => call(mock));
    });
    await seen;
    await server.close();
    expect(await waiting).toMatchObject({ name: 'MockUnreachable', message: expect.stringContaining(server.url) });
  });
});
