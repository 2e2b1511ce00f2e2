import { EventEmitter } from 'node:events';

/** The signals that ask a process to end. Ctrl-Break is known to Windows alone; elsewhere nobody sends it. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** Signals heard instead of died of. */
export interface HeardSignals {
  /** Gives them on. */
  readonly signals: EventEmitter;
  /** The first that came when nobody listened there. */
  readonly early: () => StopSignal | undefined;
  /** Hears none any more. */
  readonly release: () => void;
}

/**
 * Hears a process's stop signals from now on: before there is a command to pass them to, and while what it used is put
 * away.
 *
 * @param source - `process`
 */
export function hearStopSignals(source: NodeJS.EventEmitter): HeardSignals {
  const signals = new EventEmitter();
  let early: StopSignal | undefined;
  const release = (): void => {
    for (const signal of STOP_SIGNALS) source.off(signal, hear);
  };
  const hear = (signal: StopSignal): void => {
    if (signals.emit(signal, signal)) return;
    early ??= signal;
    // No command is there to end in its own time: the next signal ends this process, as signals do.
    release();
  };
  for (const signal of STOP_SIGNALS) source.on(signal, hear);
  return { signals, early: () => early, release };
}
