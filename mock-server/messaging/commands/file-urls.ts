import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { TemporaryUse } from '../../tokens/temporary-url.ts';
import { signTemporaryUrl } from '../../tokens/temporary-url.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';

/** `ms.GenerateURLForUploadFile`: where to PUT a file. */
export function generateUploadUrl(body: JsonObject, scene: CommandScene): CommandResult {
  const { fileSize, fileType } = body;
  requireSize(fileSize, scene);
  if (typeof fileType !== 'string' || !/^\w{1,10}$/.test(fileType))
    return refuse('BAD_REQUEST', 'command-malformed', 'fileType must be letters and digits, such as PNG');
  const relativePath = `/v1/AUTH_async-images/${scene.account.id}/${scene.ids.uuid()}.${fileType}`;
  return temporaryUrl('PUT', relativePath, scene);
}

/** `ms.GenerateURLForDownloadFile`: where to GET a file. */
export function generateDownloadUrl(body: JsonObject, scene: CommandScene): CommandResult {
  const { relativePath } = body;
  if (typeof relativePath !== 'string' || relativePath === '')
    return refuse('BAD_REQUEST', 'command-malformed', 'relativePath is missing');
  return temporaryUrl('GET', relativePath, scene);
}

/** Notes a message about a file that is not there: whoever wants to download it gets a 404. */
export function checkUploaded(relativePath: string, scene: CommandScene): void {
  if (scene.account.uploads.find(relativePath) !== undefined) return;
  const sentence =
    'relativePath names no file of the account; upload it first, with ms.GenerateURLForUploadFile and a PUT';
  deviate(scene, 'file-unknown', sentence, 'BAD_REQUEST');
}

function temporaryUrl(method: TemporaryUse['method'], relativePath: string, scene: CommandScene): CommandResult {
  const { account, clock, settings } = scene;
  const expires = String(clock.nowSeconds() + settings.uploads.urlLifetimeSeconds);
  const signature = signTemporaryUrl(account.uploads.key(), { method, path: relativePath, expires });
  const queryParams = { temp_url_sig: signature, temp_url_expires: expires };
  return { name: 'ms.GenerateURL', body: { relativePath, queryParams } };
}

function requireSize(fileSize: unknown, { settings }: CommandScene): void {
  const size = typeof fileSize === 'string' && /^\d+$/.test(fileSize) ? Number(fileSize) : fileSize;
  const most = settings.uploads.maxFileBytes;
  const message = 'check file size';
  if (typeof size !== 'number' || size <= 0)
    return refuse('BAD_REQUEST', 'file-size-invalid', 'fileSize must be a positive number of bytes', { message });
  const sentence = `fileSize is over ${String(most)} bytes (uploads.maxFileBytes)`;
  if (size > most) refuse('BAD_REQUEST', 'file-too-large', sentence, { message });
}
