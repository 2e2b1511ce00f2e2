import { SEND_PATH } from './flows.ts';
import type { Heard, OpenMock } from './through-every-adapter.ts';
import type { Talk } from './talk.ts';

/** What a request for a temporary URL is answered with. */
export interface TemporaryUrlBody {
  readonly relativePath: string;
  readonly queryParams: { readonly temp_url_sig: string; readonly temp_url_expires: string };
}

/** A temporary URL: the path of the file, and the whole with its query. */
export interface TemporaryUrl {
  readonly path: string;
  readonly url: string;
}

/** The URL that an answer to `GenerateURL…` makes, as clients put it together. */
export function temporaryUrl({ relativePath, queryParams }: TemporaryUrlBody): TemporaryUrl {
  return { path: relativePath, url: `${relativePath}?${new URLSearchParams(queryParams).toString()}` };
}

/** A URL for an upload, of a consumer in a conversation. */
export async function uploadUrl({ send }: Pick<Talk, 'send'>, fileSize = 10): Promise<TemporaryUrl> {
  return asked(
    await send({ kind: 'req', id: '1', type: 'ms.GenerateURLForUploadFile', body: { fileSize, fileType: 'PNG' } }),
  );
}

/** A URL for a download. */
export async function downloadUrl({ send }: Pick<Talk, 'send'>, relativePath: string): Promise<TemporaryUrl> {
  return asked(await send({ kind: 'req', id: '1', type: 'ms.GenerateURLForDownloadFile', body: { relativePath } }));
}

function asked(answer: Heard): TemporaryUrl {
  return temporaryUrl((answer.json() as { body: TemporaryUrlBody }).body);
}

/** Asks the Send API for a consumer who is known already, without a conversation. */
export function sender(mock: OpenMock, headers: Readonly<Record<string, string>>): Talk['send'] {
  return (body) => mock.post(SEND_PATH, { headers, body });
}

/** Every byte there is, which is no UTF-8. */
export const EVERY_BYTE = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
