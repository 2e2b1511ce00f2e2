// The handlers under MSW in Node, from CommonJS.
const { createHandlers } = require('lp-auth-mock/msw');
const { setupServer } = require('msw/node');

const server = setupServer(...createHandlers());
server.listen();
fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks')
  .then(async (answer) => {
    console.log(answer.status, (await answer.json()).keys.length);
  })
  .finally(() => {
    server.close();
  });
