/** Measures everything in one go, prints a table and writes `bench/results.json`. */
import { rm, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { builtCli } from './built-cli.ts';
import { measureCold } from './cold.ts';
import { measureContract } from './contract.ts';
import { measureFiles } from './files.ts';
import { measureHtmlPage } from './html-page.ts';
import { liveGroups } from './live/live.ts';
import { measureLoading } from './loading.ts';
import { measureMemory } from './memory.ts';
import { measurePages } from './pages.ts';
import { measureReports } from './reports.ts';
import { type Row, table } from './row.ts';
import { measureSandbox } from './sandbox.ts';
import { measureTransfer } from './transfer.ts';

const groups: { readonly [name: string]: (bin: string) => Promise<readonly Row[]> } = {
  cold: measureCold,
  files: measureFiles,
  loading: measureLoading,
  memory: measureMemory,
  transfer: measureTransfer,
  ...liveGroups,
  sandbox: measureSandbox,
  html: measureHtmlPage,
  contract: measureContract,
  pages: measurePages,
  reports: measureReports,
};

const asked = process.argv.slice(2);
const bin = await builtCli();
const rows: Row[] = [];
for (const [name, measure] of Object.entries(groups)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const measured = await measure(bin);
  rows.push(...measured);
  process.stdout.write(`${table(measured)}\n`);
}
await rm(dirname(dirname(bin)), { recursive: true });
const machine = {
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1024 / 1024),
};
const results = { date: new Date().toISOString(), machine, rows };
await writeFile(new URL('./results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);

for (const { what, ratio = 0, aim = Number.POSITIVE_INFINITY } of rows.filter(({ gate }) => gate)) {
  if (ratio <= aim) continue;
  process.stderr.write(`\n${what}: ${ratio.toFixed(2)} x, and at most ${aim} x is good enough\n`);
  process.exitCode = 1;
}
