import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import { ask, labelled, suggesting } from './dialogs.ts';
import { BadField, jsonField, numberField } from './trouble.ts';

/** The rows of the mock's endpoint table that a fault is mostly for; every other can be written too. */
export const SUGGESTED_ENDPOINTS: readonly string[] = [
  'sentinel.app-token',
  'sentinel.app-token-v2',
  'sentinel.jwks',
  'idp.consumer',
  'idp.anonymous-authorize',
  'idp.authenticate',
  'idp.signup',
  'send-api.create',
  'send-api.send',
  'csds.services',
  'account-config.connectors',
  'agent-vep.login',
  'ums.consumer',
  'ums.brand',
];

export const SUGGESTED_FRAMES: readonly string[] = [
  'any',
  'request',
  'answer',
  'notification',
  'InitConnection',
  'ms.PublishEvent',
  'ms.PublishEventResponse',
  'ms.MessagingEventNotification',
  'cm.ConsumerRequestConversation',
  'cqm.ExConversationChangeNotification',
];

export const SUGGESTED_EFFECTS: readonly string[] = [
  'TOO_MANY_REQUESTS',
  '40102',
  '40103',
  '2001',
  '1012',
  '9011',
  'reset',
  'timeout',
  'duplicate',
  'reorder',
  '{"status": 503, "body": "down"}',
  '{"code": 503, "body": "try later"}',
  '{"close": 4401, "reason": "expired"}',
];

/** Asks for a fault of one's own, and arms it. @param done - afterwards */
export function askForFault(place: HTMLElement, done: () => Promise<void>): void {
  const [endpoint, endpoints] = suggesting(SUGGESTED_ENDPOINTS, 'every endpoint');
  const [frame, frames] = suggesting(SUGGESTED_FRAMES, 'none: it is for calls');
  const [effect, effects] = suggesting(SUGGESTED_EFFECTS, 'nothing but the delay');
  const account = el('input', { type: 'text', placeholder: 'every account', spellcheck: 'false', autocomplete: 'off' });
  const match = el('textarea', { rows: '2', placeholder: '{"path": "/conversation"}', spellcheck: 'false' });
  const number = (placeholder: string): HTMLInputElement =>
    el('input', { type: 'text', inputmode: 'numeric', placeholder, autocomplete: 'off' });
  const [delayMs, times, every, after] = [number('0'), number('no end'), number('1'), number('0')] as const;
  ask(place, {
    title: 'New fault',
    content: [
      labelled('Calls to', endpoint),
      labelled('Frames of sockets', frame, 'a type, or all of a kind; then it is for them and not for calls'),
      labelled('Of account', account),
      labelled('Only where', match, 'JSON: method, path, headers, clientId, consumerId, for frames text, socketId'),
      labelled('What happens', effect, 'the name of an error, reset, timeout, or JSON with a status, code or close'),
      el(
        'div',
        { class: 'fields' },
        labelled('Delay in ms', delayMs),
        labelled('How often', times),
        labelled('One in', every),
        labelled('After', after),
      ),
      endpoints,
      frames,
      effects,
    ],
    action: 'Arm it',
    run: async () => {
      await askAdmin('faults', {
        ...(endpoint.value.trim() === '' ? {} : { endpoint: endpoint.value.trim() }),
        ...(frame.value.trim() === '' ? {} : { frame: frame.value.trim() }),
        ...(account.value.trim() === '' ? {} : { account: account.value.trim() }),
        ...definedOf({
          match: jsonField('“Only where”', match.value),
          error: effectOf(effect.value),
          delayMs: numberField('“Delay in ms”', delayMs.value),
          times: numberField('“How often”', times.value),
          every: numberField('“One in”', every.value),
          after: numberField('“After”', after.value),
        }),
      });
      await done();
    },
  });
}

function effectOf(text: string): string | object | undefined {
  const given = text.trim();
  if (given.startsWith('{') || given.startsWith('[')) return jsonField('“What happens”', given);
  if (given.startsWith('"')) throw new BadField('“What happens”: write a name without quotes');
  return given === '' ? undefined : given;
}

function definedOf(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
