import { A, B, call, command, control, openAndStrict, OPENED, scenario, send } from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';

const UPLOAD = command('ms.GenerateURLForUploadFile', { fileSize: 3, fileType: 'PNG' });
const ASK_UPLOAD = send('upload', UPLOAD);
const PATH = '{{upload.body.body.relativePath}}';
const ASK_DOWNLOAD = send('download', command('ms.GenerateURLForDownloadFile', { relativePath: PATH }));
const queryOf = (step: string): string =>
  `temp_url_sig={{${step}.body.body.queryParams.temp_url_sig}}&temp_url_expires={{${step}.body.body.queryParams.temp_url_expires}}`;
const PNG = { 'content-type': 'image/png' };
const put = (name: string, target = `${PATH}?${queryOf('upload')}`, body = 'cat'): Step =>
  call(name, target, { method: 'PUT', headers: PNG, body });
const get = (name: string, target = `${PATH}?${queryOf('download')}`): Step => call(name, target);

const SPOILT: readonly (readonly [name: string, target: string])[] = [
  ['no-query', PATH],
  ['no-signature', `${PATH}?temp_url_expires=1795176060`],
  ['no-time', `${PATH}?temp_url_sig=0`],
  ['foreign-signature', `${PATH}?${queryOf('upload')}`.replace('temp_url_sig=', 'temp_url_sig=0')],
  ['other-time', `${PATH}?${queryOf('upload')}0`],
  ['other-path', `/v1/AUTH_async-images/${A}/cat.PNG?${queryOf('upload')}`],
  ['other-account', `/v1/AUTH_async-images/${B}/cat.PNG?${queryOf('upload')}`],
  ['unknown-account', `/v1/AUTH_async-images/99999999/cat.PNG?${queryOf('upload')}`],
  ['no-account', `/v1/AUTH_async-images/__proto__/cat.PNG?${queryOf('upload')}`],
  ['broken-percent', `/v1/AUTH_async-images/${A}/%zz?${queryOf('upload')}`],
];

const SECOND = `{{second.body.body.relativePath}}?${queryOf('second')}`;

/** Files of conversations, from the URL for the upload to the download. */
export const uploads: readonly Scenario[] = [
  ...openAndStrict([
    scenario('uploads/flow', [
      ...OPENED,
      ASK_UPLOAD,
      put('put'),
      put('again'),
      ASK_DOWNLOAD,
      get('get'),
      call('head', `${PATH}?${queryOf('download')}`, { method: 'HEAD' }),
      get('get-by-upload', `${PATH}?${queryOf('upload')}`),
      put('put-by-download', `${PATH}?${queryOf('download')}`),
      call('delete', `${PATH}?${queryOf('download')}`, { method: 'DELETE' }),
      control('wait', 'clock.advance', '1m'),
      put('late'),
      get('late-get'),
    ]),
    scenario('uploads/empty', [...OPENED, ASK_UPLOAD, put('put', undefined, ''), ASK_DOWNLOAD, get('get')]),
    scenario('uploads/multipart', [
      ...OPENED,
      ASK_UPLOAD,
      put('put', undefined, '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\ncat\r\n--x--'),
    ]),
  ]),
  ...SPOILT.map(([name, target]) =>
    scenario(`uploads/${name}`, [...OPENED, ASK_UPLOAD, put('put', target), get('get', target)]),
  ),
  scenario(
    'uploads/bounds',
    [...OPENED, ASK_UPLOAD, put('larger', undefined, 'cats'), put('fits'), send('second', UPLOAD), put('full', SECOND)],
    { uploads: { maxFileBytes: 3, maxAccountBytes: 4 } },
  ),
  scenario('uploads/paths', [
    call('no-file', `/v1/AUTH_async-images/${A}`),
    call('deeper', `/v1/AUTH_async-images/${A}/a/b`),
    call('other', `/v1/AUTH_other/${A}/a.PNG`),
    call('preflight', `/v1/AUTH_async-images/${A}/a.PNG`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example.test', 'access-control-request-method': 'PUT' },
    }),
    call('post', `/v1/AUTH_async-images/${A}/a.PNG`, { method: 'POST' }),
  ]),
];
