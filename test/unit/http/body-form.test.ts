import { describe, expect, it } from '@jest/globals';
import { isMultipart, mediaTypeOf, whyNoText } from '../../../mock-server/http/body-form.ts';
import { readJson } from '../../../mock-server/http/body.ts';
import { readParameters } from '../../../mock-server/http/parameters.ts';
import type { Call } from '../../../mock-server/http/call.ts';
import { callOf } from '../../support/calls.ts';

/** A body as an adapter hands it over: what is no UTF-8 has U+FFFD in its place. */
function odd(body: string, headers: Readonly<Record<string, string>> = {}, isBodyUtf8?: boolean): Call {
  const call = callOf({ method: 'POST', body, headers });
  return isBodyUtf8 === undefined ? call : { ...call, isBodyUtf8 };
}

const GZIP = '\u001f\ufffd\b\0';
const UTF16 = 'the request body looks like UTF-16; send it in UTF-8 (RFC 8259 section 8.1)';
const NOT_UTF8 = 'the request body has bytes that are not UTF-8; send it in UTF-8, uncompressed (RFC 8259 section 8.1)';
const compressed = (coding: string): string =>
  `the request body is compressed (Content-Encoding: ${coding}), which is not read here; send it plain`;

describe('Why a body is no text', () => {
  it.each<[what: string, call: Call, sentence: string | undefined]>([
    ['bytes under a coding', odd('\ufffd', { 'content-encoding': ' GZip ' }, false), compressed('gzip')],
    [
      'a coding of any length',
      odd('\ufffd', { 'content-encoding': 'x'.repeat(70) }, false),
      compressed('x'.repeat(64)),
    ],
    ['plain text under a coding', odd('{}', { 'content-encoding': 'gzip' }), undefined],
    ['bytes that say they are plain', odd('\ufffd', { 'content-encoding': 'identity' }, false), undefined],
    ['bytes without a coding', odd('\ufffd', {}, false), undefined],
    [
      'gzip without a coding',
      odd(GZIP, {}, false),
      'the request body looks like gzip; send it plain, Content-Encoding is not read here',
    ],
    ['text that begins as gzip would', odd(GZIP), undefined],
    ['gzip further on', odd(`{${GZIP}`, {}, false), undefined],
    ['UTF-16 with its mark, low byte first', odd('\ufffd\ufffd{\0}\0', {}, false), UTF16],
    ['UTF-16 with its mark, high byte first', odd('\ufffd\ufffd\0{\0}', {}, false), UTF16],
    ['UTF-16, low byte first', odd('{\0"\0a\0'), UTF16],
    ['UTF-16, high byte first', odd('\0{\0"\0a'), UTF16],
    ['zeros', odd('\0\0\0\0'), undefined],
    ['a zero after each of two zeros', odd('a\0\0\0'), undefined],
    ['one letter and a zero', odd('{\0"a'), undefined],
    ['UTF-16 further on', odd('ab{\0"\0a\0'), undefined],
    ['a letter that was lost, twice', odd('\ufffd\ufffdab', {}, false), undefined],
  ])('of %s', (_, call, sentence) => {
    expect(whyNoText(call)).toBe(sentence);
    const read = readJson(call);
    const refused = read.ok || read.slug !== 'text-malformed' ? undefined : read.sentence;
    expect(refused).toBe(sentence ?? (call.isBodyUtf8 === false ? NOT_UTF8 : undefined));
  });

  it('of bytes that are nothing known, is told as such', () => {
    expect(readJson(odd('"\ufffd"', {}, false))).toEqual({ ok: false, slug: 'text-malformed', sentence: NOT_UTF8 });
    expect(readJson(odd('"a"', {}, true))).toEqual({ ok: true, value: 'a' });
  });
});

describe('The media type of a body', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    [' ; charset=utf-8', undefined],
    ['Application/JSON ; charset=utf-8', 'application/json'],
    ['text/plain;a=b;c=d', 'text/plain'],
    ['x'.repeat(70), 'x'.repeat(64)],
  ])('of %j is %j', (header, type) => {
    expect(mediaTypeOf({ headers: header === undefined ? {} : { 'content-type': header } })).toBe(type);
  });

  it.each([
    ['text/plain', '; its Content-Type is text/plain, send JSON'],
    ['application/jsonp', '; its Content-Type is application/jsonp, send JSON'],
    ['application/json', ''],
    ['application/problem+json', ''],
    ['', ''],
  ])('is told where what is there is no JSON, and it is not called JSON: %j', (type, more) => {
    const sentence = `the request body is not valid JSON${more}`;
    expect(readJson(odd('a=b', { 'content-type': type }))).toEqual({ ok: false, slug: 'body-not-json', sentence });
  });
});

describe('A body of several parts', () => {
  const part = '--x1\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x1--';

  it.each([
    ['is known by its first part', part, '', true],
    ['is known by it whatever it is called', part.replaceAll('\r\n', '\n').toLowerCase(), 'application/json', true],
    ['is known by its name', '--', 'Multipart/Form-Data; boundary=x1', true],
    ['is not known by its name alone', '{}', 'multipart/form-data', false],
    ['is none when it only ends so', 'a--', 'multipart/form-data', false],
    ['is none when it begins with hyphens alone', '--a=b', 'text/plain', false],
    ['is none when the part comes later', `--\n${part}`, '', false],
    ['is none without a boundary', '--\r\nContent-Disposition: form-data', '', false],
    ['is none of a type that ends so', '--', 'x-multipart/', false],
  ])('%s', (_, body, type, is) => {
    expect(isMultipart(odd(body, { 'content-type': type }))).toBe(is);
  });

  it('is no JSON, and the refusal says what it is', () => {
    expect(readJson(odd(part))).toEqual({
      ok: false,
      slug: 'body-not-json',
      sentence: 'the request body is not valid JSON; it is multipart, send JSON',
    });
  });
});

describe('A parameter', () => {
  it.each(['a\ufffd', '\ud800'])('of %j is not taken for another', (value) => {
    const result = readParameters(odd(JSON.stringify({ v: value })), ['v']);
    const sentence =
      'v has bytes that are not UTF-8, U+FFFD in their place, or an unpaired surrogate; percent-encode its UTF-8';
    expect(result).toEqual({ ok: false, slug: 'text-malformed', sentence });
  });

  it('is found behind a bracket in its value', () => {
    const result = readParameters(odd('v=[1]'), ['v']);
    expect(result.ok && result.get('v')).toBe('[1]');
  });
});
