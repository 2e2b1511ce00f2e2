import { expect, it } from '@jest/globals';
import { readSettings } from '../../mock-server/cli/mock-options.ts';

const settingsFor = (...set: readonly string[]): ReturnType<typeof readSettings> =>
  readSettings({ set }, { cwd: '/', env: {} });

it.each([
  ['sendApi.foreignConversation=40103', { foreignConversation: '40103' }],
  ['sendApi.foreignConversation="40103"', { foreignConversation: '40103' }],
  ['sendApi.requiredScope=null', { requiredScope: null }],
  ['sendApi.requiredScope=17', { requiredScope: '17' }],
  ['sendApi.missingAppJwtErrorCode=40104', { missingAppJwtErrorCode: 40104 }],
  ['sendApi={"maxRequestChars":7}', { maxRequestChars: 7 }],
])('--set %s is taken as the option takes it', async (typed, sendApi) => {
  expect((await settingsFor(typed)).sendApi).toMatchObject(sendApi);
});

it('--set takes a number for a number where a text would do as well', async () => {
  expect((await settingsFor('seed=42')).seed).toBe(42);
});

it.each([
  ['--auto-login', { 'auto-login': 'ada' }, {}],
  ['LP_AUTH_MOCK_AUTO_LOGIN', {}, { LP_AUTH_MOCK_AUTO_LOGIN: 'ada' }],
  ['--set autoLogin', { set: ['autoLogin=ada'] }, {}],
])('%s names who logs in without being asked', async (_, typed, env) => {
  expect((await readSettings(typed, { cwd: '/', env })).autoLogin).toBe('ada');
});
