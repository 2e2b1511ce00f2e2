import type { CapturedExchange } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { shownFile } from './shown-file.ts';

/** Undefined when it is not kept. */
export async function exchangeOf(id: number): Promise<CapturedExchange | undefined> {
  const said = await saidIn(id);
  return said === undefined || 'frame' in said ? undefined : said;
}

/** What was said in the frames of a journal entry. */
export interface SaidFrame {
  readonly realMs: number;
  readonly frame: {
    /** What the client sent. */
    readonly received?: CapturedExchange['request']['body'] | undefined;
    /** What the mock sent. */
    readonly sent?: CapturedExchange['request']['body'] | undefined;
  };
}

/** What was said in a call or a frame; undefined when it is not kept. */
export async function saidIn(id: number): Promise<CapturedExchange | SaidFrame | undefined> {
  if (shownFile() !== undefined) return undefined;
  try {
    return await askAdmin<CapturedExchange | SaidFrame>(`exchanges/${String(id)}`);
  } catch {
    return undefined;
  }
}
