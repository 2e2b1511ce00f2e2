/**
 * Collects garbage until nothing more is given back: what is freed goes back to the system bit by bit, by other threads
 * that are at it for a while after each collection.
 */
export async function collectAll() {
  let [least, falls] = [Infinity, true];
  for (let times = 0; times < 20 && (falls || times < 4); times += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const resident = process.memoryUsage.rss();
    falls = resident < least * 0.999;
    least = Math.min(least, resident);
  }
}
