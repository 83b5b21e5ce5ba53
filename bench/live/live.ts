import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.ts';
import type { Row } from '../row.ts';
import { type Usage, wholeProcess } from '../whole-process.ts';
import { installedPeers } from './peers.ts';
import { longFile, scenarioFiles } from './scenario-files.ts';
import { type Service, startService } from './start-service.ts';

const plainRunner = fileURLToPath(new URL('./plain-runner.js', import.meta.url));

type Place = { readonly folder: string; readonly service: Service; readonly bin: string };

/**
 * Whole processes of the built command line, live over HTTPS with a sign-in and a ledger on disk. Each measurement has a service
 * and a folder of its own.
 */
export const liveGroups: { readonly [name: string]: (bin: string) => Promise<readonly Row[]> } = {
  'live-1': (bin) => at(bin, (place) => compared(1, { ...place, aims: { ms: 1.5, respect: 0.8 }, rounds: 7 })),
  'live-100': (bin) => at(bin, (place) => compared(100, { ...place, aims: { ms: 1.8, respect: 0.9 }, rounds: 5 })),
  'live-1000': (bin) => at(bin, (place) => compared(1_000, { ...place, aims: { ms: 2, respect: 1 }, rounds: 3 })),
  growth: (bin) => at(bin, growth),
  latency: (bin) => at(bin, together, 50),
  'report-files': (bin) => at(bin, reports),
  ledgers: (bin) => at(bin, keptLedgers),
};

async function at(bin: string, measure: (place: Place) => Promise<readonly Row[]>, latencyMs = 0) {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-live-'));
  const service = await startService(folder, latencyMs);
  try {
    return await measure({ folder, service, bin });
  } finally {
    await service.stop();
    await rm(folder, { recursive: true });
  }
}

const row = (what: string, usage: Usage): Row => ({ group: 'live', what, value: usage.ms, unit: 'ms' });

const liveRun = ({ bin, service }: Place, folder: string, ...more: readonly string[]): readonly string[] => [
  bin,
  ...['run', folder, '--against', 'live', '--unattended', '--tenant', service.tenant],
  ...more,
];

const plainly = ({ service }: Place, folder: string, atOnce = 1): readonly string[] => [
  plainRunner,
  ...[folder, service.tenant, String(atOnce)],
];

type Aims = { readonly ms: number; readonly respect: number };

async function compared(
  count: number,
  { aims, rounds, ...place }: Place & { readonly aims: Aims; readonly rounds: number },
): Promise<readonly Row[]> {
  const files = await scenarioFiles(place.folder, count);
  const peers = installedPeers();
  // What Respect wants to find; none of the requests is in it.
  const api = { openapi: '3.1.0', info: { title: 'bench', version: '1' }, paths: {} };
  await writeFile(join(place.folder, 'openapi.json'), JSON.stringify(api));
  const cases: { [name: string]: readonly string[] } = { plain: plainly(place, files), ours: liveRun(place, files) };
  for (const { name, prepare } of peers) cases[name] = await prepare(place.folder, place.service, count);
  if (count === 1_000) cases['ours -j 16'] = liveRun(place, files, '-j', '16');
  const took = await inTurns(cases, { ...place, rounds });
  const { plain, ours, respect } = took;
  if (plain === undefined || ours === undefined) return [];
  const what = `${count} scenario${count === 1 ? '' : 's'}`;
  return [
    { ...row(`${what}, plain runner`, plain), ratio: 1 },
    { ...row(what, ours), ratio: ours.ms / plain.ms, aim: aims.ms },
    { ...row(`${what}, processor time`, { ...ours, ms: ours.cpuMs }), ratio: ours.cpuMs / plain.cpuMs },
    ...peers.flatMap(({ name }) => {
      const peer = took[name];
      return peer === undefined ? [] : [{ ...row(`${what}, ${name}`, peer), ratio: peer.ms / plain.ms }];
    }),
    ...(respect === undefined
      ? []
      : [{ ...row(`${what}, beside respect`, ours), ratio: ours.ms / respect.ms, aim: aims.respect }]),
    ...(count < 1_000
      ? []
      : [
          { ...row(`${what}, peak resident`, ours), value: ours.peakMb, unit: 'MB', ratio: ours.peakMb / 200, aim: 1 },
          ...[took['ours -j 16']].flatMap((at16) =>
            at16 === undefined ? [] : [{ ...row(`${what}, -j 16`, at16), ratio: at16.ms / ours.ms, aim: 0.6 }],
          ),
        ]),
  ];
}

/** Eight at a time where each response takes 50 ms. */
async function together(place: Place): Promise<readonly Row[]> {
  const files = await scenarioFiles(place.folder, 100);
  const cases = { plain: plainly(place, files, 8), ours: liveRun(place, files, '-j', '8') };
  const { plain, ours } = await inTurns(cases, { ...place, rounds: 3 });
  return [{ ...row('100 scenarios, 50 ms of latency, -j 8', ours), ratio: ours.ms / plain.ms, aim: 1.15 }];
}

/** What a report file adds. */
async function reports(place: Place): Promise<readonly Row[]> {
  const files = await scenarioFiles(place.folder, 100);
  const cases = {
    terminal: liveRun(place, files),
    json: liveRun(place, files, '-r', 'json=report.json'),
    html: liveRun(place, files, '-r', 'html=report.html'),
  };
  const { terminal, json, html } = await inTurns(cases, { ...place, rounds: 5 });
  return [
    { ...row('100 scenarios, -r json, beside the terminal alone', json), ratio: json.ms / terminal.ms, aim: 1.3 },
    { ...row('100 scenarios, -r html, beside the terminal alone', html), ratio: html.ms / terminal.ms, aim: 1.3 },
  ];
}

/** One scenario in a folder in which 4,000 runs have left their ledgers. */
async function keptLedgers(place: Place): Promise<readonly Row[]> {
  const [files, many] = [await scenarioFiles(place.folder, 1), await scenarioFiles(place.folder, 1_000)];
  const [bare, kept] = [join(place.folder, 'bare'), join(place.folder, 'kept')];
  for (const folder of [bare, kept]) await mkdir(folder);
  for (let time = 0; time < 4; time++) {
    await wholeProcess(liveRun(place, many, '-j', '16'), { folder: kept, environment: place.service.environment });
  }
  const settings = { environment: place.service.environment };
  const [beside, none]: Usage[][] = [[], []];
  for (let round = 0; round < 7; round++) {
    none?.push(await wholeProcess(liveRun(place, files), { folder: bare, ...settings }));
    beside?.push(await wholeProcess(liveRun(place, files), { folder: kept, ...settings }));
  }
  const [with4000, without] = [middle(beside ?? []), middle(none ?? [])];
  return [{ ...row('1 scenario beside 4,000 ledgers', with4000), ratio: with4000.ms / without.ms, aim: 1.5 }];
}

/** What one of many costs beside one of few, of scenarios and of objects in one scenario: what grows with the runs shows here. */
async function growth(place: Place): Promise<readonly Row[]> {
  const scenarios = await grown(place, scenarioFiles, 500);
  const objects = await grown(place, longFile, 400);
  return [
    { ...scenarios, what: 'processor time of a scenario, of 500 beside of 50' },
    { ...objects, what: 'processor time of an object of one scenario, of 400 beside of 50' },
  ];
}

async function grown(
  place: Place,
  written: (folder: string, count: number) => Promise<string>,
  count: number,
): Promise<Omit<Row, 'what'>> {
  const run = async (size: number) => liveRun(place, await written(place.folder, size));
  const took = await inTurns(
    { one: await run(1), few: await run(50), many: await run(count) },
    { ...place, rounds: 5 },
  );
  // Without what every process costs.
  const each = (usage: Usage, size: number) => (usage.cpuMs - took.one.cpuMs) / (size - 1);
  const value = each(took.many, count);
  return { group: 'live', value, unit: 'ms', ratio: value / each(took.few, 50), aim: 1.15, gate: true };
}

/** The medians of cases that take turns. */
async function inTurns<Name extends string>(
  cases: { readonly [name in Name]: readonly string[] },
  { folder, service, rounds }: Place & { readonly rounds: number },
): Promise<{ readonly [name in Name]: Usage }> {
  const names = Object.keys(cases) as Name[];
  const taken = new Map<Name, Usage[]>(names.map((name) => [name, []]));
  const environment = { ...service.environment, ...quiet };
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const usage = await wholeProcess(cases[name], { folder, environment });
      if (round >= 0) taken.get(name)?.push(usage);
    }
  }
  return Object.fromEntries(names.map((name) => [name, middle(taken.get(name) ?? [])])) as { [name in Name]: Usage };
}

/** Peers send nothing to anyone else. */
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

function middle(usages: readonly Usage[]): Usage {
  const of = (key: keyof Usage) => median(usages.map((usage) => usage[key]));
  return { ms: of('ms'), cpuMs: of('cpuMs'), peakMb: of('peakMb') };
}
