// The two servers that the races of sockets compare, by plain node: the built package, because that is what runs
// elsewhere, and what a loader of TypeScript adds to each function would count on one side only.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { collectAll } from './collect-all.mjs';

const contenders = {
  'lp-auth-mock': async () => {
    const { createMock } = await import('../../dist/index.js');
    const { startServer } = await import('../../dist/server.js');
    return (await startServer(createMock(), { port: 0, tls: false })).port;
  },
  /** Answers a POST by a constant, and each frame by the first one of its socket. */
  ws: () =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => {
          chunks.push(chunk);
        });
        request.on('end', () => {
          const { id } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ code: 'OK', body: { sequence: 0 }, reqId: id }));
        });
      });
      new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
        let answer;
        socket.on('message', (data) => {
          const text = data.toString();
          answer ??= text;
          socket.send(answer);
        });
      });
      server.listen(0, '127.0.0.1', () => {
        resolve(server.address().port);
      });
    }),
};

const port = await contenders[process.argv[2]]();
process.on('message', async (wanted) => {
  if (wanted === 'memory') await collectAll();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ cpuMicroseconds: user + system, heapBytes: heapUsed + external, residentBytes: rss });
});
process.on('disconnect', () => process.exit());
process.send({ port });
