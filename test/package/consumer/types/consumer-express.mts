// Express as somebody has it without any types installed, not even node's.
import { createMock } from 'lp-auth-mock';
import { createExpressApp } from 'lp-auth-mock/express';
import { createMiddleware, startServer } from 'lp-auth-mock/server';

const mock = createMock();
export const server = createExpressApp(mock).listen(4407, () => undefined);
export const alone = createExpressApp(createMock()).listen(4407);
export const local = createExpressApp(mock).listen(0, '127.0.0.1');
export const address = local.address();
local.close();

const app = createExpressApp(mock);
app.get('/mine/:id', (request, response) => {
  response.status(200).json({ mine: request.params['id'] });
});
app.use((request, response, next) => {
  if (request.url === '/') response.end('mine');
  else next();
});
app.use('/below', createMiddleware(mock));
app.use(createExpressApp(mock));
app.use((error: Error, _request: unknown, response: { end(body: string): unknown }, _next: unknown) => {
  response.end(error.message);
});
export const running = startServer(mock, { port: 0 });

// @ts-expect-error -- a port is a number: the types are there, and no `any`
app.listen('4407');
// @ts-expect-error -- what has no `url` is no request
createMiddleware(mock)({}, {});
