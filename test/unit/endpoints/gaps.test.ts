import { expect, it } from '@jest/globals';
import { createMock } from '../../../mock-server/index.ts';
import { ask } from '../../support/calls.ts';

const RIVALS = 'no page shows its answer, and the clients that ask for it expect answers that differ';
const OLD = 'it is of the old chat API, which ends; this mock has messaging';
const BRAND = '/api/account/12345678';

it.each([
  [`${BRAND}/configuration/setting/properties`, RIVALS],
  [`${BRAND}/configuration/setting/properties/1`, RIVALS],
  [`${BRAND}/configuration/provision/featureGrants`, RIVALS],
  [`${BRAND}/configuration/setting/propertiesOfAll`, undefined],
  [`${BRAND}/chat`, OLD],
  [`${BRAND}/chat/request`, OLD],
  [`${BRAND}/agentSession`, OLD],
  [`${BRAND}/agentSession.json`, OLD],
  [`${BRAND}/agentSession/1/chats`, OLD],
  [`${BRAND}/chats`, undefined],
  [`${BRAND}/agentSession.xml`, undefined],
  [`${BRAND}/old/chat`, undefined],
  [`/sentinel${BRAND}/chat`, undefined],
])('Whether %s is left out on purpose, and why, is told', async (target, why) => {
  const { status, headers } = await ask(createMock(), { target });
  expect(status).toBe(501);
  expect(headers['lp-mock-reason']).toMatch(
    why === undefined
      ? /^not-mocked; this mock has no such path; nearest: /
      : new RegExp(`^not-mocked; this mock leaves this path out: ${why}$`),
  );
});
