import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodiesFull, createBodyPool } from '../../mock-server/adapters/node/body-pool.ts';
import type { BodyPool, IncomingBody } from '../../mock-server/adapters/node/body-pool.ts';

const KILOBYTE = 1024;

function send(pool: BodyPool, kilobytes: number): IncomingBody {
  const body = pool.open();
  for (let sent = 0; sent < kilobytes; sent += 16) body.push(Buffer.alloc(16 * KILOBYTE, 'a'));
  return body;
}

describe('the bodies of calls under way', () => {
  it('are what was sent, in however many pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 5000 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 999 }),
        (texts, size) => {
          const [pool, bytes] = [createBodyPool(10), Buffer.from(texts.join(''))];
          const body = pool.open();
          for (let start = 0; start < bytes.length; start += size) body.push(bytes.subarray(start, start + size));
          expect(body.read().body).toBe(texts.join(''));
        },
      ),
    );
  });

  it('have an end: what has no room is dropped whole, and has it again once others are over', () => {
    const pool = createBodyPool(4 * KILOBYTE * KILOBYTE);
    const bodies = Array.from({ length: 8 }, () => send(pool, 1024));
    const taken = bodies.filter((body) => {
      try {
        return body.read().body.length === KILOBYTE * KILOBYTE;
      } catch {
        return false;
      }
    });
    expect(taken).toHaveLength(2);
    expect(() => bodies[7]?.read()).toThrow(BodiesFull);
    bodies.forEach((body) => {
      body.release();
    });
    expect(send(pool, 1024).read().body).toHaveLength(KILOBYTE * KILOBYTE);
  });

  it('have 64 kB of their own each, however many others are there', () => {
    const pool = createBodyPool(KILOBYTE);
    Array.from({ length: 10 }, () => send(pool, 1024));
    expect(send(pool, 64).read().body).toHaveLength(64 * KILOBYTE);
    expect(() => send(pool, 128).read()).toThrow(BodiesFull);
  });

  it('may be of any size where one is alone', () => {
    expect(send(createBodyPool(0), 4096).read().body).toHaveLength(4096 * KILOBYTE);
  });
});
