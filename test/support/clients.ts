import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import got from 'got';
import { sendByFetch } from './send-by-fetch.ts';
import type { Answered, Ask } from './walk.ts';
import type { WireRequest } from './wire.ts';

/** Clients as their users call them, nothing set but what the request is. None throws for a status. */
export const clients: readonly (readonly [name: string, ask: Ask])[] = [
  ['fetch', sendByFetch],
  ['axios over node:http', byAxios('http')],
  ['axios over fetch', byAxios('fetch')],
  ['got', byGot],
  ['node:https', byNode],
];

function byAxios(adapter: 'http' | 'fetch'): Ask {
  return async ({ method, url, headers, body }) => {
    const response = await axios.request<string>({
      method,
      url,
      headers: { ...headers },
      data: body,
      adapter,
      responseType: 'text',
      transformResponse: (data: string) => data,
      validateStatus: () => true,
    });
    return { status: response.status, text: response.data };
  };
}

async function byGot({ method, url, headers, body }: WireRequest): Promise<Answered> {
  const response = await got(url, {
    method: method as 'GET',
    headers,
    ...(body === undefined ? {} : { body }),
    throwHttpErrors: false,
    retry: { limit: 0 },
  });
  return { status: response.statusCode, text: response.body };
}

function byNode({ method, url, headers, body }: WireRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const outgoing = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}
