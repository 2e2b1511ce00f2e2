// LivePerson's own client of its functions, unmodified. Of the function nobody has said what it answers.
import { Client } from 'liveperson-functions-client';

const client = new Client({
  accountId: process.env.LP_ACCOUNT,
  authStrategy: { clientId: process.env.LP_CLIENT_ID, clientSecret: process.env.LP_CLIENT_SECRET },
});
const call = {
  lambdaUuid: 'a2b7cfa4-0000-4000-8000-000000000000',
  lpEventSource: 'test',
  body: { headers: [], payload: { order: 7 } },
};
const outcome = await client.invoke(call).catch((error) => `${error.name}: ${error.message}`);
console.log(JSON.stringify(outcome));
