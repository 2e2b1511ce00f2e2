/** The events that an app can subscribe to, by the keys of `capabilities.webhooks`. */
export const WEBHOOK_EVENTS = [
  'cqm.ExConversationChangeNotification',
  'ms.MessagingEventNotification.ContentEvent',
  'ms.MessagingEventNotification.RichContentEvent',
  'ms.MessagingEventNotification.AcceptStatusEvent',
  'ms.MessagingEventNotification.ChatStateEvent',
] as const;

/** The key of an event type, for instance `'ms.MessagingEventNotification.ContentEvent'`. */
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Where an app wants events of one type. */
export interface WebhookEndpoint {
  readonly url: string;
  /** How often a delivery is retried where retries are counted; undefined: the app says nothing of it. */
  readonly maxRetries: number | undefined;
  /** The installation's own headers. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What an app wants to be told, and for how long it is tried. */
export interface WebhookSettings {
  readonly endpoints: Readonly<Partial<Record<WebhookEvent, WebhookEndpoint>>>;
  /** For how long a delivery is retried, in seconds; undefined: retries are counted. */
  readonly retentionSeconds: number | undefined;
}

/** Most retries that are counted, and the least and most that a retention may be, in seconds. */
const MOST_RETRIES = 5;
const RETENTION_SECONDS = [2, 259_200] as const;
const LONGEST_URL = 2048;
const MOST_HEADERS = 50;
const LONGEST_HEADER_VALUE = 8192;

type Members = Readonly<Record<string, unknown>>;

/** What the webhooks of an installation come to; undefined when it has no endpoint. What is wrong counts as absent. */
export function webhookSettings(capabilities: Members | undefined): WebhookSettings | undefined {
  const webhooks = capabilities?.['webhooks'];
  if (!isMembers(webhooks)) return undefined;
  const endpoints = Object.fromEntries(
    WEBHOOK_EVENTS.flatMap((event) => {
      const given = webhooks[event];
      return isMembers(given) && endpointComplaint(given) === undefined ? [[event, endpointOf(given)]] : [];
    }),
  );
  if (Object.keys(endpoints).length === 0) return undefined;
  const retry = webhooks['retry'];
  const retention = isMembers(retry) ? retry['retention_time'] : undefined;
  return { endpoints, retentionSeconds: isWithin(retention, ...RETENTION_SECONDS) ? retention : undefined };
}

function endpointOf(given: Members): WebhookEndpoint {
  const { endpoint, max_retries: maxRetries, headers } = given;
  return {
    url: String(endpoint),
    maxRetries: typeof maxRetries === 'number' ? maxRetries : undefined,
    headers: (Array.isArray(headers) ? (headers as Members[]) : []).map(
      (pair) => headerOf(pair) as readonly [string, string],
    ),
  };
}

/** Both ways in which LivePerson's pages write a header. */
function headerOf(pair: Members): readonly [unknown, unknown] {
  return [pair['header_name'] ?? pair['key'], pair['header_value'] ?? pair['value']];
}

/** The event types that an installation names and nobody knows; `retry` stands beside them. */
export function unknownWebhookEvents(capabilities: Members | undefined): readonly string[] {
  const webhooks = capabilities?.['webhooks'];
  const known: readonly string[] = [...WEBHOOK_EVENTS, 'retry'];
  return isMembers(webhooks) ? Object.keys(webhooks).filter((name) => !known.includes(name)) : [];
}

/** What is wrong with the webhooks of an installation: `webhooks.X.endpoint: Expected …`. Undefined: nothing. */
export function webhookComplaint(capabilities: Members): string | undefined {
  const webhooks = capabilities['webhooks'];
  if (webhooks === undefined) return undefined;
  if (!isMembers(webhooks)) return 'webhooks: Expected an object of event types';
  for (const event of WEBHOOK_EVENTS) {
    const complaint = endpointComplaint(webhooks[event]);
    if (complaint !== undefined) return `webhooks.${event}${complaint}`;
  }
  const retry = webhooks['retry'];
  if (retry === undefined) return undefined;
  if (isMembers(retry) && isWithin(retry['retention_time'], ...RETENTION_SECONDS)) return undefined;
  const [least, most] = RETENTION_SECONDS.map(String);
  return `webhooks.retry.retention_time: Expected whole seconds from ${least ?? ''} to ${most ?? ''}`;
}

/** What is wrong with one event type, from its member on. */
function endpointComplaint(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (!isMembers(given)) return ': Expected an object with an endpoint';
  const url = urlComplaint(given['endpoint']);
  if (url !== undefined) return `.endpoint: ${url}`;
  const { max_retries: maxRetries, headers } = given;
  if (maxRetries !== undefined && !isWithin(maxRetries, 0, MOST_RETRIES))
    return `.max_retries: Expected a whole number from 0 to ${String(MOST_RETRIES)}`;
  if (headers === undefined) return undefined;
  if (!Array.isArray(headers) || headers.length > MOST_HEADERS)
    return `.headers: Expected an array of at most ${String(MOST_HEADERS)} headers`;
  const bad = headers.findIndex((pair: unknown) => !isMembers(pair) || !isSendable(headerOf(pair)));
  return bad === -1
    ? undefined
    : `.headers[${String(bad)}]: Expected a header_name and a header_value that can be sent, of none that the sender sets itself`;
}

/** What is wrong with the address of an endpoint. Undefined: nothing. */
export function urlComplaint(url: unknown): string | undefined {
  if (typeof url !== 'string' || url.length > LONGEST_URL || !URL.canParse(url))
    return `Expected a URL of at most ${String(LONGEST_URL)} characters, for instance https://connector.example.test/events`;
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'Expected a URL that starts with https:// or http://';
  return username === '' && password === ''
    ? undefined
    : 'Expected a URL without a user name or a password; send them in a header of the installation';
}

/** What the connection and the signature decide, and no installation. */
const OWN_HEADERS =
  /^(?:host|connection|keep-alive|transfer-encoding|content-length|upgrade|te|trailer|expect|proxy-.*|x-liveperson-.*)$/i;

/** A name and a value of RFC 9110 section 5. */
function isSendable([name, value]: readonly [unknown, unknown]): boolean {
  if (typeof name !== 'string' || typeof value !== 'string') return false;
  if (!/^[!#$%&'*+.^_`|~\w-]{1,256}$/.test(name) || OWN_HEADERS.test(name)) return false;
  return value.length <= LONGEST_HEADER_VALUE && /^[\t\x20-\x7e]*$/.test(value);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
