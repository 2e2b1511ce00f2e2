import { A, CLIENT_ID, control, CONVERSATION, CREDENTIALS, OPENED, scenario, send } from '../building.ts';
import type { Scenario } from '../scenario.ts';

const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
const ENDPOINT = 'https://connector.example.test/events';

const subscribed = (webhooks: unknown): Scenario['options'] => ({
  accounts: [{ accountId: A, apps: [{ ...CREDENTIALS, capabilities: { webhooks } }] }],
});

const SETTINGS: readonly (readonly [name: string, webhooks: unknown])[] = [
  ['endpoint', { [CONTENT]: { endpoint: ENDPOINT, max_retries: 5 } }],
  ['retained', { [CONTENT]: { endpoint: ENDPOINT }, retry: { retention_time: 600 } }],
  ['none', {}],
  ['list', []],
  ['no-url', { [CONTENT]: { endpoint: 'connector/events' } }],
  ['password', { [CONTENT]: { endpoint: 'https://a:b@connector.example.test/' } }],
  ['retries', { [CONTENT]: { endpoint: ENDPOINT, max_retries: -1 } }],
  ['retention', { retry: { retention_time: 259_201 } }],
  ['header', { [CONTENT]: { endpoint: ENDPOINT, headers: [{ header_name: 'host', header_value: 'a' }] } }],
];

/** An account with webhooks answers as any other does; what is wrong about them is said when the mock is made. */
export const webhooks: readonly Scenario[] = [
  ...SETTINGS.map(([name, settings]) =>
    scenario(
      `webhooks/settings-${name}`,
      [
        ...OPENED,
        send('say', {
          kind: 'req',
          id: '3',
          type: 'ms.PublishEvent',
          body: {
            dialogId: CONVERSATION,
            conversationId: CONVERSATION,
            event: { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' },
          },
        }),
      ],
      subscribed(settings),
    ),
  ),
  scenario('webhooks/mistakes', [
    control('resend-unknown', 'webhooks.resend', '7'),
    control('send-no-url', 'webhooks.send', 'events', CONTENT),
    control('send-unknown-event', 'webhooks.send', ENDPOINT, 'ms.Other'),
    control('sign-unknown-client', 'webhooks.sign', '{}', { clientId: `${CLIENT_ID}0` }),
  ]),
];
