import { describe, expect, it } from '@jest/globals';
import { headOfCall, readBoundedCall } from '../../../../mock-server/adapters/worker/requests.ts';

const URL_OF_ALL = 'https://worker.example.test/a/b?c=1';

interface Sending {
  readonly request: Request;
  /** How much was asked for, and whether the rest was refused. */
  readonly told: { pulled: number; isCancelled: boolean };
}

function sending(pieces: readonly string[]): Sending {
  const told = { pulled: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = pieces[told.pulled];
        if (piece === undefined) {
          controller.close();
          return;
        }
        told.pulled += 1;
        controller.enqueue(new TextEncoder().encode(piece));
      },
      cancel: () => {
        told.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { request: new Request(URL_OF_ALL, { method: 'POST', body, duplex: 'half' } as RequestInit), told };
}

describe('a request to a worker', () => {
  it.each<[readonly string[], string, number, boolean]>([
    [[], '', 0, false],
    [['ab', 'cd'], 'abcd', 2, false],
    [['ab', 'cd', 'e'], 'abcde', 3, false],
    [['ab', 'cd', 'ef'], 'abcdef', 3, true],
    [['ab', 'cd', 'efgh', 'ij'], 'abcdef', 3, true],
    [['abcdefghij', 'k'], 'abcdef', 1, true],
  ])('is a call with one byte more than it may have at most: %j is %j', async (pieces, body, pulled, isCancelled) => {
    const { request, told } = sending(pieces);
    const paths: string[] = [];
    const call = await readBoundedCall(request, (path) => {
      paths.push(path);
      return 5;
    });
    expect(call).toMatchObject({ method: 'POST', path: '/a/b', origin: 'https://worker.example.test', body });
    expect([paths, told]).toEqual([['/a/b'], { pulled, isCancelled }]);
  });

  it('has no body where none is sent, or none is looked at', async () => {
    expect((await readBoundedCall(new Request(URL_OF_ALL), () => 5)).body).toBe('');
    const { request, told } = sending(['ab']);
    const { path, query, body } = headOfCall(request);
    expect([path, String(query), body, told.pulled]).toEqual(['/a/b', 'c=1', '', 0]);
  });
});
