import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { ask, callOf } from '../support/calls.ts';
import { CONSUMER_SOCKET, openSocket } from '../support/sockets.ts';
import { learn, lookAtTheEnd, takeFindings } from '../support/watch/findings.ts';
import { sharedValidator } from '../support/watch/liveperson.ts';

// The watch hangs on names in package.json, and a name that fits no file any more would go unseen: these tests have no
// part of the watch in their own hands but what it has found.

const SECRET = 'a-secret-of-somebody-else';

/** What is found meanwhile is what was planted, and no reason to fail. */
async function findingsOf(plant: () => unknown): Promise<string> {
  await plant();
  return takeFindings().join('\n');
}

describe('the watch over the suite is in place', () => {
  it('before the pipeline of every mock', async () => {
    const target = `/${SECRET}?client_secret=${SECRET}`;
    expect(await findingsOf(() => ask(createMock(), { target }))).toContain(
      `a journal entry or its log line holds the secret ${SECRET}`,
    );
  });

  it('before the handshake and the frames of every mock', async () => {
    const { session, ...socket } = await openSocket(createMock(), CONSUMER_SOCKET);
    expect(socket.closed()).toBeUndefined();
    const found = await findingsOf(() => {
      session.receive(JSON.stringify({ id: '1', type: `x ${SECRET}`, body: { password: SECRET } }));
    });
    expect(found).toContain(`a journal entry or its log line holds the secret ${SECRET}`);
  });

  it('before the admin API of every mock', async () => {
    const call = callOf({
      method: 'POST',
      target: '/__admin/clock/set',
      headers: { host: 'localhost', 'content-type': 'application/json', authorization: SECRET },
      body: JSON.stringify({ at: SECRET }),
      peer: 'loopback',
    });
    expect(await findingsOf(() => createMock().admin(call))).toContain(
      `the answer to POST /__admin/clock/set holds the secret ${SECRET}`,
    );
  });

  it("over every answer of LivePerson's calls", async () => {
    const { complaint } = sharedValidator;
    sharedValidator.complaint = () => 'it was planted';
    const found = await findingsOf(() => ask(createMock(), { target: '/sentinel/well-known/jwks' })).finally(() => {
      sharedValidator.complaint = complaint;
    });
    expect(found).toContain("not as the OpenAPI document of LivePerson's calls says: the body: it was planted");
  });

  it('over every error', async () => {
    learn([SECRET]);
    const found = await findingsOf(() => {
      expect(() => {
        createMock().clock.set(SECRET);
      }).toThrow(TypeError);
    });
    expect(found).toContain(`an error's message holds the secret ${SECRET}`);
  });
});

describe('the watch over the suite looks at the end of every test', () => {
  let [looks, ended] = [0, 0];
  beforeAll(() => {
    lookAtTheEnd(() => {
      looks += 1;
    });
  });
  let before = 0;
  beforeEach(() => {
    before = ended;
  });

  it.each(['the first', 'the next'])('%s', () => {
    expect(looks).toBe(before);
    ended += 1;
  });
});
