/**
 * Breaks the guards in many small ways, and says what no test notices:
 * `npm run mutate -- [--mutants 620] [--seed 1] [--only PLACE,…] [--jobs 2] [--known FILE] [--seconds 45]`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Covered, cover, watch } from './mutate/coverage.ts';
import { equivalents, named, nameOf } from './mutate/equivalents.ts';
import { guardedRoom, sparedTests } from './mutate/guards.ts';
import { applied, type Mutant, mutantsOf, regionsOf } from './mutate/mutants.ts';
import { importsBelow, testsReaching } from './mutate/related.ts';
import { compiling } from './mutate/typed.ts';
import { Workshop } from './mutate/workshop.ts';

type Placed = Mutant & { readonly file: string; readonly room: string; readonly name: string };
type Fate = { readonly mutant: Placed; readonly killedBy: string | undefined };

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '620' },
    seed: { type: 'string', default: '1' },
    // The part of what is drawn whose places (`file:line:column`) begin so; several with commas between.
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    // What tests run may be kept from one call to the next: it holds while the guards and the test stay the same.
    known: { type: 'string', default: '' },
    // For one mutant, by what its tests took without it.
    seconds: { type: 'string', default: '45' },
  },
});

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const digest = (...texts: readonly string[]) => createHash('sha256').update(texts.join('\0')).digest('hex');

/** In an order that the seed and the names alone decide: what is changed elsewhere does not change what is drawn. */
function shuffled(all: readonly Placed[]): readonly Placed[] {
  const rank = new Map<Placed, string>();
  for (const same of Map.groupBy(all, ({ name }) => name).values())
    for (const [at, one] of same.entries()) rank.set(one, digest(values.seed, one.name, String(at)));
  return all.toSorted((a, b) => ((rank.get(a) ?? '') < (rank.get(b) ?? '') ? -1 : 1));
}

const place = ({ file, start }: Placed) => {
  const before = text(file).slice(0, start).split('\n');
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
};
const reported = (mutant: Placed) => {
  const short = (one: string) => one.replaceAll(/\s+/g, ' ').trim().slice(0, 60);
  const { start, end, replacement } = mutant;
  return `${place(mutant)} ${mutant.rule}: \`${short(text(mutant.file).slice(start, end))}\` → \`${short(replacement)}\``;
};

const imports = importsBelow(root);
const guardFiles = [...imports.keys()].filter((file) => guardedRoom(file) !== undefined);
const every = guardFiles.flatMap((file) =>
  mutantsOf(text(file)).map(
    (mutant): Placed => ({
      ...mutant,
      file,
      room: guardedRoom(file) ?? '',
      name: nameOf(named(file, text(file), mutant)),
    }),
  ),
);
const tests = testsReaching(new Set(guardFiles), imports).filter((test) => !sparedTests.test(test));
const home = mkdtempSync(join(tmpdir(), 'tutorial-replay-mutants-'));
const workshops = Array.from({ length: Number(values.jobs) }, (_, at) => new Workshop(join(home, String(at))));
const began = performance.now();
const minutes = () => `${((performance.now() - began) / 60_000).toFixed(1)} min`;

const wanted = Number(values.mutants);
const [firstWorkshop] = workshops;
if (firstWorkshop === undefined) throw new Error('--jobs is at least 1');
// About two fifths are refused by the compiler, and some are known to make no difference.
const compiled = compiling(shuffled(every).slice(0, Math.ceil(1.8 * wanted)), { workshop: firstWorkshop, text });
const sample = compiled.filter(({ name }) => !equivalents.has(name)).slice(0, wanted);
const last = sample.at(-1);
const without = compiled
  .slice(0, last === undefined ? 0 : compiled.indexOf(last))
  .filter(({ name }) => equivalents.has(name));
const only = values.only.split(',');
const mutants = sample.filter((one) => only.some((begin) => place(one).startsWith(begin)));
process.stdout.write(
  `${every.length} mutants of ${guardFiles.length} files, ${sample.length} drawn, ${without.length} more listed as equivalent; ${tests.length} tests\n`,
);

/** Gives each item to the next workshop that is free. */
async function shared<T>(items: readonly T[], work: (workshop: Workshop, item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    workshops.map(async (workshop) => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(workshop, item);
    }),
  );
}

type Known = { readonly [key: string]: { readonly milliseconds: number; readonly regions: Numbers } };
/** The regions of each file, and which text it had: of another text, any may be run. */
type Numbers = { readonly [file: string]: { readonly text: string; readonly regions: readonly number[] } };
const known: Known = existsSync(values.known) ? JSON.parse(text(values.known)) : {};
const keyOf = (test: string) => digest(test, text(test));
const texts = new Map(guardFiles.map((file) => [file, digest(text(file))]));
const counts = new Map(guardFiles.map((file) => [file, regionsOf(text(file)).length]));

/** By file, because there are many. */
function numbersOf(regions: ReadonlySet<string>): Numbers {
  const split = [...regions].map(
    (one) => [one.slice(0, one.lastIndexOf(':')), one.slice(one.lastIndexOf(':') + 1)] as const,
  );
  const byFile = Map.groupBy(split, ([file]) => file);
  return Object.fromEntries(
    [...byFile].map(([file, own]) => [
      file,
      { text: texts.get(file) ?? '', regions: own.map(([, number]) => Number(number)) },
    ]),
  );
}

const regionsFrom = (numbers: Numbers): ReadonlySet<string> =>
  new Set(
    Object.entries(numbers).flatMap(([file, own]) =>
      (own.text === texts.get(file) ? own.regions : [-1, ...Array(counts.get(file) ?? 0).keys()]).map(
        (number) => `${file}:${number}`,
      ),
    ),
  );

async function coverAll(): Promise<readonly Covered[]> {
  const covered: Covered[] = [];
  const red: string[] = [];
  let fresh = 0;
  const keep = () => values.known !== '' && writeFileSync(join(root, values.known), JSON.stringify(known));
  for (const workshop of workshops) watch(workshop, guardFiles, root, true);
  await shared(tests, async (workshop, test) => {
    const old = known[keyOf(test)];
    const found =
      old === undefined
        ? await cover(workshop, test)
        : { test, milliseconds: old.milliseconds, regions: regionsFrom(old.regions) };
    if (found === undefined) red.push(test);
    else if (found.regions.size > 0) covered.push(found);
    if (found === undefined || old !== undefined) return;
    Object.assign(known, { [keyOf(test)]: { milliseconds: found.milliseconds, regions: numbersOf(found.regions) } });
    fresh += 1;
    if (fresh % 20 === 0) keep();
  });
  if (fresh > 0) keep();
  for (const workshop of workshops) {
    workshop.close();
    watch(workshop, guardFiles, root, false);
  }
  if (red.length > 0) process.stdout.write(`red without a mutant, and left out: ${red.sort().join(', ')}\n`);
  return covered;
}

/**
 * The tests of a mutant, those beside it and as many others as fit: first what killed others in that function, then what
 * is quick and runs little else.
 */
function related(mutant: Placed, covered: readonly Covered[], fates: readonly Fate[]): readonly Covered[] {
  const kills = new Map<string, number>();
  for (const { mutant: other, killedBy } of fates) {
    if (killedBy === undefined || other.file !== mutant.file) continue;
    kills.set(killedBy, (kills.get(killedBy) ?? 0) + (other.inFunction === mutant.inFunction ? 10 : 1));
  }
  const isBeside = (test: string) =>
    dirname(test) === dirname(mutant.file) || imports.get(test)?.includes(mutant.file) === true;
  const isNamesake = (test: string) => test === mutant.file.replace(/\.ts$/, '.test.ts');
  const roomOf = (file: string) => file.split('/').slice(0, 2).join('/');
  const isNear = (test: string) => roomOf(test) === roomOf(mutant.file);
  const placed = (test: string) => (isNamesake(test) ? 6 : isBeside(test) ? 2 : isNear(test) ? 1 : 0.2);
  // A test that runs little else says more about what it runs.
  const worth = ({ test, milliseconds, regions }: Covered) =>
    ((kills.get(test) ?? 0) + placed(test) + 12 / Math.sqrt(regions.size)) / (milliseconds + 400);
  const reaching = covered.filter(({ regions }) => regions.has(`${mutant.file}:${mutant.region}`));
  const chosen: Covered[] = [];
  let leftMs = Number(values.seconds) * 1000;
  for (const one of reaching.toSorted((a, b) => worth(b) - worth(a))) {
    if (!isBeside(one.test)) leftMs -= one.milliseconds;
    if (isBeside(one.test) || leftMs > 0 || chosen.length === 0) chosen.push(one);
  }
  return chosen;
}

/** The first of the tests that fails or does not end. */
async function killer(workshop: Workshop, tests: readonly Covered[]): Promise<string | undefined> {
  for (const { test, milliseconds } of tests) {
    const reply = await workshop.test(test, 30_000 + 6 * milliseconds);
    if (reply === undefined || reply.failed) return test;
  }
  return undefined;
}

const covered = await coverAll();
process.stdout.write(`${minutes()}: what each of ${covered.length} tests runs is known\n`);

const fates: Fate[] = [];
await shared(mutants, async (workshop, mutant) => {
  const original = text(mutant.file);
  const chosen = related(mutant, covered, fates);
  workshop.write(mutant.file, applied(original, mutant));
  const killedBy = await killer(workshop, chosen);
  workshop.write(mutant.file, original);
  fates.push({ mutant, killedBy });
  if (killedBy === undefined) process.stdout.write(`${minutes()} ${fates.length}: SURVIVED ${reported(mutant)}\n`);
  else if (fates.length % 25 === 0) process.stdout.write(`${minutes()} ${fates.length} of ${mutants.length}\n`);
});
for (const workshop of workshops) workshop.close();
rmSync(home, { recursive: true, force: true });

const killed = fates.filter(({ killedBy }) => killedBy !== undefined);
const rate = (part: number, whole: number) =>
  `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;
process.stdout.write(
  `\nkilled: ${rate(killed.length, fates.length)} in ${minutes()}; ${without.length} are equivalent\n`,
);
for (const [room, own] of Map.groupBy(fates, ({ mutant }) => mutant.room)) {
  const dead = own.filter(({ killedBy }) => killedBy !== undefined).length;
  process.stdout.write(`  ${room}: ${rate(dead, own.length)}\n`);
}
const survivors = fates.filter(({ killedBy }) => killedBy === undefined).map(({ mutant }) => reported(mutant));
process.stdout.write(
  `\nequivalent, with the reasons of tools/mutate/equivalents.json:\n${without
    .map((one) => `  ${reported(one)}: ${equivalents.get(one.name)?.reason}\n`)
    .join('')}\nsurvivors:\n${survivors
    .sort()
    .map((one) => `  ${one}\n`)
    .join('')}`,
);
