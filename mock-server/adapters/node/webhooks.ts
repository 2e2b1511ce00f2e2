import type { Server, Socket } from 'node:net';
import { inTurn, lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** What a mock has of the network, by all of its servers. */
interface Network {
  /** The ports that they listen on: a webhook to one of them would be told of itself. */
  readonly ports: Set<number>;
  /** Servers of the user's own that have served a connection. */
  readonly known: WeakSet<object>;
  /** Set once one of those was known. */
  isDelivering: boolean;
}

const networks = new WeakMap<Mock, Network>();

function networkOf(mock: Mock): Network {
  const network = networks.get(mock) ?? { ports: new Set(), known: new WeakSet(), isDelivering: false };
  networks.set(mock, network);
  return network;
}

/**
 * Delivers the webhooks of a mock over the network as long as a server of it listens.
 *
 * @param developmentCa - a CA to trust beside those of the system
 * @returns what ends that
 */
export function deliverOverNetwork(
  mock: Mock,
  port: number,
  developmentCa: () => Promise<string | undefined>,
): () => void {
  const disown = ownPort(mock, port);
  const stop = addSender(mock, developmentCa);
  return () => {
    stop();
    disown();
  };
}

/**
 * Tells that the mock answers at a port of this machine, so that it delivers nothing there.
 *
 * @returns what takes that back
 */
export function ownPort(mock: Mock, port: number): () => void {
  const { ports } = networkOf(mock);
  ports.add(port);
  return () => {
    ports.delete(port);
  };
}

/** What servers put on the sockets that they serve. */
type ServedSocket = Pick<Socket, 'localPort'> & { readonly server?: Partial<Pick<Server, 'address' | 'once'>> | null };

/**
 * A connection has led to the mock: if it came over the network, and not from somebody who calls the handler, the mock
 * is mounted on a server that listens, and delivers its webhooks over the network from then on.
 */
export function noteConnection(mock: Mock, socket: ServedSocket): void {
  const { server, localPort } = socket;
  const network = networkOf(mock);
  if (network.known.has(server ?? socket)) return;
  // A server that listens at a path has no port.
  if (localPort === undefined && typeof server?.address?.() !== 'string') return;
  network.known.add(server ?? socket);
  if (localPort !== undefined) {
    network.ports.add(localPort);
    server?.once?.('close', () => network.ports.delete(localPort));
  }
  if (network.isDelivering) return;
  network.isDelivering = true;
  // Beyond the end of the server: a test may open one for each request.
  addSender(mock, () => Promise.resolve(undefined));
}

/**
 * Delivers the webhooks of a mock over the network, whether a server of it listens or not.
 *
 * @param developmentCa - a CA to trust beside those of the system
 * @returns what ends that
 */
export function addSender(mock: Mock, developmentCa: () => Promise<string | undefined>): () => void {
  const { ports } = networkOf(mock);
  let sender: WebhookSender | undefined;
  // Loaded for the first delivery: most servers have none.
  const load = lazily(async () => {
    const { createWebhookSender } = await inTurn(() => import('./webhook-sender.ts'));
    sender = createWebhookSender({ settings: mock.settings.webhooks, ownPorts: () => [...ports], developmentCa });
    return sender;
  });
  const stop = mock.webhooks.carryBy(async (post) => (await load()).carry(post));
  return () => {
    stop();
    sender?.close();
  };
}
