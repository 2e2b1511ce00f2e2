import { refuse } from '../../errors/refusal.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { filePath, requireTemporaryUrl } from './temporary-url.ts';

/**
 * A file that was uploaded, byte for byte, under the content type of its upload. A browser saves it or shows it in a
 * page; opened by itself, nothing in it runs, because the console has the same origin.
 *
 * Source: Send API, "File sharing".
 */
export const download: EndpointHandler = {
  handle: (context) => {
    const path = filePath(context.call);
    const file = requireTemporaryUrl(context, 'GET').uploads.find(path);
    if (file === undefined) {
      const sentence =
        'the account has no file at this path: it was never uploaded, or is gone by a reset or for memory';
      return refuse('swift_not_found', 'file-unknown', sentence);
    }
    const headers = {
      'content-type': file.type,
      'content-disposition': 'attachment',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    };
    return { status: 200, headers, body: '', bytes: file.bytes };
  },
};
