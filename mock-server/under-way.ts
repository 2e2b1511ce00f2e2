/** What was started and is not done yet: frames that wait for a signature, deliveries. */
export interface UnderWay {
  /** Counts it until it is done, whether or not it fails. */
  readonly track: (work: Promise<unknown>) => void;
  /** Resolves when nothing is under way any more, with what that started in turn. */
  readonly settled: () => Promise<void>;
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      const counted = work.catch(() => undefined);
      works.add(counted);
      void counted.then(() => works.delete(counted));
    },
    settled: async () => {
      while (works.size > 0) await Promise.all(works);
    },
  };
}
