// Used as somebody would whose own Express server has the mock in it, and a receiver of webhooks beside it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { createMock } from 'lp-auth-mock';
import { createExpressApp } from 'lp-auth-mock/express';
import { createMiddleware } from 'lp-auth-mock/server';

const receiver = createServer((request, response) => request.resume().once('end', () => response.end()));
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const states = [];
for (const mounted of [createExpressApp, createMiddleware]) {
  const mock = createMock();
  const server = express().use(mounted(mock)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await (await fetch(`http://127.0.0.1:${server.address().port}/sentinel/well-known/jwks`)).text();
  const url = `http://localhost:${receiver.address().port}/events`;
  states.push((await mock.webhooks.send(url, 'cqm.ExConversationChangeNotification')).state);
  server.close();
}
console.log(...states);
receiver.close();
