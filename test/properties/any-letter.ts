import fc from 'fast-check';

/**
 * One character of Unicode, for `fc.string({ unit })`. As `'binary'`, which takes a second to make in each test file:
 * it lists all of Unicode, so that it knows its own texts again.
 */
export const anyLetter = fc
  .oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));
