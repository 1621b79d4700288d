/** The commands that others than themselves know by name, in docker's words: as in a plan's `command`, or a release's. */
export const UPDATE_COMMAND = 'service update';
export const ROLLBACK_COMMAND = 'service rollback';
