import { expect, it } from '@jest/globals';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const LOOK_UP = `/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`;

describeThroughEveryAdapter('LP-Mock-Instance', (open) => {
  it('names the mock in each answer, refusals too, and to pages', async () => {
    const mock = await open({ instance: 'replica-2' });
    for (const [path, status] of [
      [LOOK_UP, 200],
      [`/api/account/${ACCOUNT}/service/nothing/baseURI.json?version=1.0`, 400],
    ] as const) {
      const answer = await mock.ask('GET', path);
      expect([answer.status, answer.headers['lp-mock-instance']]).toEqual([status, 'replica-2']);
      expect(answer.headers['access-control-expose-headers']).toMatch(/, lp-mock-instance$/);
    }
  });

  it('is not there unless the option is set', async () => {
    const mock = await open();
    const { headers } = await mock.ask('GET', LOOK_UP);
    expect([headers['lp-mock-instance'], headers['access-control-expose-headers']]).toEqual([
      undefined,
      expect.not.stringContaining('instance'),
    ]);
  });
});
