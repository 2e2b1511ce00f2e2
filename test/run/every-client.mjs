// Asks LivePerson's hosts with every client library there is here, as a program does that knows nothing of a mock:
// imports by name, hosts written into the source. Prints what each one heard as JSON.
import http, { get as getByHttp } from 'node:http';
import http2 from 'node:http2';
import https, { get as getByHttps, Agent } from 'node:https';
import { createRequire } from 'node:module';
import { connect as connectByNet } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectByTls } from 'node:tls';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { lookup } from 'node:dns';
import { lookup as lookupByPromise } from 'node:dns/promises';
import axios from 'axios';
import { got } from 'got';
import superagent from 'superagent';
import { Agent as UndiciAgent, fetch as fetchByUndici, interceptors, request as requestByUndici, Pool } from 'undici';

const require = createRequire(import.meta.url);
const request = require('request');
const WebSocketOfWs = require('ws');

const PATH = '/api/account/12345678/service/idp/baseURI.json?version=1.0';
const PLAIN = `http://adminlogin.liveperson.net${PATH}`;
const SECURE = `https://api.liveperson.net${PATH}`;

const byCallback = (get, url, ...rest) =>
  new Promise((resolve, reject) => {
    get(url, ...rest, async (response) => {
      resolve(JSON.parse(await text(response)));
    }).on('error', reject);
  });

function byHttp2(authority) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(authority);
    session.on('error', reject);
    const stream = session.request({ ':path': PATH });
    stream.on('error', reject);
    text(stream).then((body) => {
      session.close();
      resolve(JSON.parse(body));
    }, reject);
  });
}

async function bySocket(socket) {
  socket.end(`GET ${PATH} HTTP/1.1\r\nhost: api.liveperson.net\r\nconnection: close\r\n\r\n`);
  const [, body] = (await text(socket)).split('\r\n\r\n');
  return JSON.parse(body);
}

function byWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(
      `fetch(${JSON.stringify(SECURE)}).then((response) => response.json()).then((body) => { require('node:worker_threads').parentPort.postMessage(body) })`,
      { eval: true },
    );
    worker.on('message', resolve).on('error', reject);
  });
}

/** The mock has no socket of this name; that it refuses, and not the network, is the point. */
function byWs() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocketOfWs('wss://va.msg.liveperson.net/nowhere');
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

const clients = {
  fetch: async () => (await fetch(SECURE)).json(),
  'fetch over http': async () => (await fetch(PLAIN)).json(),
  'fetch in a worker': byWorker,
  'node:http default import': () => byCallback(http.get, PLAIN),
  'node:http named import': () => byCallback(getByHttp, PLAIN),
  'node:https default import': () => byCallback(https.get, SECURE),
  'node:https named import': () => byCallback(getByHttps, SECURE),
  'node:https with a pool of its own': () =>
    byCallback(getByHttps, SECURE, { agent: new Agent({ keepAlive: false, maxSockets: 1 }) }),
  'node:https with a lookup of its own': () =>
    byCallback(getByHttps, SECURE, {
      lookup: () => {
        throw new Error('looked up');
      },
    }),
  'node:http2': () => byHttp2('https://api.liveperson.net'),
  'raw node:net': () => bySocket(connectByNet(80, 'api.liveperson.net')),
  'raw node:tls': () => bySocket(connectByTls({ host: 'api.liveperson.net', port: 443 })),
  'raw node:tls with a name': () =>
    bySocket(connectByTls(443, 'api.liveperson.net', { servername: 'api.liveperson.net' })),
  axios: async () => (await axios.get(SECURE)).data,
  'axios by its fetch adapter': async () => (await axios.get(SECURE, { adapter: 'fetch' })).data,
  'axios without a proxy': async () => (await axios.get(SECURE, { proxy: false })).data,
  'axios over http': async () => (await axios.get(PLAIN)).data,
  got: () => got(SECURE).json(),
  'got with http2': () => got(SECURE, { http2: true }).json(),
  superagent: async () => (await superagent.get(SECURE)).body,
  request: () =>
    new Promise((resolve, reject) => {
      request({ url: SECURE, json: true }, (error, _, body) => {
        if (error) reject(error);
        else resolve(body);
      });
    }),
  'request over http': () =>
    new Promise((resolve, reject) => {
      request({ url: PLAIN, json: true }, (error, _, body) => {
        if (error) reject(error);
        else resolve(body);
      });
    }),
  'undici fetch': async () => (await fetchByUndici(SECURE)).json(),
  'undici request': async () => (await requestByUndici(SECURE)).body.json(),
  'undici with look-ups of its own': async () => {
    const dispatcher = new UndiciAgent().compose(interceptors.dns());
    return (await requestByUndici(SECURE, { dispatcher })).body.json();
  },
  'undici with look-ups of its own over http': async () => {
    const dispatcher = new UndiciAgent().compose(interceptors.dns());
    return (await requestByUndici(PLAIN, { dispatcher })).body.json();
  },
  'undici pool': async () => {
    const pool = new Pool('https://api.liveperson.net');
    const { body } = await pool.request({ path: PATH, method: 'GET' });
    const heard = await body.json();
    await pool.close();
    return heard;
  },
  ws: byWs,
  'dns.lookup': () =>
    new Promise((resolve, reject) => {
      lookup('va.idp.liveperson.net', (error, address) => {
        if (error) reject(error);
        else resolve(address);
      });
    }),
  'util.promisify(dns.lookup)': () => promisify(lookup)('va.idp.liveperson.net'),
  'dns.promises.lookup': () => lookupByPromise('va.idp.liveperson.net', { all: true }),
};

const heard = {};
for (const [name, ask] of Object.entries(clients)) {
  heard[name] = await Promise.race([
    ask(),
    new Promise((resolve) => {
      setTimeout(resolve, 5000, 'no answer').unref();
    }),
  ]).catch((error) => String(error.cause ?? error));
}
// Some of them keep their connections open for a while.
process.stdout.write(`${JSON.stringify(heard)}\n`, () => {
  process.exit();
});
