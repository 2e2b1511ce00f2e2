import { describe, expect, it } from '@jest/globals';
import { isOdd, readFrame } from '../../../mock-server/messaging/frame.ts';

/** A frame with so many levels, the frame itself being the first. */
const nested = (levels: number, more: object = {}): string => {
  const inner = '['.repeat(levels - 1) + ']'.repeat(levels - 1);
  return `${JSON.stringify({ id: '7', type: 'GetClock', ...more }).slice(0, -1)},"body":${inner}}`;
};

describe('a frame that is a request', () => {
  it.each([
    ['GetClock', 'GetClock'],
    ['.GetClock', 'GetClock'],
    ['ms.PublishEvent', 'ms.PublishEvent'],
    ['ams.ms.PublishEvent', 'ms.PublishEvent'],
    ['.ams.ms.PublishEvent', 'ms.PublishEvent'],
    ['.ams.aam.SubscribeExConversations', 'cqm.SubscribeExConversations'],
  ])('of the type %s asks for %s', (type, command) => {
    const frame = { kind: 'req', id: '7', type, body: { a: 1 } };
    const text = JSON.stringify(frame);
    const request = { id: '7', command, type, body: { a: 1 }, frame };
    expect(readFrame(text)).toEqual({ ...request, length: text.length });
    expect(readFrame(`[${text}]`)).toEqual({ ...request, length: text.length + 2 });
    expect(isOdd(readFrame(text))).toBe(false);
  });

  it.each([
    [7, '7'],
    ['', ''],
    [undefined, '0'],
    [null, '0'],
    [{}, '0'],
  ])('with the id %j is answered to %j', (id, answered) => {
    expect(readFrame(JSON.stringify({ id, type: 'GetClock' })).id).toBe(answered);
  });

  it('may be a hundred levels deep, however long', () => {
    expect(isOdd(readFrame(nested(100)))).toBe(false);
    expect(isOdd(readFrame(`[${nested(100)}]`))).toBe(false);
    expect(isOdd(readFrame(JSON.stringify({ type: 'GetClock', body: 'x'.repeat(1000) })))).toBe(false);
  });
});

describe('a frame that is none', () => {
  it.each([
    ['', '0', 'frame-malformed', 'the frame is not valid JSON'],
    ['{"id":"7",}', '0', 'frame-malformed', 'the frame is not valid JSON'],
    ['null', '0', 'frame-malformed', 'the frame is null; send one request object'],
    ['"GetClock"', '0', 'frame-malformed', 'the frame is a string; send one request object'],
    ['[]', '0', 'frame-malformed', 'the frame is an array; send one request object'],
    ['[5]', '0', 'frame-malformed', 'the frame is an array; send one request object'],
    [
      '[{"type":"GetClock"},{"type":"GetClock"}]',
      '0',
      'frame-malformed',
      'the frame is an array; send one request object',
    ],
    ['{"id":"7"}', '7', 'frame-malformed', 'type is absent; it must be the name of a request'],
    ['{"id":"7","type":""}', '7', 'frame-malformed', 'type is a string; it must be the name of a request'],
    ['{"id":7,"type":["GetClock"]}', '7', 'frame-malformed', 'type is an array; it must be the name of a request'],
    [nested(101), '7', 'frame-too-deep', 'the frame is nested more than 100 levels deep'],
    [nested(5000), '7', 'frame-too-deep', 'the frame is nested more than 100 levels deep'],
  ])('is answered to its id, and says why: %#', (text, id, slug, sentence) => {
    const frame = readFrame(text);
    expect(frame).toEqual({ id, reason: { slug, sentence } });
    expect(isOdd(frame)).toBe(true);
  });
});
