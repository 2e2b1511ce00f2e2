/** The way into a socket: one after the other, the next when the one before is through. */
export interface Inbox {
  /** A frame, for `read`. */
  frame(text: string): void;
  /** Something that is done in its turn, behind the frames that came before. */
  inTurn(run: () => void): void;
  /** Forgets what waits. */
  clear(): void;
}

export interface InboxSetup {
  /** Reads one frame, and says when it is through: at once or later. */
  readonly read: (text: string, through: () => void) => void;
  /** How much may wait, in characters. */
  readonly mostWaitingChars: number;
  /** More than that waits. */
  readonly onFlood: () => void;
}

export function createInbox({ read, mostWaitingChars, onFlood }: InboxSetup): Inbox {
  const waiting: (string | (() => void))[] = [];
  let waitingChars = 0;
  let isBusy = false;
  let isGoingOn = false;

  const begin = (text: string): void => {
    isBusy = true;
    read(text, () => {
      isBusy = false;
      goOn();
    });
  };
  /** A loop, not a recursion: a thousand frames may wait. */
  const goOn = (): void => {
    if (isGoingOn) return;
    isGoingOn = true;
    try {
      while (!isBusy) {
        const next = waiting.shift();
        if (next === undefined) return;
        if (typeof next === 'string') {
          waitingChars -= next.length;
          begin(next);
        } else next();
      }
    } finally {
      isGoingOn = false;
    }
  };
  return {
    frame: (text) => {
      if (!isBusy && !isGoingOn) {
        begin(text);
        return;
      }
      waiting.push(text);
      waitingChars += text.length;
      if (waitingChars > mostWaitingChars) onFlood();
    },
    inTurn: (run) => {
      if (isBusy || isGoingOn) waiting.push(run);
      else run();
    },
    clear: () => {
      waiting.length = 0;
      waitingChars = 0;
    },
  };
}
