import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** What no service says: the mock's own answers about the call as such. */
export const mockErrors = {
  malformed_path: mockRow(400, 'the path has a broken percent-encoding'),
  not_found: mockRow(404, 'no such path, or a Send API version other than 3'),
  method_not_allowed: mockRow(405, 'the path is known, the method is not'),
  upgrade_required: {
    ...mockRow(426, 'the path of a socket, asked without an upgrade to WebSocket'),
    headers: { upgrade: 'websocket' },
  },
  not_mocked: mockRow(501, 'a LivePerson path that this mock does not have'),
  mock_bug: mockRow(500, 'a bug in this mock, not a mistake in your call'),
  test_code_failed: mockRow(500, "a function of yours failed (a fault's `match`, or the option `wait`)"),
} as const satisfies ErrorRows;

function mockRow(status: number, when: string): ErrorRow {
  return { service: 'mock', envelope: 'plain', status, when, basis: 'ours' };
}
