import { describe, expect, it } from '@jest/globals';
import { createWebhookHub } from '../../../../mock-server/control/webhooks/hub.ts';
import { createMemoryBudget } from '../../../../mock-server/memory/budget.ts';
import { createUnderWay } from '../../../../mock-server/under-way.ts';
import type { ToldAttempt } from '../../../../mock-server/webhooks/attempt.ts';
import { entered } from '../../domain/open-account.ts';
import { appWith, contentAlone } from '../../webhooks/queue-scene.ts';
import { openHub } from './hub-scene.ts';

describe('The webhooks of a mock', () => {
  it('are loaded for the first that is owed, and lose nothing meanwhile', async () => {
    const { hub, accounts, here, there, say, posted } = openHub();
    say(entered(accounts, '300'));
    expect([await posted(), hub.current()]).toEqual([[], undefined]);
    say(here, 'one');
    say(there, 'two');
    expect(hub.current()).toBeUndefined();
    expect((await posted()).sort()).toEqual(['100 one', '200 two']);
    expect(await hub.open()).toBe(hub.current());
    say(here, 'three');
    expect(await posted()).toEqual(['100 three']);
  });

  it('are sent to an app that gets an endpoint while the mock runs, once', async () => {
    const { accounts, say, posted } = openHub();
    const account = entered(accounts, '300');
    const app = account.installations.find('deaf');
    if (app === undefined) throw new Error('no app');
    for (const retention of [60, 120])
      account.installations.replace(account.installations.find('deaf') ?? app, {
        ...app,
        ...appWith(contentAlone(retention), 'deaf'),
      });
    say(account);
    expect(await posted()).toEqual(['300 hello']);
  });

  it('are not sent for an account that is there no more', async () => {
    const { hub, accounts, here, say, posted } = openHub();
    hub.pause();
    say(here);
    await posted();
    accounts.reset('100');
    hub.resume();
    expect(await posted()).toEqual([]);
  });

  it('are held back by a pause, of every account or of one', async () => {
    const { hub, here, there, say, posted } = openHub();
    hub.pause('100');
    expect([hub.isPaused(), hub.isPaused('100'), hub.isPaused('200')]).toEqual([false, true, false]);
    say(here);
    say(there);
    expect(await posted()).toEqual(['200 hello']);
    hub.resume('100');
    expect([hub.isPaused('100'), await posted()]).toEqual([false, ['100 hello']]);
    hub.pause('100');
    hub.pause();
    expect([hub.isPaused(), hub.isPaused('100'), hub.isPaused('200')]).toEqual([true, true, true]);
    say(here);
    say(there);
    expect(await posted()).toEqual([]);
    hub.resume('100');
    expect([hub.isPaused('100'), await posted()]).toEqual([true, []]);
    hub.pause('100');
    hub.resume();
    expect([hub.isPaused(), hub.isPaused('100')]).toEqual([false, false]);
    expect((await posted()).sort()).toEqual(['100 hello', '200 hello']);
  });

  it('go on after a reset, which forgets attempts and what waits for the engine', async () => {
    const { hub, here, there, say, posted } = openHub();
    hub.pause();
    hub.clear('100');
    expect(hub.isPaused()).toBe(true);
    hub.clear();
    expect(hub.isPaused()).toBe(false);
    for (const accountId of ['100', '200']) hub.pause(accountId);
    hub.clear('100');
    expect(['100', '200'].map(hub.isPaused)).toEqual([false, true]);
    hub.clear();
    expect(hub.isPaused('200')).toBe(false);
    say(here);
    say(there);
    hub.clear('100');
    expect(await posted()).toEqual(['200 hello']);
    say(here);
    await posted();
    hub.clear('200');
    expect(
      hub
        .current()
        ?.attempts.list({})
        .map(({ accountId }) => accountId),
    ).toEqual(['100']);
    hub.clear();
    expect(hub.current()?.attempts.list({})).toEqual([]);
  });

  it('are all forgotten that wait for the engine when every account is reset', async () => {
    const { hub, here, there, say, posted } = openHub();
    say(here);
    say(there);
    hub.clear();
    expect(await posted()).toEqual([]);
  });

  it('go to the receiver of this process first, then to who may know another', async () => {
    const { hub, here, say, posted } = openHub();
    const seen: string[] = [];
    hub.deliverTo((request) => {
      seen.push(`${request.method} ${request.url}`);
      return new Response(null, { status: 201 });
    });
    say(here);
    expect([await posted(), seen.splice(0)]).toEqual([[], ['POST https://one.test/content']]);
    hub.deliverTo(() => undefined);
    say(here, 'two');
    expect(await posted()).toEqual(['100 two']);
    hub.deliverTo(undefined);
    const leave = hub.carryBy(() => Promise.resolve({ status: 200 }));
    say(here, 'three');
    expect([await posted(), seen]).toEqual([['100 three'], []]);
    leave();
  });

  it('go nowhere once who carries them has left', async () => {
    const { hub, here, say, posted } = openHub();
    const own: string[] = [];
    const leave = hub.carryBy(({ url }) => {
      own.push(url);
      return Promise.resolve(undefined);
    });
    hub.deliverTo(() => undefined);
    leave();
    say(here);
    expect([await posted(), own]).toEqual([['100 hello'], []]);
  });

  it('are told of as they happen, with what they came behind', async () => {
    const { hub, here, say, posted } = openHub();
    const told: ToldAttempt[] = [];
    expect([hub.attempts.after(0), hub.attempts.lastId()]).toEqual([[], 0]);
    const stop = hub.attempts.watch((attempt) => told.push(attempt));
    say(here);
    await posted();
    hub.placeBy(() => ({ afterEntry: 3, afterChange: 4 }));
    say(here);
    await posted();
    stop();
    say(here);
    await posted();
    expect(told.map(({ id, afterEntry, afterChange }) => [id, afterEntry, afterChange])).toEqual([
      ['1', 0, 0],
      ['2', 3, 4],
    ]);
    expect([hub.attempts.after(1).map(({ id }) => id), hub.attempts.lastId()]).toEqual([['2', '3'], 3]);
  });

  it('are counted, and can be given up for want of memory', async () => {
    const { hub, here, say, posted } = openHub();
    const memory = createMemoryBudget(10);
    hub.countIn(memory);
    const evict = (): unknown[] => hub.keepers.map((keeper) => [keeper.what, keeper.evict()]);
    expect(evict()).toEqual([
      ['attempts at webhooks', 0],
      ['webhooks that were owed', 0],
    ]);
    for (const text of ['one', 'two']) say(here, text);
    await posted();
    expect(memory.keptBytes()).toBeGreaterThan(0);
    hub.pause();
    for (const text of ['one', 'two']) say(here, text);
    await posted();
    expect(evict()).toEqual([
      ['attempts at webhooks', 1],
      ['webhooks that were owed', 1],
    ]);
  });

  it('are as they were when something happened, whatever happens until they are loaded', async () => {
    const { here, say, posted, posts } = openHub();
    say(here);
    const [conversation] = [...here.conversations.all()];
    if (conversation === undefined) throw new Error('no conversation');
    here.conversations.close(conversation);
    await posted();
    const hub = createWebhookHub(
      { signature: 'sha256', slowMs: 0, timeoutMs: 1, connectTimeoutMs: 1, hosts: [] },
      createUnderWay(),
    );
    expect([posts, hub.current()]).toEqual([[], undefined]);
  });
});
