// LivePerson's own client of its functions, unmodified. The function itself is not mocked: how far it came is the
// point.
import { Client } from 'liveperson-functions-client';

const client = new Client({
  accountId: process.env.LP_ACCOUNT,
  authStrategy: { clientId: process.env.LP_CLIENT_ID, clientSecret: process.env.LP_CLIENT_SECRET },
});
const call = {
  lambdaUuid: 'a2b7cfa4-0000-4000-8000-000000000000',
  lpEventSource: 'test',
  body: { headers: [], payload: {} },
};
const outcome = await client.invoke(call).catch((error) => `${error.name}: ${error.message}`);
console.log(JSON.stringify(outcome));
