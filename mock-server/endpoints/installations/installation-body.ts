import * as v from 'valibot';
import { checkFirst } from '../../config/first-issues.ts';
import { describeIssue } from '../../config/settle.ts';
import { appRecordEntries } from '../../domain/account-schema.ts';
import type { Installation, InstallationRecord } from '../../domain/installations.ts';
import { unknownWebhookEvents, webhookSettings } from '../../domain/webhook-settings.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { isDeeper } from '../../http/json-depth.ts';
import { cut } from '../../memory/cut.ts';
import { once } from '../../once.ts';
import type { EndpointContext } from '../endpoint.ts';

/** The longest record, in bytes. */
const MAX_RECORD_BYTES = 65_536;
/** How deep a record may be nested. */
const MAX_DEPTH = 32;

/** The documented members; id and secret are the mock's, and others are kept as they are. */
const recordSchema = once(() => v.looseObject(appRecordEntries()));

/** The members that are the mock's to say. */
const OWN_MEMBERS: readonly string[] = ['client_id', 'client_secret', 'id'];

/**
 * What the body says of an app.
 *
 * @param before - the installation that it is about; undefined for a new one
 * @throws Refusal `installation_bad_request`.
 */
export function readRecord(context: EndpointContext, before: Installation | undefined): InstallationRecord {
  const body = readObject(context);
  const checked = checkFirst(recordSchema(), body);
  if (!checked.success) return refuseShape(describeIssue(checked.issues[0]));
  noteOddities(context, body, before);
  const { client_name: name, description, grant_types: grants, response_types: responses, ...rest } = checked.output;
  const { redirect_uris: redirects, scope, enabled, deleted, capabilities, ...beside } = rest;
  const others = Object.fromEntries(Object.entries(beside).filter(([member]) => !OWN_MEMBERS.includes(member)));
  requireNoLoop(context, capabilities);
  return {
    ...(name === undefined ? {} : { client_name: name }),
    ...(description === undefined ? {} : { description }),
    grant_types: grants,
    ...(responses === undefined ? {} : { response_types: responses }),
    ...(redirects === undefined ? {} : { redirect_uris: redirects }),
    scope,
    enabled,
    deleted,
    ...(capabilities === undefined ? {} : { capabilities }),
    ...(Object.keys(others).length === 0 ? {} : { others }),
  };
}

function readObject({ call }: EndpointContext): JsonObject {
  const body = readJson(call, MAX_RECORD_BYTES);
  if (!body.ok) return refuse('installation_bad_request', body.slug, body.sentence);
  const { value } = body;
  if (!isObject(value))
    return refuseShape(`the body is ${describeJson(value)}; send the record of an app, such as {"client_name":"Bot"}`);
  return isDeeper(value, MAX_DEPTH)
    ? refuseShape(`the record is nested more than ${String(MAX_DEPTH)} levels deep`)
    : value;
}

function refuseShape(sentence: string): never {
  refuse('installation_bad_request', 'body-wrong-shape', sentence);
}

function noteOddities(context: EndpointContext, body: JsonObject, before: Installation | undefined): void {
  const isForeign = (['client_id', 'client_secret'] as const).some(
    (name) => body[name] !== undefined && body[name] !== before?.[name],
  );
  if (isForeign) {
    const which = before === undefined ? 'the mock makes both for a new app' : "the installation's own stay";
    const sentence = `the body has a client_id or a client_secret: ${which}`;
    deviate(context, 'installation-credentials', sentence, 'installation_bad_request');
  }
  const capabilities = isObject(body['capabilities']) ? body['capabilities'] : undefined;
  const [unknown] = unknownWebhookEvents(capabilities);
  if (unknown !== undefined)
    deviate(
      context,
      'webhook-event-unknown',
      `no event type is called "${cut(unknown, 80)}"; it is kept, and never sent`,
      'installation_bad_request',
    );
}

/** An endpoint of the mock itself: each delivery would be a call to the mock. */
function requireNoLoop({ call }: EndpointContext, capabilities: JsonObject | undefined): void {
  const own = URL.canParse(call.origin) ? new URL(call.origin).host : call.origin;
  for (const endpoint of Object.values(webhookSettings(capabilities)?.endpoints ?? {})) {
    if (new URL(endpoint.url).host !== own) continue;
    refuseShape(`the endpoint ${cut(endpoint.url, 80)} is this mock itself, which would be told of what it tells`);
  }
}
