/** The processor time that this process has taken so far, in milliseconds: what a busy machine does not stretch. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
