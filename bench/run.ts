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
import { missingPeers } from './live/peers.ts';
import { measureLoading } from './loading.ts';
import { measureMemory } from './memory.ts';
import { measurePages } from './pages.ts';
import { measureReports } from './reports.ts';
import { goals, missedGates, type Row, table } from './row.ts';
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

const chosen = process.argv.slice(2);
const bin = await builtCli();
const rows: Row[] = [];
for (const [name, measure] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
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

process.stdout.write(`\n${goals(rows)}`);
if (missingPeers().length > 0) {
  process.stdout.write(`\nnot beside ${missingPeers().join(', ')}: \`cd bench && npm install\` brings them\n`);
}
for (const gate of missedGates(rows)) {
  process.stderr.write(`\nFAILED ${gate}\n`);
  process.exitCode = 1;
}
