import { closeLine } from '../../errors/reasons.ts';
import type { Session } from '../../http/socket.ts';
import { LOST } from '../../http/socket.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import type { FrameRecord, SocketSetup } from '../socket-setup.ts';

/** Opens a socket that a fault closes at once: it hears nothing and says nothing. */
export function openClosedSession(
  setup: SocketSetup,
  end: SocketClose,
  { ids, reason }: Pick<FrameShot, 'ids' | 'reason'>,
): Session {
  const { link, settings } = setup;
  let isOpen = true;
  const finish = (ending: Omit<FrameRecord, 'event'>): void => {
    isOpen = false;
    setup.trace().record({ event: 'close', ...ending });
  };
  setup.later(() => {
    if (!isOpen) return;
    const sent = end.reason ?? (settings.reasonHeader ? closeLine(reason) : '');
    link.close(end.close, sent);
    finish({ outcome: end.close, reason, faults: ids, sent });
  });
  return {
    id: setup.id,
    receive: () => undefined,
    pinged: () => undefined,
    closed: (code = LOST, received) => {
      if (isOpen) finish({ outcome: code, received });
    },
  };
}
