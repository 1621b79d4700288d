/** The store cannot be opened or used as it is; its message and `next` are for whoever starts Waggle. Never holds the URL. */
export class StoreError extends Error {
  readonly next: string;
  constructor(message: string, next: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'StoreError';
    this.next = next;
  }
}
