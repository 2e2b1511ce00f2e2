import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { ADMIN_PATH } from '../admin/path.ts';

/** How long whoever listens may take to say what it is, in milliseconds: a machine may be busy. */
export const PATIENCE_MS = 20_000;

/** What is read of an answer at most, in bytes: that of a mock has some hundred. */
const LONGEST_ANSWER = 10_000;

/**
 * Whether it is a mock that answers at a URL, whatever its options: its admin API says so. What says nothing, something
 * else, or closes the connection, is none.
 *
 * `fetch` is not asked: to a program that closes each connection at once, it connects again until its signal aborts.
 */
export async function isMockAt(url: string): Promise<boolean> {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  try {
    const text = await askOnce(get, `${url.replace(/\/+$/, '')}${ADMIN_PATH}/health`);
    return (JSON.parse(text) as { readonly name?: unknown } | null)?.name === 'lp-auth-mock';
  } catch {
    return false;
  }
}

type Get = (url: string, options: RequestOptions, onAnswer: (answer: IncomingMessage) => void) => ClientRequest;

function askOnce(get: Get, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.length <= LONGEST_ANSWER) return;
        reject(new Error('too long to be that of a mock'));
        request.destroy();
      });
      answer.on('end', () => {
        resolve(text);
      });
      answer.on('error', reject);
    });
    request.on('error', reject);
  });
}
