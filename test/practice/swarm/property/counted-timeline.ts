import { steppedTimeline, type SteppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';

/** A timeline that knows how much is planned and neither done nor cancelled. */
export type CountedTimeline = SteppedTimeline & { readonly pending: () => number };

export const countedTimeline = (start: number): CountedTimeline => {
  const timeline = steppedTimeline(start);
  let pending = 0;
  return {
    ...timeline,
    pending: () => pending,
    after: (ms, work, lane) => {
      let open = true;
      const settle = (): void => {
        if (open) pending -= 1;
        open = false;
      };
      pending += 1;
      const due = timeline.after(
        ms,
        () => {
          settle();
          work();
        },
        lane,
      );
      return {
        cancel: () => {
          settle();
          due.cancel();
        },
      };
    },
  };
};
