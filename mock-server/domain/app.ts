import type { AppSettings } from './account-options.ts';

/** An app installation: a client of Sentinel. */
export interface App {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  /** Whether it may be granted scopes it does not list: clients that nobody configured may. */
  readonly anyScope: boolean;
  /** Where its users may be sent back to; `loopback`: to any place of their own machine, as nobody has listed any. */
  readonly redirectUris: readonly string[] | 'loopback';
}

/** Why a client was not authenticated. */
export type ClientFailure = 'unknown' | 'secret' | 'disabled' | 'foreign-account';

/** `isForeign`: another account has an app of this id; only an account without apps of its own takes such a client. */
export type ClientVerdict =
  | { readonly ok: true; readonly app: App; readonly isForeign?: true }
  | { readonly ok: false; readonly failure: ClientFailure };

/** The scope of an app that says nothing else: a connector's. */
export const CONNECTOR_SCOPE = 'msg.consumer';

/** A client that nobody configured, on a mock that is open. */
export function unconfiguredApp(clientId: string): App {
  return {
    clientId,
    scopes: [CONNECTOR_SCOPE],
    grantTypes: ['client_credentials', 'authorization_code', 'refresh_token'],
    anyScope: true,
    redirectUris: 'loopback',
  };
}

export function authenticate(settings: AppSettings, clientSecret: string): ClientVerdict {
  return settings.client_secret === clientSecret ? identify(settings) : { ok: false, failure: 'secret' };
}

/** The app of a client that has shown no secret, as where a browser brings its `client_id`. */
export function identify(settings: AppSettings): ClientVerdict {
  if (!settings.enabled || settings.deleted) return { ok: false, failure: 'disabled' };
  return {
    ok: true,
    app: {
      clientId: settings.client_id,
      scopes: splitScopes(settings.scope),
      grantTypes: settings.grant_types,
      anyScope: false,
      redirectUris: settings.redirect_uris ?? [],
    },
  };
}

/**
 * The scope to grant. Nothing asked for is the app's whole scope; a subset that the app holds is granted as asked
 * (decision D44). Undefined when the app does not hold what was asked for.
 */
export function grantedScope(app: App, asked: string | undefined): string | undefined {
  const scopes = splitScopes(asked ?? '');
  if (scopes.length === 0) return app.scopes.join(' ');
  const held = app.anyScope || scopes.every((scope) => app.scopes.includes(scope));
  return held ? scopes.join(' ') : undefined;
}

function splitScopes(scope: string): string[] {
  return scope.match(/\S+/g) ?? [];
}
