/** A promise that is kept or broken by others. One that nobody waits for may be broken without a word. */
export class Pending<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;

  constructor() {
    let kept: (value: T) => void = () => {};
    let broken: (reason: Error) => void = () => {};
    this.promise = new Promise<T>((resolve, reject) => {
      kept = resolve;
      broken = reject;
    });
    // Else a rejection that the program is not interested in would end the process.
    this.promise.catch(() => {});
    this.resolve = kept;
    this.reject = broken;
  }
}
