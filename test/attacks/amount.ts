/** How much of an attack is tried: all of it in CI, and a tenth where a developer waits for it. */
export function amount(all: number): number {
  return process.env['CI'] === 'true' ? all : Math.ceil(all / 10);
}
