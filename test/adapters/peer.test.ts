import { expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { peerOf } from '../../mock-server/adapters/node/peer.ts';

const peer = (socket: object, httpVersion = '1.1'): string => peerOf({ socket: socket as Socket, httpVersion });

it.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.0.9', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::FFFF:127.8.0.1', 'loopback'],
  ['192.168.0.7', 'remote'],
  ['::ffff:192.168.0.7', 'remote'],
  ['fe80::1', 'remote'],
  ['::', 'remote'],
  ['128.0.0.1', 'remote'],
  ['127.0.0.1.evil', 'remote'],
  ['1127.0.0.1', 'remote'],
  ['fe80::ffff:127.0.0.1', 'remote'],
  ['', 'remote'],
])('the address %s is %s', (remoteAddress, told) => {
  expect(peer({ destroyed: false, remoteAddress })).toBe(told);
});

it('what is gone or cannot be told is remote', () => {
  const atPath = { address: () => '/run/mock.sock' };
  expect(peer({ destroyed: true, remoteAddress: '127.0.0.1' })).toBe('remote');
  expect(peer({ destroyed: true, remoteAddress: undefined, server: atPath })).toBe('remote');
  // Reset by the other side, and not noticed yet.
  expect(
    peer({ destroyed: false, remoteAddress: undefined, server: { address: () => ({ address: '0.0.0.0', port: 1 }) } }),
  ).toBe('remote');
  expect(peer({ destroyed: false, remoteAddress: undefined })).toBe('remote');
  expect(peer({ destroyed: false, remoteAddress: undefined, server: null })).toBe('remote');
  expect(peer({ destroyed: false, remoteAddress: undefined, server: {} })).toBe('remote');
  expect(peer({ destroyed: false, remoteAddress: undefined, server: atPath })).toBe('loopback');
  expect(peer({ destroyed: false, remoteAddress: '127.0.0.1' }, '1.0')).toBe('remote');
});
