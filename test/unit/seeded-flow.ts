import type { Answer, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';

const CREDENTIALS = 'client_id=75588e18-0213-4e33-8174-883acac7e3c4&client_secret=0123456789abcdefghijklmnop';

/** A mock as two processes would make it: a seed and a frozen clock. */
export function seededMock(seed: string | number): Mock {
  const mock = createMock({ seed });
  mock.clock.freeze('2026-11-20T12:00:00Z');
  return mock;
}

/** Every call that draws an id, reads the time or signs, for one account. Answers all that was answered. */
export async function runFlow(mock: Mock, accountId = '12345678'): Promise<Answer[]> {
  const heard: Answer[] = [];
  const api = `/api/account/${accountId}`;
  const say = async (answer: Promise<Answer>): Promise<Record<string, string>> => {
    heard.push(await answer);
    return JSON.parse(heard.at(-1)?.body.replace(/^callback\((.*)\)$/, '$1') ?? '') as Record<string, string>;
  };
  const request = (type: string, body: object): object => ({ kind: 'req', id: '1', type, body });

  await say(ask(mock, { target: '/sentinel/well-known/jwks' }));
  await say(ask(mock, { target: `${api}/service/baseURI.json?version=1.0` }));
  const { access_token: authorization = '' } = await say(
    post(mock, `/sentinel${api}/app/token?v=1.0&grant_type=client_credentials`, CREDENTIALS),
  );
  await say(
    post(
      mock,
      `/sentinel/api/v2/account/${accountId}/app/token?state=jane`,
      `grant_type=client_credentials&${CREDENTIALS}`,
    ),
  );
  const { token: consumer = '' } = await say(
    post(mock, `${api}/consumer?v=1.0`, { ext_consumer_id: 'jane' }, { authorization }),
  );
  const first = await say(post(mock, `${api}/anonymous/authorize`));
  mock.clock.advance('5m');
  const second = await say(post(mock, `${api}/anonymous/authorize`, { id_token: first['token'] }));
  await say(post(mock, `${api}/app/4567890/authenticate?v=3.0`, { id_token: second['token'] }));
  await say(post(mock, `${api}/signup`));
  await say(ask(mock, { target: `${api}/signup.jsonp` }));
  await say(post(mock, `${api}/login?v=1.3`, { username: 'agent', password: 'any' }));
  const headers = { authorization, 'x-lp-on-behalf': consumer };
  const batch = [
    request('userprofile.SetUserProfile', {}),
    request('cm.ConsumerRequestConversation', { brandId: accountId }),
  ];
  await say(post(mock, `${api}/messaging/consumer/conversation?v=3`, batch, headers));
  await say(post(mock, `${api}/messaging/consumer/conversation?v=3`, batch, headers));
  const upload = request('ms.GenerateURLForUploadFile', { fileSize: 1, fileType: 'PNG' });
  await say(post(mock, `${api}/messaging/consumer/conversation/send?v=3`, upload, headers));
  mock.clock.advance('1h');
  await say(post(mock, `${api}/messaging/consumer/conversation/send?v=3`, upload, headers));
  return heard;
}
