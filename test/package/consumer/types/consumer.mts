import { createServer } from 'node:http';
import type { AccountOptions, Mock, MockOptions, Reply } from 'lp-auth-mock';
import { ConfigError, createMock } from 'lp-auth-mock';
import type { RemoteMock } from 'lp-auth-mock/client';
import { connectMock } from 'lp-auth-mock/client';
import { createExpressApp } from 'lp-auth-mock/express';
import type { RunningServer } from 'lp-auth-mock/server';
import { startServer } from 'lp-auth-mock/server';

const account: AccountOptions = { accountId: '11111111', apps: [{ client_id: 'me', client_secret: 'secret' }] };
const options: MockOptions = { accounts: [account], closed: true, seed: 7 };
const mock: Mock = createMock(options);
const reply: Promise<Reply> = mock
  .fetch('http://localhost/')
  .then(() =>
    mock.handle({
      method: 'GET',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: '',
      origin: 'http://localhost',
    }),
  );
const running: Promise<RunningServer> = startServer(mock, { port: 0 });
const remote: RemoteMock = connectMock('http://localhost:4407');
const moved: Promise<number> = remote.clock.advance('61m').then(() => remote.account('11111111').clock.now());
const problem: Error = new ConfigError('no');
createServer(createExpressApp(mock));
mock.clock.advance('61m');

// @ts-expect-error -- an option that does not exist: the types are there, and no `any`
createMock({ nonsense: true });
// @ts-expect-error -- a result that is no text
const wrong: string = createExpressApp(mock);

export { moved, problem, reply, running, wrong };
