import { expect, it } from '@jest/globals';
import type { WebhookCarrier, WebhookPost } from '../../../mock-server/webhooks/carrier.ts';
import { WebhookFailure } from '../../../mock-server/webhooks/carrier.ts';
import type { AttemptResult, Destination } from '../../../mock-server/webhooks/post.ts';
import { postWebhook } from '../../../mock-server/webhooks/post.ts';
import { appOf, openAccount } from '../domain/open-account.ts';

const TO: Destination = { url: 'https://one.test/', headers: [] };
const OWN = {
  'content-type': 'application/json',
  'x-liveperson-account-id': '100',
  'x-liveperson-client-id': 'app',
  'x-liveperson-signature': 'secret of app signs {}',
};

function postTo(carriers: readonly WebhookCarrier[], to: Partial<Destination> = {}, clientId = 'app') {
  const setup = {
    signBody: (secret: string, body: string) => Promise.resolve(`${secret} signs ${body}`),
    carriers: () => carriers,
  };
  return postWebhook(setup, openAccount({ apps: [appOf('app')] }), clientId, { ...TO, ...to }, '{}');
}

const answering =
  (status: number): WebhookCarrier =>
  () =>
    Promise.resolve({ status });
const nobody: WebhookCarrier = () => Promise.resolve(undefined);
const failing =
  (error: unknown): WebhookCarrier =>
  () => {
    throw error;
  };

it('a webhook goes out with the headers of the installation and its own, which count where both have one', async () => {
  const posts: WebhookPost[] = [];
  const carry: WebhookCarrier = (post) => {
    posts.push(post);
    return Promise.resolve({ status: 200 });
  };
  const headers = [
    ['X-Key', 's3cret'],
    ['Content-Type', 'text/plain'],
  ] as const;
  const result = await postTo([carry], { headers });
  expect(posts).toEqual([{ url: TO.url, headers: { 'x-key': 's3cret', ...OWN }, body: '{}' }]);
  expect(result).toEqual({
    status: 200,
    reason: undefined,
    durationMs: expect.any(Number),
    headers: { 'x-key': '<not kept>', ...OWN },
  });
  expect(result.durationMs).toBeGreaterThanOrEqual(0);
});

it.each([
  [200, undefined],
  [201, undefined],
  [199, 'answered with 199; only 200 and 201 count'],
  [202, 'answered with 202; only 200 and 201 count'],
  [299, 'answered with 299; only 200 and 201 count'],
  [300, 'answered with 300, which is not followed; only 200 and 201 count'],
  [399, 'answered with 399, which is not followed; only 200 and 201 count'],
  [400, 'answered with 400; only 200 and 201 count'],
])('what is answered with %i has the reason %p', async (status, reason) => {
  expect(await postTo([answering(status)])).toMatchObject({ status, reason, headers: OWN });
});

const NO_RECEIVER =
  'no receiver: nobody in this process answers for this address (mock.webhooks.deliverTo), and no server that has ' +
  'been called delivers over the network';

it.each<[what: string, carriers: readonly WebhookCarrier[], came: Partial<AttemptResult>]>([
  ['the first who knows it', [nobody, answering(200), answering(500)], { status: 200, reason: undefined }],
  ['the first who fails', [failing(new WebhookFailure('it is late')), answering(200)], { reason: 'it is late' }],
  ['nobody', [nobody, nobody], { status: undefined, reason: NO_RECEIVER }],
  ['nobody, as nobody is there', [], { status: undefined, reason: NO_RECEIVER }],
])('who carries it are asked in their order, and it is up to %s', async (_, carriers, came) => {
  expect(await postTo(carriers)).toMatchObject({ ...came, headers: OWN });
});

it.each([
  [new TypeError('a sentence for people'), 'a sentence for people'],
  [new RangeError('a secret'), 'the delivery failed: RangeError'],
  ['a secret', 'the delivery failed: string'],
])('what else goes wrong is told without a secret: %s', async (error, reason) => {
  expect(await postTo([failing(error)])).toEqual({
    status: undefined,
    reason,
    durationMs: expect.any(Number),
    headers: OWN,
  });
});

it("a host of LivePerson's is never sent to", async () => {
  expect(await postTo([answering(200)], { url: 'https://va.msg.liveperson.net/events' })).toMatchObject({
    status: undefined,
    reason: "the address is a host of LivePerson's, which this mock stands for: it would tell itself",
  });
});

it('nothing is sent for an app that is gone, and no headers are told', async () => {
  expect(await postTo([answering(200)], {}, 'nobody')).toMatchObject({
    status: undefined,
    reason: 'account 100 has no app installation "nobody"',
    headers: {},
  });
});
