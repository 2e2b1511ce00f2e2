import { publicSentences } from './words.ts';

// `npm run words`: every public sentence, one a line, with its place, for a reader who did not write it.
for (const { place, text } of publicSentences()) console.log(`${place}\t${text}`);
