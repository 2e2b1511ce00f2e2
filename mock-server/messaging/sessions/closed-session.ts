import { closeLine } from '../../errors/reasons.ts';
import type { Session } from '../../http/socket.ts';
import { LOST } from '../../http/socket.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import type { SocketSetup } from '../socket-setup.ts';

/** Opens a socket that a fault closes at once: it hears nothing and says nothing. */
export function openClosedSession(
  setup: SocketSetup,
  end: SocketClose,
  { ids, reason }: Pick<FrameShot, 'ids' | 'reason'>,
): Session {
  const { link, settings } = setup;
  let isOpen = true;
  const finish = (outcome: number, faults: readonly string[] = []): void => {
    isOpen = false;
    const why = faults.length === 0 ? undefined : reason;
    setup.trace().record({ event: 'close', outcome, reason: why, faults });
  };
  setup.later(() => {
    if (!isOpen) return;
    link.close(end.close, end.reason ?? (settings.reasonHeader ? closeLine(reason) : ''));
    finish(end.close, ids);
  });
  return {
    id: setup.id,
    receive: () => undefined,
    pinged: () => undefined,
    closed: (code = LOST) => {
      if (isOpen) finish(code);
    },
  };
}
