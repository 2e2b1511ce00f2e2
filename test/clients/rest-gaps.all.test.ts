import { expect, it } from '@jest/globals';
import { CLI, runShell } from '../cli/spawned-cli.ts';

it('REST calls that public clients make beside the tokens are answered, or left out for a reason', async () => {
  const { exitCode, stdout } = await runShell(`${CLI} run -- node test/clients/rest-gaps.mjs`);
  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\n')).toEqual([
    '200 POST msgHist conversations/search',
    '200 POST msgHist conversations/conversation/search',
    '200 POST msgHist conversations/conversation/search by ids',
    '200 POST msgHist conversations/consumer/search',
    '200 POST msgHist agent-view/status',
    '200 GET le-users/users',
    '404 GET le-users/users/1',
    '200 GET le-users/skills',
    '404 GET le-users/skills/1',
    '200 GET le-users/agentGroups',
    '200 GET le-agents/status-reasons',
    '200 GET app-install/installations',
    '200 GET app-install/installations/{id}',
    '201 POST app-install/installations',
    '200 PUT app-install/installations/{id}',
    '501 GET provision/featureGrants',
    '501 GET setting/properties',
    '200 GET engagement-window/canned-responses',
    '200 GET le-categories/categories',
    '400 PUT consumers/x',
    '400 POST consumers/x/conversations',
    '400 GET conversations/x',
    '401 POST lambdas/{id}/invoke',
    '401 POST events/e/invoke',
    '401 GET events/e/isImplemented',
    '501 POST agentSession.json',
  ]);
});
