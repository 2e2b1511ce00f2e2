// `npm run test:all`: every test through every adapter. `npm test` leaves out the files *.all.test.ts, which take long or
// install something, and runs the others through fewer adapters.
process.env.LP_TEST_ALL = 'true';
process.argv.push('--testPathIgnorePatterns', '/node_modules/', '/test/package/consumer/');
await import('../node_modules/jest/bin/jest.js');
