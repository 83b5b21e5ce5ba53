// Preloaded into a process: prints how large it was at most, in KiB.
process.on('exit', () => {
  process.stdout.write(`\npeak=${process.resourceUsage().maxRSS}\n`);
});
