import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';

/** A temporary URL is good for a minute. */
const TEMP_URL_SECONDS = 60;

/** `ms.GenerateURLForUploadFile`: where to PUT a file. The mock hands out the URL; it stores no file. */
export function generateUploadUrl(body: JsonObject, scene: CommandScene): CommandResult {
  const { fileSize, fileType } = body;
  if (!isSize(fileSize)) {
    refuse('BAD_REQUEST', 'file-size-invalid', 'fileSize must be a positive number of bytes', {
      message: 'check file size',
    });
  }
  if (typeof fileType !== 'string' || !/^\w{1,10}$/.test(fileType))
    return refuse('BAD_REQUEST', 'command-malformed', 'fileType must be letters and digits, such as PNG');
  const relativePath = `/v1/AUTH_async-images/${scene.account.id}/${scene.ids.uuid()}.${fileType}`;
  return { name: 'ms.GenerateURL', body: { relativePath, queryParams: temporaryQuery(scene) } };
}

/** `ms.GenerateURLForDownloadFile`: where to GET a file. */
export function generateDownloadUrl(body: JsonObject, scene: CommandScene): CommandResult {
  const { relativePath } = body;
  if (typeof relativePath !== 'string' || relativePath === '')
    return refuse('BAD_REQUEST', 'command-malformed', 'relativePath is missing');
  return { name: 'ms.GenerateURL', body: { relativePath, queryParams: temporaryQuery(scene) } };
}

function temporaryQuery({ ids, clock }: CommandScene): JsonObject {
  return { temp_url_sig: ids.hex(40), temp_url_expires: String(clock.nowSeconds() + TEMP_URL_SECONDS) };
}

function isSize(value: unknown): boolean {
  const size = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof size === 'number' && Number.isFinite(size) && size > 0;
}
