import Sequencer from '@jest/test-sequencer';

/** Jest's order, by how long files took or, where they never ran, by their size; but first what installs something. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a.path) - rankOf(b.path));
  }
}

/** The last file that takes minutes would run alone. */
function rankOf(path) {
  if (!path.endsWith('.all.test.ts')) return 2;
  return /[\\/]test[\\/](?:package|runners)[\\/]/.test(path) ? 0 : 1;
}
