import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext } from '../endpoint.ts';
import { readWholeNumber } from '../query-number.ts';
import type { HistoryLink, HistoryMetadata } from './bodies.ts';

/** Which part of what is found is wanted, and in which order. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly by: 'start' | 'end';
  readonly isDescending: boolean;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** The page that the query asks for. @throws Refusal `history_bad_request` for what is none. */
export function readPage(context: EndpointContext): Page {
  const offset = readWholeNumber(context, 'offset', 0, 'history_bad_request') ?? 0;
  const limit = readWholeNumber(context, 'limit', 1, 'history_bad_request') ?? DEFAULT_LIMIT;
  if (limit > MAX_LIMIT) {
    const sentence = `limit is ${String(limit)}; the pages allow ${String(MAX_LIMIT)}, which is what is answered`;
    deviate(context, 'history-limit', sentence, 'history_bad_request');
  }
  return { offset, limit: Math.min(limit, MAX_LIMIT), ...readOrder(context) };
}

/** The newest first, unless the query says otherwise; the pages name no default (decision D81). */
function readOrder({ call }: EndpointContext): Pick<Page, 'by' | 'isDescending'> {
  const text = call.query.get('sort') ?? '';
  if (text === '') return { by: 'start', isDescending: true };
  const [, by, order] = /^(start|end)(?::(asc|desc))?$/.exec(text) ?? [];
  if (by !== undefined) return { by: by as Page['by'], isDescending: order === 'desc' };
  const sentence = `sort is ${JSON.stringify(cut(text, 40))}; it must be start or end, with :asc or :desc behind it`;
  return refuse('history_bad_request', 'parameter-invalid', sentence);
}

/** What is told of the search itself, with links to what is not on this page. */
export function metadataOf({ call }: EndpointContext, count: number, page?: Page): HistoryMetadata {
  const link = (rel: HistoryLink['rel'], query = ''): HistoryLink => ({
    rel,
    href: `${call.origin}${call.path}${query}`,
  });
  const shardsStatusResult = { partialResult: false } as const;
  if (page === undefined) return { count, self: link('self'), shardsStatusResult };
  const { offset, limit } = page;
  const pageAt = (rel: HistoryLink['rel'], at: number): HistoryLink => link(rel, queryOf(call.query, limit, at));
  const lastOffset = (Math.ceil(count / limit) - 1) * limit;
  return {
    count,
    self: pageAt('self', offset),
    ...(offset + limit < count ? { next: pageAt('next', offset + limit) } : {}),
    ...(lastOffset > 0 ? { last: pageAt('last', lastOffset) } : {}),
    shardsStatusResult,
  };
}

/** Parameters that another page needs as well. */
const KEPT = ['sort', 'source', 'v'];

const LONGEST_KEPT = 64;

function queryOf(sent: URLSearchParams, limit: number, offset: number): string {
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  for (const name of KEPT) {
    const value = sent.get(name);
    if (value !== null && value.length <= LONGEST_KEPT) query.set(name, value);
  }
  return `?${query.toString()}`;
}
