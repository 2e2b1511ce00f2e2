// Answers every webhook with 200, but none at /silent; a process of its own, so that it takes no time of who sends. It is
// sent a number, and says so when it has had so many more.
import { createServer } from 'node:http';

let awaited = 0;
const server = createServer((request, response) => {
  if (request.url === '/silent') return;
  request.resume().once('end', () => {
    response.end();
    awaited -= 1;
    if (awaited === 0) process.send?.('all');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.on('message', (count) => {
  awaited = count;
});
process.once('disconnect', () => process.exit());
