import { afterEach, describe, expect, it } from '@jest/globals';
import type { SenderSetup, WebhookSender } from '../../mock-server/adapters/node/webhook-sender.ts';
import { createMock } from '../../mock-server/index.ts';
import { bareSender } from './bare-sender.ts';
import type { Receiver } from './receiver.ts';
import { openReceiver } from './receiver.ts';

const opened: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function receiving(): Promise<Receiver & { readonly port: string }> {
  const receiver = await openReceiver();
  opened.push(receiver);
  return { ...receiver, port: new URL(receiver.url).port };
}

function sender(setup: Partial<SenderSetup>, hosts: readonly string[] = []): WebhookSender {
  const made = bareSender(setup, hosts);
  opened.push(made);
  return made;
}

/** The status of a delivery, or why there is none. */
async function outcome({ carry }: WebhookSender, url: string): Promise<unknown> {
  try {
    return (await carry({ url, headers: {}, body: '{}' }))?.status;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('Where a name leads', () => {
  it('is looked up and judged at each attempt, and the connection is made to that very address', async () => {
    const { port, heard } = await receiving();
    const answers = [['127.0.0.1'], ['192.0.2.1'], ['192.0.2.1', '127.0.0.1'], []];
    const asked: string[] = [];
    const { carry, close } = sender({
      lookUp: (host) => {
        asked.push(host);
        return Promise.resolve(answers[asked.length - 1] ?? []);
      },
    });
    const url = `http://receiver.example.test:${port}/events`;
    const attempt = (): Promise<unknown> => outcome({ carry, close }, url);
    expect(await attempt()).toBe(200);
    const notHere = 'receiver.example.test is at 192.0.2.1, which is not this machine; name the host in webhooks.hosts';
    expect(await attempt()).toBe(notHere);
    // Of several addresses those of this machine are used.
    expect(await attempt()).toBe(200);
    expect(await attempt()).toBe('receiver.example.test has no address');
    expect(asked).toEqual(Array.from({ length: 4 }, () => 'receiver.example.test'));
    expect(heard.map(({ headers }) => headers['host'])).toEqual([
      `receiver.example.test:${port}`,
      `receiver.example.test:${port}`,
    ]);
  });

  it('is tried address by address where nobody listens at the first', async () => {
    const { port } = await receiving();
    const lookUp = (): Promise<string[]> => Promise.resolve(['::1', '127.0.0.1']);
    expect(await outcome(sender({ lookUp }), `http://receiver.example.test:${port}/`)).toBe(200);
  });

  it('may be elsewhere for a host that is named, with its port or without', async () => {
    const lookUp = (): Promise<string[]> => Promise.resolve(['192.0.2.1']);
    const timeouts = { connectTimeoutMs: 50, timeoutMs: 50 };
    const { settings } = createMock({ webhooks: { hosts: ['Receiver:9', 'other'], ...timeouts } });
    const named = sender({ lookUp, settings: settings.webhooks });
    const tried = /^no connection within 50 ms|^the connection failed/;
    expect(await outcome(named, 'http://receiver:9/')).toMatch(tried);
    expect(await outcome(named, 'http://other:9/')).toMatch(tried);
    expect(await outcome(named, 'http://receiver/')).toMatch('which is not this machine');
  });

  it('is this machine also in version 6, and the mock itself there too', async () => {
    const { port } = await receiving();
    const url = `http://[::ffff:127.0.0.1]:${port}/`;
    expect(await outcome(sender({}), url)).toBe(200);
    const itself = 'the address is this mock itself, which would be told of what it tells';
    expect(await outcome(sender({ ownPorts: () => [Number(port)] }), url)).toBe(itself);
    const named = sender({ ownPorts: () => [Number(port)] }, ['[::ffff:7f00:1]']);
    expect(await outcome(named, url)).toBe(itself);
    expect(await outcome(sender({}), 'http://[::ffff:c000:201]/')).toMatch(
      'is at 192.0.2.1, which is not this machine',
    );
  });
});
