/**
 * A value, or the promise of one. What is remembered is there at once, and each promise on the path of a call costs
 * memory and a turn of the queue; so the path of a token that was seen before has none.
 */
export type Awaitable<Value> = Value | Promise<Value>;

/** Goes on with a value: at once when it is there, else when it comes. */
export function proceed<Value, Result>(
  value: Awaitable<Value>,
  goOn: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
