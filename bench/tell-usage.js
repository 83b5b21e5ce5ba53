// Preloaded into a process: writes what it took when it ends.
import { writeFileSync } from 'node:fs';

const file = process.env.BENCH_USAGE;
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakMb: maxRSS / 1_024 };
  if (file !== undefined) writeFileSync(file, JSON.stringify(usage));
});
