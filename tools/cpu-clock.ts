/** For tests that bound the cost of something: the computing time since now, in milliseconds, of this process alone. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}

const yardsticksASecond = 40;

/**
 * What a second of computing on a quiet machine takes now, in milliseconds of `cpuClock`: processors that are shared with other
 * work need more of them for the same. Measured by a fixed piece of work with texts, objects and garbage.
 */
export function busySecondMs(): number {
  const spentMs = cpuClock();
  const items = Array.from({ length: 60_000 }, (_, at) => ({ name: `item ${at}`, at }));
  const text = JSON.stringify(items);
  const parsed: typeof items = JSON.parse(text);
  parsed.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name } of parsed) /^item \d+$/.exec(name);
  return Math.max(1_000, spentMs() * yardsticksASecond);
}
