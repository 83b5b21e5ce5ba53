/** For tests that bound the cost of something: the computing time since now, which other work on the machine cannot lengthen. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}
