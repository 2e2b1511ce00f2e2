import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { WebhookCarrier } from '../../../../mock-server/webhooks/carrier.ts';
import { deliverOverNetwork, noteConnection, ownPort } from '../../../../mock-server/adapters/node/webhooks.ts';
import type { Mock } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import type { RawReceiver } from './raw-receiver.ts';
import { answerOf, openRawReceiver } from './raw-receiver.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A mock that notes by what it is to deliver its webhooks. */
function carried(): { mock: Mock; carriers: WebhookCarrier[] } {
  const carriers: WebhookCarrier[] = [];
  const carryBy = (carrier: WebhookCarrier) => {
    carriers.push(carrier);
    return () => carriers.splice(carriers.indexOf(carrier), 1);
  };
  const { settings } = createMock();
  return { mock: { settings, webhooks: { carryBy } } as unknown as Mock, carriers };
}

async function receiving(): Promise<RawReceiver> {
  const receiver = await openRawReceiver([answerOf(204)]);
  opened.push(receiver);
  return receiver;
}

/** The status of a delivery to a port, or why there is none. */
async function outcome([carry]: WebhookCarrier[], port: number): Promise<unknown> {
  try {
    return (await carry?.({ url: `http://127.0.0.1:${String(port)}/`, headers: {}, body: '{}' }))?.status;
  } catch (error) {
    return (error as Error).message;
  }
}

const ITSELF = 'the address is this mock itself, which would be told of what it tells';
const noCa = (): Promise<undefined> => Promise.resolve(undefined);

describe('a mock delivers its webhooks over the network', () => {
  it('as long as a server of it listens, and to none of its own ports', async () => {
    const { mock, carriers } = carried();
    const [receiver, other] = [await receiving(), await receiving()];
    const stop = deliverOverNetwork(mock, receiver.port, noCa);
    const disown = ownPort(mock, other.port);
    expect(carriers).toHaveLength(1);
    expect([await outcome(carriers, receiver.port), await outcome(carriers, other.port)]).toEqual([ITSELF, ITSELF]);
    disown();
    expect(await outcome(carriers, other.port)).toBe(204);
    const kept = [...carriers];
    stop();
    expect(carriers).toEqual([]);
    expect(await outcome(kept, receiver.port)).toBe(204);
  });

  it('on connections that end with the server', async () => {
    const { mock, carriers } = carried();
    const receiver = await receiving();
    const stop = deliverOverNetwork(mock, 1, noCa);
    expect(await outcome(carriers, receiver.port)).toBe(204);
    const [connection] = receiver.connections;
    const isClosed = new Promise((resolve) => connection?.once('close', resolve));
    stop();
    await isClosed;
  });

  it('and does so before anything was delivered', () => {
    const { mock, carriers } = carried();
    deliverOverNetwork(mock, 1, noCa)();
    expect(carriers).toEqual([]);
  });
});

describe('a connection to a server of somebody else', () => {
  it('has the mock deliver from then on, once, whatever other servers there are', async () => {
    const { mock, carriers } = carried();
    const [receiver, other] = [await receiving(), await receiving()];
    const server = Object.assign(new EventEmitter(), { address: () => ({ port: receiver.port }) });
    for (let time = 0; time < 2; time += 1) noteConnection(mock, { server: server as never, localPort: receiver.port });
    expect([carriers.length, server.listenerCount('close')]).toEqual([1, 1]);
    noteConnection(mock, { localPort: other.port });
    expect(carriers).toHaveLength(1);
    expect([await outcome(carriers, receiver.port), await outcome(carriers, other.port)]).toEqual([ITSELF, ITSELF]);
    server.emit('close');
    expect(carriers).toHaveLength(1);
    expect([await outcome(carriers, receiver.port), await outcome(carriers, other.port)]).toEqual([204, ITSELF]);
  });

  it.each<[string, object, number]>([
    ['a port, its server unknown', { server: null, localPort: 1 }, 1],
    ['a port, its server of another kind', { server: {}, localPort: 1 }, 1],
    ['a path', { server: { address: () => '/run/mock.sock' } }, 1],
    ['neither', {}, 0],
    ['neither, its server of another kind', { server: {} }, 0],
    ['neither, its server not listening', { server: { address: () => null } }, 0],
  ])('counts where it came over the network: %s', (_, socket, senders) => {
    const { mock, carriers } = carried();
    noteConnection(mock, socket);
    expect(carriers).toHaveLength(senders);
  });

  it('at a path owns no port', () => {
    const { mock, carriers } = carried();
    const server = Object.assign(new EventEmitter(), { address: () => '/run/mock.sock' });
    noteConnection(mock, { server: server as never });
    expect([carriers.length, server.listenerCount('close')]).toEqual([1, 0]);
  });
});
