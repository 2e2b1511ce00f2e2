import type { CallData, Step } from './scenario.ts';
import {
  A,
  ANONYMOUS,
  authenticatePath,
  authorizePath,
  batch,
  command,
  consumerPath,
  createPath,
  CREDENTIALS,
  formOf,
  mint,
  ON_BEHALF,
  sendPath,
  TOKEN_CALL,
  TOKENS,
  tokenV2Path,
} from './building.ts';

/** Which errors a URL can be made to answer, by the envelope of its service. */
export type Words = 'csds' | 'oauth' | 'idp' | 'account-config' | 'send-api' | 'agent' | 'none';

/** A documented URL as it was when the corpus was recorded, with a call that it answers. */
export interface Row {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Every spelling, with its parameters filled in. */
  readonly paths: readonly string[];
  readonly query?: string;
  readonly words: Words;
  readonly body?: string;
  readonly headers?: CallData['headers'];
  /** What has to be there before the call. */
  readonly before?: readonly Step[];
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const pathOf = (target: string): string => target.split('?')[0] ?? '';
const API = `/api/account/${A}`;
const LOGIN: Step = {
  name: 'login',
  call: {
    method: 'POST',
    target: `${API}/login?v=1.3`,
    headers: JSON_TYPE,
    body: '{"username":"bot","password":"secret-of-the-bot"}',
  },
};
const SESSION = { ...JSON_TYPE, cookie: '{{login.headers.set-cookie}}' };
const CSRF = '{"csrf":"{{login.body.csrf}}"}';

/** The endpoint table, row by row. */
export const ROWS: readonly Row[] = [
  {
    id: 'csds.service',
    method: 'GET',
    query: 'version=1.0',
    words: 'csds',
    paths: [`${API}/service/sentinel/baseURI.json`, `/csdr/account/${A}/service/sentinel/baseURI.json`],
  },
  {
    id: 'csds.services',
    method: 'GET',
    query: 'version=1.0',
    words: 'csds',
    paths: [`${API}/service/baseURI.json`, `${API}/service/baseURI`, `/csdr/account/${A}/service/baseURI.json`],
  },
  {
    id: 'csds.service-jsonp',
    method: 'GET',
    query: 'version=1.0&cb=fn',
    words: 'csds',
    paths: [`/csdr/account/${A}/service/sentinel/baseURI.lpCsds`],
  },
  {
    id: 'sentinel.app-token',
    method: 'POST',
    query: 'v=1.0&grant_type=client_credentials',
    words: 'oauth',
    headers: FORM_TYPE,
    paths: [pathOf(TOKEN_CALL)],
    body: formOf(CREDENTIALS),
  },
  {
    id: 'sentinel.app-token-v2',
    method: 'POST',
    words: 'oauth',
    headers: FORM_TYPE,
    paths: [tokenV2Path()],
    body: formOf({ grant_type: 'client_credentials', ...CREDENTIALS }),
  },
  { id: 'sentinel.jwks', method: 'GET', words: 'none', paths: ['/sentinel/well-known/jwks'] },
  {
    id: 'idp.consumer',
    method: 'POST',
    query: 'v=1.0',
    words: 'idp',
    headers: { ...JSON_TYPE, authorization: '{{appJwt}}' },
    paths: [pathOf(consumerPath())],
    body: '{"ext_consumer_id":"John_Doe"}',
    before: [mint('appJwt', 'appJwt')],
  },
  { id: 'idp.anonymous-authorize', method: 'POST', words: 'idp', paths: [authorizePath()] },
  {
    id: 'idp.authenticate',
    method: 'POST',
    query: 'v=3.0',
    words: 'idp',
    headers: JSON_TYPE,
    paths: [pathOf(authenticatePath(ANONYMOUS)), pathOf(authenticatePath('default'))],
    body: '{"id_token":"{{ext}}"}',
    before: [mint('ext', 'extJwt', { sub: 'jane' })],
  },
  { id: 'idp.signup', method: 'POST', words: 'idp', paths: [`${API}/signup`] },
  { id: 'idp.signup-jsonp', method: 'GET', query: 'callback=fn', words: 'idp', paths: [`${API}/signup.jsonp`] },
  {
    id: 'idp.legacy-authenticate',
    method: 'POST',
    words: 'idp',
    headers: JSON_TYPE,
    paths: [`${API}/authenticate`],
    body: '{"authCode":"{{id}}"}',
    before: [mint('id', 'idToken')],
  },
  { id: 'idp.delegated-tokens', method: 'GET', words: 'idp', paths: [`${API}/consumer/jane/brand/tokens`] },
  {
    id: 'account-config.connectors',
    method: 'GET',
    words: 'account-config',
    paths: [`${API}/configuration/le-connectors/all-connectors`],
  },
  {
    id: 'send-api.create',
    method: 'POST',
    query: 'v=3',
    words: 'send-api',
    headers: { ...JSON_TYPE, ...ON_BEHALF },
    paths: [pathOf(createPath())],
    body: JSON.stringify(batch()),
    before: TOKENS,
  },
  {
    id: 'send-api.send',
    method: 'POST',
    query: 'v=3',
    words: 'send-api',
    headers: { ...JSON_TYPE, ...ON_BEHALF },
    paths: [pathOf(sendPath())],
    body: JSON.stringify(command('userprofile.SetUserProfile', {})),
    before: TOKENS,
  },
  {
    id: 'agent-vep.login',
    method: 'POST',
    query: 'v=1.3',
    words: 'agent',
    headers: JSON_TYPE,
    paths: [`${API}/login`],
    body: '{"username":"bot","password":"secret-of-the-bot"}',
  },
  {
    id: 'agent-vep.refresh',
    method: 'POST',
    query: 'v=1.3',
    words: 'agent',
    headers: SESSION,
    paths: [`${API}/refresh`],
    body: CSRF,
    before: [LOGIN],
  },
  {
    id: 'agent-vep.logout',
    method: 'POST',
    query: 'v=1.3',
    words: 'agent',
    headers: SESSION,
    paths: [`${API}/logout`],
    body: CSRF,
    before: [LOGIN],
  },
];

/** The row's own call, with anything in it changed. */
export function callOf(row: Row, name: string, changes: Partial<CallData> = {}): Step {
  const query = row.query === undefined ? '' : `?${row.query}`;
  const target = `${row.paths[0] ?? ''}${query}`;
  const { headers, ...others } = changes;
  const own = {
    method: row.method,
    target,
    ...(row.body === undefined ? {} : { body: row.body }),
    headers: { ...row.headers, ...headers },
  };
  return { name, call: { ...own, ...others } };
}

/** A spelling of the row's path with its query. */
export function targetOf({ query }: Row, path: string): string {
  return query === undefined ? path : `${path}?${query}`;
}
