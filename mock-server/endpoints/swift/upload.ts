import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { empty } from '../../http/answer.ts';
import { isMultipart } from '../../http/body-form.ts';
import type { Call } from '../../http/call.ts';
import { utf8 } from '../../utf8.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { filePath, requireTemporaryUrl } from './temporary-url.ts';

/**
 * Keeps a file, byte for byte, at the path that an upload URL names; each URL is for one file (decision D91).
 *
 * Source: Send API, "File sharing": a PUT of the bytes is answered with 201.
 */
export const upload: EndpointHandler = {
  handle: (context) => {
    const { uploads } = requireTemporaryUrl(context, 'PUT');
    const path = filePath(context.call);
    if (uploads.find(path) !== undefined) {
      const sentence = 'a file was uploaded with this URL before; ask for a URL for each file';
      refuse('swift_unauthorized', 'file-already-uploaded', sentence);
    }
    const bytes = bytesOf(context.call);
    requireFit(context, bytes.length, uploads.bytes());
    checkFile(context, bytes.length);
    if (!uploads.keep({ path, type: typeOf(context.call), bytes }))
      tooFull('the account has as many files as it keeps');
    return empty(201);
  },
};

/** The body as it came. @throws Refusal when something before the mock has made a text of what was none. */
function bytesOf({ body, bytes, isBodyUtf8 }: Call): Uint8Array {
  if (isBodyUtf8 !== false) return utf8(body);
  const sentence = 'the file came as a text, which has lost bytes of it; mount the mock before a body parser for texts';
  return bytes ?? refuse('swift_bad_request', 'text-malformed', sentence);
}

function requireFit({ settings }: EndpointContext, bytes: number, keptBytes: number): void {
  const { maxFileBytes, maxAccountBytes } = settings.uploads;
  if (bytes > maxFileBytes) {
    const sentence = `the file is over ${String(maxFileBytes)} bytes (uploads.maxFileBytes)`;
    refuse('swift_too_large', 'file-too-large', sentence);
  }
  if (keptBytes + bytes > maxAccountBytes) {
    const kept = `${String(keptBytes)} of ${String(maxAccountBytes)} (uploads.maxAccountBytes)`;
    tooFull(`the file has ${String(bytes)} bytes, the account's files ${kept}`);
  }
}

function tooFull(what: string): never {
  return refuse('swift_too_large', 'files-full', `${what}; reset the account, or raise the bound`);
}

/** What is kept all the same, but is hardly what was meant. */
function checkFile(context: EndpointContext, bytes: number): void {
  if (bytes === 0) deviate(context, 'file-empty', 'the file has no bytes', 'swift_bad_request');
  if (isMultipart(context.call)) {
    const sentence = 'the body is multipart, its boundaries are part of the file; send the bytes of the file alone';
    deviate(context, 'file-multipart', sentence, 'swift_bad_request');
  }
}

const ANY_TYPE = 'application/octet-stream';
const LONGEST_TYPE = 100;

/** What it is kept as: whoever downloads it gets that as a header. */
function typeOf({ headers }: Call): string {
  const type = (headers['content-type'] ?? '').trim();
  return type.length <= LONGEST_TYPE && /^[\w.+-]+\/[\w.+-]+(?:\s*;[\x20-\x7e]*)?$/.test(type) ? type : ANY_TYPE;
}
