/** Docker's durations are nanoseconds, the timeline's milliseconds. */
export const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
