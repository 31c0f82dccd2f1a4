/**
 * The milliseconds that this process computes during a call: where other processes have the processors meanwhile, that does
 * not count.
 * @param {() => void} call
 */
export function computingTime(call) {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
