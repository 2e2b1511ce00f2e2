// The REST calls of public clients beside the tokens, as an agent who has logged in. Prints the status of each.
const { LP_ACCOUNT: account, LP_CLIENT_ID: app } = process.env;
const json = { 'content-type': 'application/json' };

const login = await fetch(`https://va.agentvep.liveperson.net/api/account/${account}/login?v=1.3`, {
  method: 'POST',
  headers: json,
  body: JSON.stringify({ username: 'bot', password: 'secret' }),
});
const { bearer } = await login.json();

async function ask(method, url, title, body) {
  const headers = { ...json, authorization: `Bearer ${bearer}` };
  const answer = await fetch(`https://${url}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  console.log(`${answer.status} ${method} ${title}`);
}

const history = `va.msghist.liveperson.net/messaging_history/api/account/${account}`;
const start = { start: { from: 0, to: 1 } };
await ask(
  'POST',
  `${history}/conversations/search?offset=0&limit=100&sort=start:desc`,
  'msgHist conversations/search',
  start,
);
for (const [path, title, body] of [
  ['conversation/search', 'conversation/search', { conversationId: 'x', contentToRetrieve: ['messageRecords'] }],
  ['conversation/search?limit=100&offset=0', 'conversation/search by ids', { conversationIds: ['x'] }],
  ['consumer/search?offset=0&limit=10', 'consumer/search', { consumer: 'x', status: ['OPEN'] }],
])
  await ask('POST', `${history}/conversations/${path}`, `msgHist conversations/${title}`, body);
await ask('POST', `${history}/agent-view/status`, 'msgHist agent-view/status', { agentIds: ['1'] });

const readable = `va-a.acr.liveperson.net/api/account/${account}/configuration`;
for (const [path, query] of [
  ['le-users/users', 'v=4.0&select=$all'],
  ['le-users/users/1', 'v=6.0'],
  ['le-users/skills', 'v=4.0'],
  ['le-users/skills/1', 'v=4.0'],
  ['le-users/agentGroups', 'v=1'],
  ['le-agents/status-reasons', ''],
])
  await ask('GET', `${readable}/${path}?${query}`, path);

const writable = `va-a.acw.liveperson.net/api/account/${account}/configuration`;
const installations = `${writable}/app-install/installations`;
await ask('GET', `${installations}?v=1.0`, 'app-install/installations');
await ask('GET', `${installations}/${app}?v=1.0`, 'app-install/installations/{id}');
await ask('POST', `${installations}?v=1.0`, 'app-install/installations', {});
await ask('PUT', `${installations}/${app}?v=1.0`, 'app-install/installations/{id}', {});
for (const [path, query] of [
  ['provision/featureGrants', 'v=1.0&excludeLegacy=true&jsonProvider=gson'],
  ['setting/properties', 'groups=loginSession&v=3.0'],
  ['engagement-window/canned-responses', ''],
  ['le-categories/categories', 'v=2.0'],
])
  await ask('GET', `${writable}/${path}?${query}`, path);

const rest = 'va.msgrestapi.liveperson.net/messaging/v1';
await ask('PUT', `${rest}/consumers/x`, 'consumers/x', {});
await ask('POST', `${rest}/consumers/x/conversations`, 'consumers/x/conversations', { channelType: 'MESSAGING' });
await ask('GET', `${rest}/conversations/x`, 'conversations/x');

const functions = `va.faasgw.liveperson.net/api/account/${account}`;
const lambda = '11111111-1111-4111-8111-111111111111';
await ask('POST', `${functions}/lambdas/${lambda}/invoke?v=1&skillId=&externalSystem=x`, 'lambdas/{id}/invoke', {
  headers: [],
  payload: {},
});
await ask('POST', `${functions}/events/e/invoke?v=1`, 'events/e/invoke', {});
await ask('GET', `${functions}/events/e/isImplemented?v=1`, 'events/e/isImplemented');

await ask(
  'POST',
  `va.agentvep.liveperson.net/api/account/${account}/agentSession.json?v=1&NC=true`,
  'agentSession.json',
  { loginData: '' },
);
