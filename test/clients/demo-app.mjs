// The calls that LivePerson's demo of the Connector API makes, in its order and in its form: its bodies, its queries, its
// headers. It subscribes to webhooks, has a conversation with a file in it, and reads what was said. Prints what it saw.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const account = process.env.LP_ACCOUNT;
const FILE = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const saw = { webhooks: [] };

/** What the demo's server does with a webhook: it looks the secret up, and checks the signature. */
let secret = '';
let onWebhook = () => undefined;
const receiver = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const signature = `sha1=${createHmac('sha1', secret).update(body).digest('base64')}`;
  response.setHeader('content-type', 'application/json').end('"OK"');
  const { type, body: told } = JSON.parse(body.toString());
  saw.webhooks.push({
    type,
    path: request.url,
    account: request.headers['x-liveperson-account-id'],
    client: request.headers['x-liveperson-client-id'],
    header: request.headers['x-env'],
    isGenuine: request.headers['x-liveperson-signature'] === signature,
  });
  onWebhook(type, told.changes[0]);
});
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const endpoint = `http://localhost:${receiver.address().port}/notifications/event`;

/** The next webhook that says what is waited for. */
const told = (isIt) =>
  new Promise((resolve) => {
    onWebhook = (type, change) => {
      if (isIt(type, change)) resolve(change);
    };
  });

async function ask(method, url, { headers = {}, body } = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) };
}

// 1. Where everything is: over http.
const csds = await ask(
  'GET',
  `http://adminlogin.liveperson.net/api/account/${account}/service/baseURI.json?version=1.0`,
);
const loginHost = csds.json.baseURIs.filter(({ service }) => service === 'agentVep')[0].baseURI;

// 2. The administrator logs in; from now on the hosts are those of his answer.
const { json: user } = await ask('POST', `https://${loginHost}/api/account/${account}/login`, {
  body: { username: 'admin@example.test', password: 'secret' },
});
if (!(user.config.isAdmin || user.config.isLPA)) throw new Error('no administrator');
const host = (name) => user.csdsCollectionResponse.baseURIs.find(({ service }) => service === name).baseURI;
const admin = { authorization: `Bearer ${user.bearer}`, 'user-agent': 'Connector App Hub' };

// 3. Installs an app with webhooks, finds it in the list, and changes it.
const installations = `https://${host('accountConfigReadWrite')}/api/account/${account}/configuration/app-install/installations`;
const EVENTS = ['ContentEvent', 'RichContentEvent', 'AcceptStatusEvent', 'ChatStateEvent'];
const subscription = { headers: [], endpoint };
const record = {
  client_name: 'Demo--Demo--',
  description: 'for a test',
  enabled: true,
  grant_types: ['client_credentials'],
  scope: 'msg.consumer',
  logo_uri: '',
  capabilities: {
    engagement: { design_engagement: false, design_window: false, language_selection: false, entry_point: ['url'] },
    webhooks: {
      ...Object.fromEntries(EVENTS.map((event) => [`ms.MessagingEventNotification.${event}`, subscription])),
      'cqm.ExConversationChangeNotification': subscription,
      retry: { retention_time: 3600 },
    },
  },
};
await ask('POST', `${installations}?v=1.0`, { headers: admin, body: record });
const list = await ask('GET', `${installations}?v=1.0`, { headers: admin });
const app = list.json.find(({ client_name: name, scope }) => name === record.client_name && scope === 'msg.consumer');
const one = `${installations}/${app.id}?v=1.0`;
const read = await ask('GET', one, { headers: admin });
app.capabilities.webhooks['ms.MessagingEventNotification.ContentEvent'].headers = [{ key: 'x-env', value: 'local' }];
const changed = await ask('PUT', one, {
  headers: { ...admin, 'if-match': read.headers.get('ac-revision'), 'x-http-method-override': 'PUT' },
  body: app,
});
saw.revisions = [read, changed].map(({ headers }) => headers.get('ac-revision'));
secret = (await ask('GET', one, { headers: admin })).json.client_secret;

// 4. AppJWT by the query alone, then the ConsumerJWS.
const client = new URLSearchParams({
  v: '1.0',
  grant_type: 'client_credentials',
  client_id: app.client_id,
  client_secret: secret,
});
const { json: granted } = await ask(
  'POST',
  `https://${host('sentinel')}/sentinel/api/account/${account}/app/token?${client}`,
  { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
);
const consumer = await ask('POST', `https://${host('idp')}/api/account/${account}/consumer?v=1.0`, {
  headers: { authorization: granted.access_token },
  body: { ext_consumer_id: '0.7712' },
});

// 5. Opens a conversation and says something; the agent's answer is a webhook, which is accepted and read.
const headers = {
  authorization: granted.access_token,
  'x-lp-on-behalf': consumer.json.token,
  'client-properties': JSON.stringify({ type: '.ClientProperties', features: [] }),
};
const conversationUrl = `https://${host('asyncMessagingEnt')}/api/account/${account}/messaging/consumer/conversation`;
const opened = await ask('POST', `${conversationUrl}?v=3`, {
  headers,
  body: [
    {
      kind: 'req',
      id: '2,',
      type: 'userprofile.SetUserProfile',
      body: {
        firstName: 'WEB UI USER',
        lastName: '',
        avatarUrl: 'http://avatarurl.com',
        role: 'consumer',
        backgndImgUri: 'http://something.com',
        description: 'Test Description',
        privateData: {
          mobileNum: '1750345346',
          mail: 'test@email.com',
          pushNotificationData: { serviceName: 'Service', certName: 'CertName', token: 'TOKEN' },
        },
      },
    },
    {
      kind: 'req',
      id: '1,',
      type: 'cm.ConsumerRequestConversation',
      body: {
        ttrDefName: null,
        campaignInfo: { campaignId: 2894629312, engagementId: 2894629412 },
        channelType: 'MESSAGING',
        brandId: account,
        skillId: '-1',
        conversationContext: {
          visitorId: '',
          sessionId: '',
          interactionContextId: 2,
          type: 'SharkContext',
          lang: 'en-US',
          features: [],
        },
      },
    },
  ],
});
const id = opened.json[1].body.conversationId;
const send = async (type, body, reqId = '3') => {
  const { json } = await ask('POST', `${conversationUrl}/send?v=3`, {
    headers,
    body: { kind: 'req', id: reqId, type, body },
  });
  return json.body;
};
const publish = (event, reqId) => send('ms.PublishEvent', { dialogId: id, conversationId: id, event }, reqId);
const isAgents = (type, { originatorMetadata, event }) =>
  type === 'ms.MessagingEventNotification' && originatorMetadata.role !== 'CONSUMER' && event.message !== undefined;
const answered = told(isAgents);
await publish({ type: 'ChatStateEvent', chatState: 'COMPOSING' }, '1,');
await publish({ type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' });
const answer = await answered;
saw.answer = answer.event.message;
for (const status of ['ACCEPT', 'READ'])
  await publish({ type: 'AcceptStatusEvent', status, sequenceList: [answer.sequence] }, '1,');

// 6. Uploads a file, says so, and downloads it again.
const upload = await send('ms.GenerateURLForUploadFile', { fileSize: String(FILE.length), fileType: 'PNG' });
const temporary = ({ relativePath, queryParams: { temp_url_sig: signature, temp_url_expires: expires } }) =>
  `https://${host('swift')}${relativePath}?temp_url_sig=${signature}&temp_url_expires=${expires}`;
const stored = await fetch(temporary(upload), { method: 'PUT', headers: { 'content-type': 'image/png' }, body: FILE });
const { relativePath } = upload;
const file = { caption: 'A map', relativePath, fileType: 'PNG', preview: 'data:image/jpeg;base64,AAAA' };
const heard = told((type, { event }) => event?.contentType === 'hosted/file');
await publish({ type: 'ContentEvent', contentType: 'hosted/file', message: file });
await heard;
const download = await fetch(temporary(await send('ms.GenerateURLForDownloadFile', { relativePath })));
const bytes = Buffer.from(await download.arrayBuffer());
saw.file = [stored.status, download.status, bytes.equals(Buffer.from(FILE))];

// 7. Closes it, and hears so.
const closed = told((type, { result }) => result?.conversationDetails?.stage === 'CLOSE');
await send(
  'cm.UpdateConversationField',
  { conversationId: id, conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' } },
  '1,',
);
saw.closed = (await closed).result.conversationDetails.closeReason;

// 8. What was said.
const history = await ask(
  'POST',
  `https://${host('msgHist')}/messaging_history/api/account/${account}/conversations/conversation/search?offset=0&limit=100&sort=start%3Adesc&NC=true&__d=2013`,
  {
    headers: { authorization: admin.authorization },
    body: {
      conversationId: id,
      contentToRetrieve: [
        'campaign',
        'messageRecords',
        'agentParticipants',
        'agentParticipantsLeave',
        'agentParticipantsActive',
        'consumerParticipants',
        'transfers',
        'messageScores',
        'messageStatuses',
      ],
    },
  },
);
const [kept] = history.json.conversationHistoryRecords;
saw.history = {
  status: kept.info.status,
  said: kept.messageRecords.map(({ sentBy, type, messageData: { msg, file: sent } }) => [
    sentBy,
    type,
    msg?.text ?? sent,
  ]),
  statuses: kept.messageStatuses
    .filter(({ participantType }) => participantType === 'Consumer')
    .map(({ seq, messageDeliveryStatus }) => [seq, messageDeliveryStatus]),
};
saw.relativePath = relativePath;
saw.app = app.client_id;

// 9. And removes the app.
const last = await ask('GET', one, { headers: admin });
await ask('DELETE', one, { headers: { ...admin, 'if-match': last.headers.get('ac-revision') } });
const left = await ask('GET', `${installations}?v=1.0`, { headers: admin });
saw.isGone = !left.json.some(({ id: each }) => each === app.id);
console.log(JSON.stringify(saw));
receiver.closeAllConnections();
receiver.close();
