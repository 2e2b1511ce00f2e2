import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync } from 'node:fs';
import type { Socket } from 'node:net';

const OWN_DESCRIPTORS = '/proc/self/fd';

/** How many descriptors this process has open; undefined, with a sentence, where the system does not tell. */
export function countDescriptors(): number | undefined {
  if (existsSync(OWN_DESCRIPTORS)) return readdirSync(OWN_DESCRIPTORS).length;
  console.warn(`not counted here: there is no ${OWN_DESCRIPTORS}`);
  return undefined;
}

/** The connections that servers of this process accept. */
export interface ServerSockets {
  /** How many were accepted so far. */
  accepted(): number;
  /** Waits until so many were accepted and all of them are closed. */
  untilClosed(count: number): Promise<void>;
  stop(): void;
}

/** Watches them by the channel on which node announces each. */
export function watchServerSockets(): ServerSockets {
  let accepted = 0;
  let open = 0;
  let look = (): void => undefined;
  const onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    accepted += 1;
    open += 1;
    socket.once('close', () => {
      open -= 1;
      look();
    });
  };
  subscribe('net.server.socket', onSocket);
  return {
    accepted: () => accepted,
    untilClosed: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (accepted >= count && open === 0) resolve();
        };
        look();
      }),
    stop: () => {
      unsubscribe('net.server.socket', onSocket);
    },
  };
}
