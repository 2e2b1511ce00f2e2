import type { Judgement } from '../tokens/lifetime.ts';
import type { EndpointContext } from './endpoint.ts';

/** The time that the tokens of a call are judged at, and the leeway that they have. */
export function judgement({ clock, settings }: Pick<EndpointContext, 'clock' | 'settings'>): Judgement {
  return { nowSeconds: clock.nowSeconds(), toleranceSeconds: settings.tokens.clockToleranceSeconds };
}
