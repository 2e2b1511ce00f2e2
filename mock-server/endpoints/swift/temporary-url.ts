import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Call } from '../../http/call.ts';
import { signTemporaryUrl } from '../../tokens/temporary-url.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';

/** Where the file of a call is, whichever way its URL was glued together. */
export function filePath({ path }: Pick<Call, 'path'>): string {
  return path.replace(/^\/\//, '/');
}

const REQUESTS = { PUT: 'ms.GenerateURLForUploadFile', GET: 'ms.GenerateURLForDownloadFile' } as const;

/**
 * The account whose file a call is about: its URL must be one that this account has given out for this use, less than
 * `uploads.urlLifetimeSeconds` ago.
 *
 * @throws Refusal `swift_unauthorized`.
 */
export function requireTemporaryUrl(context: EndpointContext, method: 'GET' | 'PUT'): Account {
  const { call, clock, settings } = context;
  const account = requireAccount(context, 'swift_unauthorized');
  const [signature, expires] = [call.query.get('temp_url_sig'), call.query.get('temp_url_expires')];
  if (!signature || !expires) {
    const missing = [signature ? [] : 'temp_url_sig', expires ? [] : 'temp_url_expires'].flat().join(' and ');
    refuse(
      'swift_unauthorized',
      'temp-url-missing',
      `${missing} missing in the query; ask for a URL with ${REQUESTS[method]} and use its queryParams`,
    );
  }
  const path = filePath(call);
  const isSignedFor = (use: 'GET' | 'PUT'): boolean =>
    signature === signTemporaryUrl(account.uploads.key(), { method: use, path, expires });
  if (!isSignedFor(method)) {
    const isForOther = isSignedFor(method === 'GET' ? 'PUT' : 'GET');
    const sentence = isForOther
      ? `the URL is for ${method === 'GET' ? 'an upload' : 'a download'}; ask for one with ${REQUESTS[method]}`
      : 'temp_url_sig does not fit the account, the path and temp_url_expires; send them as the answer has them';
    refuse('swift_unauthorized', 'temp-url-signature', sentence);
  }
  const late = clock.nowSeconds() - Number(expires);
  if (late >= 0) {
    refuse(
      'swift_unauthorized',
      'temp-url-expired',
      `the URL expired ${String(late)} s ago; one is valid for ${String(settings.uploads.urlLifetimeSeconds)} s ` +
        '(uploads.urlLifetimeSeconds)',
    );
  }
  return account;
}
