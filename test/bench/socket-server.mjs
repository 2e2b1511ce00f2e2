// The two servers that the races of sockets compare, by plain node: the built package, because that is what runs
// elsewhere, and what a loader of TypeScript adds to each function would count on one side only.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const contenders = {
  'lp-auth-mock': async () => {
    const { createMock } = await import('../../dist/index.js');
    const { startServer } = await import('../../dist/server.js');
    const mock = createMock({ ums: { initTimeoutMs: 0 } });
    return (await startServer(mock, { port: 0, tls: false })).port;
  },
  /** Answers each frame by one of as many bytes, and a POST by sending its body to the socket that was opened last. */
  ws: () =>
    new Promise((resolve) => {
      let listener;
      const server = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => {
          chunks.push(chunk);
        });
        request.on('end', () => {
          const { answer, notification } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          if (notification !== undefined) listener?.send(notification);
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(answer);
        });
      });
      new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
        listener = socket;
        let answer = '';
        socket.on('message', (data) => {
          const text = data.toString();
          // The first frame says how the others are answered.
          if (answer === '') answer = text;
          socket.send(answer);
        });
      });
      server.listen(0, '127.0.0.1', () => {
        resolve(server.address().port);
      });
    }),
};

const port = await contenders[process.argv[2]]();
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ cpuMicroseconds: user + system, heapBytes: heapUsed + external, residentBytes: rss });
});
process.on('disconnect', () => process.exit());
process.send({ port });
