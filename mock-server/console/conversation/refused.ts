import type { Finder } from './row-finder.ts';

/** The mock refused a call or a frame: in its own words where they are known, and where it stands in Calls. */
export class MockRefused extends Error {
  readonly find: Finder | undefined;

  constructor(words: string, find?: Finder) {
    super(words);
    this.find = find;
  }
}

/** The socket is closed, which its own entry in the chat tells already. */
export class SocketGone extends Error {}
