// The handlers under MSW in Node: no port, LivePerson's own host names.
import { createHandlers } from 'lp-auth-mock/msw';
import { setupServer } from 'msw/node';

const server = setupServer(...createHandlers());
server.listen();
const answer = await fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks');
console.log(answer.status, (await answer.json()).keys.length);
server.close();
