import type { LoadableRow } from '../endpoint.ts';

/** What the paths of all files begin with. */
export const FILES_PATH = '/v1/AUTH_async-images/';

/** The page glues a host, a slash and the path together, which begins with a slash of its own. */
export const GLUED_FILES_PATH = `/${FILES_PATH}`;

const paths = [`${FILES_PATH}{account}/{file}`, `${GLUED_FILES_PATH}{account}/{file}`];
const query = 'temp_url_sig=…&temp_url_expires=…';

/** The files of conversations. */
export const swiftRows: readonly LoadableRow[] = [
  {
    id: 'swift.upload',
    service: 'swift',
    method: 'PUT',
    paths,
    title: 'upload a file for a conversation',
    query,
    load: async () => (await import('./upload.ts')).upload,
  },
  {
    id: 'swift.download',
    service: 'swift',
    method: 'GET',
    paths,
    title: 'download a file of a conversation',
    query,
    load: async () => (await import('./download.ts')).download,
  },
];
