import { describe, expect, it } from '@jest/globals';
import type { WebhookControl } from '../../../../mock-server/control/webhooks/webhooks.ts';
import { createWebhookControl, WEBHOOK_EVENTS } from '../../../../mock-server/control/webhooks/webhooks.ts';
import { openAccounts } from '../../domain/open-account.ts';
import { CONTENT, TO_CONTENT } from '../../webhooks/queue-scene.ts';
import type { HubScene } from './hub-scene.ts';
import { openHub } from './hub-scene.ts';

interface Scene extends HubScene {
  readonly all: WebhookControl;
  /** Of account 100 alone. */
  readonly own: WebhookControl;
}

function open(): Scene {
  const scene = openHub();
  const control = (only?: string): WebhookControl => createWebhookControl(scene.hub, () => scene.accounts, only);
  return { ...scene, all: control(), own: control('100') };
}

const NOT_THERE = new TypeError('this mock has no account "!": that is not an account id');

describe('Who controls webhooks', () => {
  it('lists the attempts that are meant', async () => {
    const { all, own, here, there, say, posted } = open();
    expect([all.list(), own.list()]).toEqual([[], []]);
    say(here);
    await posted();
    say(there);
    await posted();
    const ids = (control: WebhookControl, filter?: object): string[] => control.list(filter).map(({ id }) => id);
    expect([ids(all), ids(all, {}), ids(own)]).toEqual([['1', '2'], ['1', '2'], ['1']]);
    expect([ids(all, { accountId: '200' }), ids(own, { accountId: '200' })]).toEqual([['2'], []]);
    expect([ids(own, { accountId: '100' }), ids(own, { clientId: 'other' })]).toEqual([['1'], []]);
  });

  it('sends an attempt once more, when there is one of that id', async () => {
    const { all, own, here, there, say, posted } = open();
    const none = (id: string): TypeError => new TypeError(`there is no attempt "${id}" at a webhook`);
    await expect(all.resend('1')).rejects.toThrow(none('1'));
    say(here, 'one');
    await posted();
    say(there, 'two');
    await posted();
    expect(await own.resend('1')).toMatchObject({ accountId: '100', state: 'delivered' });
    expect(await all.resend('2')).toMatchObject({ accountId: '200' });
    expect(await posted()).toEqual(['100 one', '200 two']);
    await expect(own.resend('2')).rejects.toThrow(none('2'));
    await expect(all.resend('9')).rejects.toThrow(none('9'));
  });

  it('sends a sample of each event, signed for the app that is named or the first', async () => {
    const { all, own, posted, posts } = open();
    for (const event of WEBHOOK_EVENTS) await all.send(TO_CONTENT, event);
    await own.send(TO_CONTENT, CONTENT, {});
    await all.send(TO_CONTENT, CONTENT, { accountId: '200', clientId: 'other' });
    const whose = posts.map(({ headers }) => headers['x-liveperson-client-id']);
    expect(whose).toEqual([...WEBHOOK_EVENTS.map(() => 'app'), 'app', 'other']);
    await posted();
    await expect(all.send(TO_CONTENT, 'x' as never)).rejects.toThrow(
      new TypeError(`event is "x"; use one of ${WEBHOOK_EVENTS.join(', ')}`),
    );
  });

  it('signs for the app that is named or the first', async () => {
    const { all, own } = open();
    const [first, other] = [await all.sign('{}'), await all.sign('{}', { accountId: '200' })];
    expect([first, other]).toEqual([expect.stringMatching(/^sha256=/), expect.stringMatching(/^sha256=/)]);
    expect(first).not.toBe(other);
    expect([await own.sign('{}'), await own.sign('{}', { accountId: '100', clientId: 'app' })]).toEqual([first, first]);
    expect(await all.sign('{"a":1}')).not.toBe(first);
  });

  it('is told whose webhooks these are, and when no account is meant', async () => {
    const { hub, all, own } = open();
    const foreign = new TypeError('accountId is "200", and these are the webhooks of 100');
    await expect(own.sign('{}', { accountId: '200' })).rejects.toThrow(foreign);
    await expect(own.send(TO_CONTENT, CONTENT as never, { accountId: '200' })).rejects.toThrow(foreign);
    await expect(all.sign('{}', { accountId: '!' })).rejects.toThrow(NOT_THERE);
    const nobody = createWebhookControl(hub, () => openAccounts({ settings: [] }));
    await expect(nobody.sign('{}')).rejects.toThrow(
      new TypeError('this mock is configured with no account; say which is meant: accountId'),
    );
    await hub.open();
    const gone = createWebhookControl(hub, () => openAccounts(), '!');
    expect(() => gone.list()).toThrow(NOT_THERE);
    expect(() => gone.state()).toThrow(NOT_THERE);
    await expect(gone.sign('{}')).rejects.toThrow(NOT_THERE);
  });

  it('pauses and goes on, and sees how many are owed', async () => {
    const { all, own, here, there, say, posted } = open();
    expect([all.state(), own.state()]).toEqual([
      { isPaused: false, owed: 0 },
      { isPaused: false, owed: 0 },
    ]);
    own.pause();
    say(here);
    say(there);
    expect(await posted()).toEqual(['200 hello']);
    expect([all.state(), own.state()]).toEqual([
      { isPaused: false, owed: 1 },
      { isPaused: true, owed: 1 },
    ]);
    all.pause();
    say(there);
    await posted();
    expect([all.state(), own.state()]).toEqual([
      { isPaused: true, owed: 2 },
      { isPaused: true, owed: 1 },
    ]);
    all.resume();
    expect([(await posted()).sort(), all.state()]).toEqual([['100 hello', '200 hello'], { isPaused: false, owed: 0 }]);
    own.pause();
    own.resume();
    expect(own.state().isPaused).toBe(false);
  });
});
