import type { CallStep, Step } from './step.ts';
import { isCall } from './step.ts';

/** What a picture is called until somebody calls it otherwise. */
export function titleOf(steps: readonly Step[]): string {
  const calls = steps.filter(isCall);
  const expired = calls.find(({ trouble }) => trouble?.isFault === false && trouble.why?.includes('expired') === true);
  const [kind] = /\b(?:AppJWT|ConsumerJWS|LP_EXT_JWT|LP_JWT)\b/.exec(expired?.trouble?.why ?? '') ?? [];
  if (kind !== undefined) return `What happens when ${kind === 'ConsumerJWS' ? 'a' : 'an'} ${kind} runs out`;
  if (calls.some(({ trouble }) => trouble?.isFault === true)) return 'What a fault does to a client';
  const refused = calls.filter(({ trouble }) => trouble !== undefined);
  if (refused.some(({ from }) => from !== 'webhooks')) return 'What is refused, and why';
  if (refused.length > 0) return 'What happens to a webhook that is not taken';
  return wayOf(calls);
}

function wayOf(calls: readonly CallStep[]): string {
  const asks = (from: string, to: string): boolean => calls.some((call) => call.from === from && call.to === to);
  if (asks('webhooks', 'receiver')) return 'How a receiver hears of a conversation';
  if (asks('visitor', 'ums')) return 'How a visitor gets into a conversation';
  if (asks('client', 'send-api')) return 'From client_id and secret to a message';
  if (asks('client', 'idp')) return 'How an app speaks for a consumer';
  if (asks('visitor', 'idp')) return 'How a visitor gets a token';
  if (asks('agent', 'agent-vep')) return 'How an agent logs in';
  return asks('client', 'sentinel') ? 'How an app gets an AppJWT' : 'What was asked';
}
