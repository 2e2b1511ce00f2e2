// The two servers that `send-cpu.ts` compares, by plain node: the built package, because that is what runs elsewhere,
// and
// what a loader of TypeScript adds to each function would count on one side only.
import { createServer } from 'node:http';

const CONSTANT = { code: 'OK', body: { sequence: 0 } };

async function serveMock(options) {
  const { createMock } = await import('../../dist/index.js');
  const { startServer } = await import('../../dist/server.js');
  return (await startServer(createMock(options), { port: 0 })).port;
}

const contenders = {
  'lp-auth-mock': () => serveMock({}),
  'lp-auth-mock with capture': () => serveMock({ capture: true }),
  'node:http reader': () =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        const { authorization = '', 'x-lp-on-behalf': onBehalf = '' } = request.headers;
        const chunks = [];
        request.on('data', (chunk) => {
          chunks.push(chunk);
        });
        request.on('end', () => {
          const { id } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          response.writeHead(authorization !== '' && onBehalf !== '' ? 200 : 401, {
            'content-type': 'application/json',
          });
          response.end(JSON.stringify({ ...CONSTANT, reqId: id }));
        });
      });
      server.listen(0, '127.0.0.1', () => {
        resolve(server.address().port);
      });
    }),
};

const port = await contenders[process.argv[2]]();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicroseconds: user + system });
});
process.on('disconnect', () => process.exit());
process.send({ port });
