import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What the language lacks: every room may use it, and no arrow says so. */
const ofTheLanguage = ['decoded.ts', 'defined.ts', 'guid.ts', 'node-util.ts', 'once-for.ts', 'words-of.ts'];

/**
 * The map of the house, from the ground up: each room, and the rooms it may import from. `type:` means as types only. A room
 * names only rooms that are above it in this table, so there is no cycle. A new arrow is a change to this table.
 */
const rooms: { readonly [room: string]: readonly string[] } = {
  ...Object.fromEntries(ofTheLanguage.map((file) => [file, []])),
  'redaction/secrets': [],
  // What a line of a source must not show.
  diagnostics: ['redaction/secrets'],
  json: ['type:diagnostics'],
  http: ['json'],
  'expectation/matchers': ['diagnostics', 'json'],
  'format/template': ['http', 'json'],
  'format/document': ['diagnostics', 'json', 'redaction/secrets'],
  'format/scenario': ['diagnostics', 'format/template', 'http', 'format/document', 'redaction/secrets'],
  'expectation/compile': ['diagnostics', 'expectation/matchers', 'format/scenario', 'format/template', 'json'],
  expectation: ['type:diagnostics', 'type:expectation/compile', 'expectation/matchers', 'json'],
  'expectation/compare': [
    'diagnostics',
    'expectation',
    'expectation/compile',
    'expectation/matchers',
    'format/template',
    'http',
    'json',
  ],
  run: ['type:diagnostics', 'type:expectation/compare', 'type:format/template', 'type:http', 'type:json'],
  backends: ['http', 'json', 'type:run'],
  'expectation/capture': [
    'diagnostics',
    'type:expectation/compare',
    'expectation/matchers',
    'type:format/scenario',
    'type:format/template',
    'type:http',
    'json',
  ],
  'redaction/pseudonyms': [],
  'redaction/tables': ['type:http', 'redaction/secrets'],
  'redaction/redact': ['http', 'json', 'redaction/pseudonyms', 'redaction/secrets', 'redaction/tables'],
  'run/plan': [
    'diagnostics',
    'expectation/capture',
    'expectation/compile',
    'expectation/matchers',
    'format/scenario',
    'format/template',
    'http',
    'json',
    'redaction/redact',
    'redaction/secrets',
    'type:run',
  ],
  'backends/har': ['backends', 'diagnostics', 'type:format/template', 'http', 'json', 'type:run', 'type:run/plan'],
  'backends/live': ['format/scenario', 'http', 'json', 'run'],
  'format/recording': ['diagnostics', 'format/scenario', 'format/template', 'type:http', 'json', 'format/document'],
  'backends/recorded': [
    'format/scenario',
    'backends',
    'diagnostics',
    'format/recording',
    'format/template',
    'http',
    'json',
    'redaction/pseudonyms',
    'redaction/secrets',
    'type:run',
    'run/plan',
  ],
  metadata: ['diagnostics'],
  'redaction/scan': ['diagnostics', 'redaction/secrets', 'format/document'],
  'tenant/doctor': ['diagnostics', 'format/scenario', 'type:http', 'json', 'format/document'],
  'report/wording': [
    'diagnostics',
    'expectation/compare',
    'http',
    'json',
    'type:redaction/scan',
    'run',
    'type:tenant/doctor',
  ],
  'report/tenants': ['diagnostics', 'expectation/compare', 'report/wording', 'run'],
  'report/allure': ['diagnostics', 'http', 'json', 'report/wording', 'run'],
  'report/terminal': ['diagnostics', 'expectation/compare', 'report/tenants', 'report/wording', 'run'],
  'report/ci': ['diagnostics', 'report/tenants', 'report/terminal', 'report/wording', 'run', 'tenant/doctor'],
  'report/files': ['diagnostics', 'redaction/scan', 'type:report/wording'],
  'report/result': ['diagnostics', 'expectation/compare', 'type:http', 'json', 'run', 'format/document'],
  'report/har': ['http', 'json', 'report/result', 'report/wording', 'run'],
  'report/changes': ['diagnostics', 'type:report/result', 'report/wording', 'run'],
  'report/html': [
    'diagnostics',
    'expectation/compare',
    'http',
    'json',
    'report/changes',
    'report/tenants',
    'report/wording',
    'run',
    'tenant/doctor',
  ],
  'report/json': ['report/result', 'report/wording'],
  'report/junit': ['diagnostics', 'report/wording', 'type:run'],
  report: [
    'diagnostics',
    'report/allure',
    'report/ci',
    'report/files',
    'report/har',
    'report/html',
    'report/json',
    'report/junit',
    'report/terminal',
    'report/wording',
    'type:run',
  ],
  'cli/options': [
    'diagnostics',
    'format/scenario',
    'format/template',
    'http',
    'type:metadata',
    'redaction/scan',
    'report',
    'type:run',
    'type:run/plan',
    'format/document',
  ],
  'run/send': [
    'diagnostics',
    'expectation/capture',
    'expectation/compare',
    'format/template',
    'http',
    'json',
    'type:redaction/redact',
    'redaction/secrets',
    'redaction/tables',
    'run',
    'run/plan',
  ],
  'run/cleanup': [
    'type:diagnostics',
    'format/template',
    'http',
    'json',
    'type:redaction/redact',
    'type:run',
    'run/plan',
    'run/send',
  ],
  'run/suspend': ['type:format/scenario', 'format/template', 'type:run', 'type:run/plan'],
  'run/execute': [
    'type:diagnostics',
    'expectation/compare',
    'expectation/compile',
    'format/template',
    'http',
    'json',
    'type:redaction/redact',
    'run',
    'run/cleanup',
    'run/plan',
    'run/send',
    'run/suspend',
  ],
  sandbox: [
    'backends',
    'diagnostics',
    'format/scenario',
    'format/template',
    'http',
    'json',
    'metadata',
    'run',
    'type:run/plan',
    'format/document',
  ],
  'tenant/auth': ['diagnostics', 'http', 'json', 'type:run'],
  'tenant/history': ['diagnostics', 'type:run', 'type:run/plan', 'format/document'],
  'tenant/fleet': ['diagnostics', 'format/scenario', 'type:format/template', 'http', 'format/document'],
  'tenant/ledger': ['diagnostics', 'format/document', 'run', 'run/cleanup'],
  'report/history': ['diagnostics', 'report/html', 'report/wording', 'tenant/history'],
  'tutorial/export': ['format/scenario', 'json'],
  'tutorial/languages': [],
  'tutorial/page': ['diagnostics', 'type:http', 'json', 'tutorial/languages'],
  'tutorial/import': [
    'diagnostics',
    'expectation/matchers',
    'format/scenario',
    'format/template',
    'http',
    'json',
    'metadata',
    'redaction/secrets',
    'type:run/plan',
    // A recording of a page holds its requests as a run sends them.
    'run/send',
    'tutorial/languages',
    'tutorial/page',
  ],
  'version.ts': [],
  harness: [
    'backends/har',
    'backends/live',
    'backends/recorded',
    'type:cli/options',
    'diagnostics',
    'format/recording',
    'format/scenario',
    'format/template',
    'json',
    'metadata',
    'redaction/redact',
    'redaction/scan',
    'redaction/secrets',
    'report/result',
    'run',
    'run/cleanup',
    'run/execute',
    'run/plan',
    'run/suspend',
    'sandbox',
    'tenant/auth',
    'tenant/doctor',
    'tenant/ledger',
    'tutorial/export',
    'tutorial/import',
    'tutorial/page',
    'version.ts',
    'format/document',
  ],
  'tutorial/verify': [
    'diagnostics',
    'expectation/compare',
    'expectation/compile',
    'type:expectation/matchers',
    'format/scenario',
    'http',
    'json',
    'redaction/secrets',
    'type:run',
    'tutorial/page',
    'format/document',
  ],
  'cli/output': [
    'cli/options',
    'diagnostics',
    'format/template',
    'harness',
    'http',
    'json',
    'redaction/redact',
    'report/files',
    'report/wording',
    'run',
    'run/plan',
    'run/send',
    'tutorial/verify',
    'format/document',
    'format/scenario',
  ],
  'cli/loading': [
    'type:cli/options',
    'cli/output',
    'diagnostics',
    'format/scenario',
    'harness',
    'report/result',
    'type:report/wording',
    'run',
    'run/cleanup',
    'run/plan',
    'tenant/auth',
    'tenant/doctor',
    'tenant/fleet',
    'tutorial/page',
  ],
  contract: ['diagnostics', 'format/scenario', 'json', 'metadata'],
  'tutorial/check': [
    'contract',
    'diagnostics',
    'type:format/scenario',
    'json',
    'metadata',
    'redaction/secrets',
    'tutorial/page',
    'format/document',
  ],
  'expectation/update': [
    'diagnostics',
    'expectation/compare',
    'expectation/compile',
    'expectation/matchers',
    'format/scenario',
    'format/template',
    'http',
    'json',
    'type:run',
    'run/plan',
  ],
  'report/evidence': [
    'diagnostics',
    'format/document',
    'report/html',
    'report/json',
    'report/result',
    'type:report/wording',
    'run',
    'type:tenant/doctor',
  ],
  'cli/steps': [
    'cli/loading',
    'type:cli/options',
    'cli/output',
    'contract',
    'diagnostics',
    'format/scenario',
    'expectation/update',
    'harness',
    'metadata',
    'redaction/redact',
    'report',
    'report/changes',
    'report/evidence',
    'report/files',
    'report/result',
    'report/wording',
    'run',
    'run/cleanup',
    'type:run/plan',
    'tenant/auth',
    'report/history',
    'type:tenant/fleet',
    'tenant/history',
    'type:tenant/ledger',
    'version.ts',
  ],
  'report/compare': [
    'diagnostics',
    'expectation/compare',
    'expectation/matchers',
    'format/recording',
    'http',
    'json',
    'redaction/pseudonyms',
    'report/result',
    'report/wording',
    'type:run',
    'format/document',
  ],
  'cli/commands': [
    'cli/loading',
    'cli/options',
    'cli/output',
    'cli/steps',
    'diagnostics',
    'expectation/compile',
    'format/scenario',
    'harness',
    'json',
    'metadata',
    'redaction/scan',
    'report',
    'report/ci',
    'report/compare',
    'report/result',
    'report/wording',
    'run',
    'run/plan',
    'run/execute',
    'run/suspend',
    'type:redaction/redact',
    'tenant/auth',
    'tenant/doctor',
    'tenant/fleet',
    'tutorial/check',
    'tutorial/verify',
    'version.ts',
    'format/document',
    'format/recording',
    'report/evidence',
    'sandbox',
    'tenant/history',
    'tenant/ledger',
  ],
  cli: ['cli/commands', 'cli/output', 'diagnostics', 'redaction/redact', 'report/wording', 'run', 'version.ts'],
  'index.ts': [
    'diagnostics',
    'type:expectation/compare',
    'format/recording',
    'format/scenario',
    'harness',
    'type:http',
    'type:json',
    'type:run',
    'type:run/plan',
  ],
  'msw.ts': ['backends/recorded'],
  'sandbox.ts': ['sandbox'],
  vitest: [
    'diagnostics',
    'expectation/compare',
    'expectation/compile',
    'format/recording',
    'format/scenario',
    'harness',
    'json',
    'report/allure',
    'report/wording',
    'run',
    'run/execute',
    'type:run/plan',
  ],
};

/** The rooms that are divided: what is in their folders are rooms of their own. */
const divided = ['backends', 'cli', 'expectation', 'format', 'redaction', 'report', 'run', 'tenant', 'tutorial'];

/** Packages with one door: only these files may import them. */
const doors: { readonly [name: string]: readonly string[] } = {
  msw: ['backends/msw-backend.ts', 'backends/recorded/recording-handlers.ts'],
  // A second opinion for tests: it is slow where a page is hostile.
  'mdast-util-from-markdown': [],
  dotenv: ['cli/loading/read-env-file.ts'],
  yaml: ['format/scenario/read-yaml.ts', 'format/scenario/print-scenario.ts'],
  'json-p3': ['expectation/capture/json-path.ts'],
  re2js: ['expectation/matchers/pattern.ts'],
  '@azure/identity': ['tenant/auth/credentials.ts'],
  undici: ['backends/live/transport/wire.ts', 'backends/live/transport/connector.ts'],
  // Optional peers, which cli/steps/trace/telemetry.ts loads by their names.
  '@opentelemetry/api': [],
  '@opentelemetry/sdk-node': [],
  jose: ['sandbox/server/entra/token-signer.ts', 'sandbox/server/entra/client-proof.ts'],
  diff: ['cli/output/rewrite-file.ts'],
  saxes: ['metadata/read-metadata.ts'],
  '@peculiar/x509': ['sandbox/server/make-certificates.ts'],
  fflate: ['report/evidence/zip.ts'],
  'allure-js-commons': ['report/allure/test-result.ts', 'vitest/report-to-allure.ts'],
  'playwright-core': [],
  'reflect-metadata': ['sandbox/server/make-certificates.ts'],
};

const src = dirname(fileURLToPath(import.meta.url));

type Import = { readonly file: string; readonly target: string; readonly typeOnly: boolean };

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .sort();

const statement = /^(?:import|export)\s+(type\s+)?(?:([\s\S]*?)\s+from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(statement)].map(([, type, names, from, dynamic]) => ({
    file,
    target: from ?? dynamic ?? '',
    typeOnly: type !== undefined || (names?.startsWith('{') === true && everyNameIsAType(names)),
  }));
}

function everyNameIsAType(names: string): boolean {
  return names
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '));
}

function roomOf(file: string): string {
  const [first = file, second] = file.split('/');
  return divided.includes(first) && second !== undefined && !second.endsWith('.ts') ? `${first}/${second}` : first;
}

const floorOf = (file: string): string => file.split('/')[0] ?? file;
/** Each ring of files that import one another, as the files of it; a file that is in no ring is left out. */
function ringsIn(arrows: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const [index, low, stack, rings] = [
    new Map<string, number>(),
    new Map<string, number>(),
    [] as string[],
    [] as string[][],
  ];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    for (const to of arrows.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const ring = stack.splice(stack.indexOf(file));
    if (ring.length > 1) rings.push(ring.sort());
  };
  for (const file of arrows.keys()) if (!index.has(file)) visit(file);
  return rings;
}

const all = files.flatMap(importsOf);
const inside = all
  .filter(({ target }) => target.startsWith('.'))
  .map((one) => ({ ...one, to: relative(src, resolve(src, dirname(one.file), one.target)) }))
  .filter(({ to }) => !to.startsWith('..'));

test('every room is on the map, and the map names no room that is gone', () => {
  expect(Object.keys(rooms).sort()).toEqual([...new Set(files.map(roomOf))].sort());
});

test('a room imports only from rooms that are above it on the map', () => {
  const above: string[] = [];
  const strays: string[] = [];
  for (const [room, targets] of Object.entries(rooms)) {
    for (const target of targets) {
      const name = target.replace('type:', '');
      if (name !== room && !above.includes(name)) strays.push(`${room} → ${target}`);
    }
    above.push(room);
  }
  expect(strays).toEqual([]);
});

test('no file imports itself through others, types included', () => {
  expect(
    ringsIn(new Map(files.map((file) => [file, inside.filter((one) => one.file === file).map(({ to }) => to)]))),
  ).toEqual([]);
});

test('rooms import only the rooms the map allows', () => {
  const strays = inside
    .filter(({ file, to, typeOnly }) => {
      const [from, target] = [roomOf(file), roomOf(to)];
      const allowed = rooms[from] ?? [];
      const mayImport =
        allowed.includes(target) || allowed.includes(to) || (typeOnly && allowed.includes(`type:${target}`));
      return from !== target && !ofTheLanguage.includes(to) && !mayImport;
    })
    .map(({ file, to }) => `${file} → ${to}`);
  expect(strays).toEqual([]);
});

test('no arrow of the map is unused', () => {
  const used = new Set(
    inside.flatMap(({ file, to }) => [roomOf(to), to].map((target) => `${roomOf(file)} → ${target}`)),
  );
  const unused = Object.entries(rooms)
    .flatMap(([from, targets]) => targets.map((target) => `${from} → ${target.replace('type:', '')}`))
    .filter((arrow) => !used.has(arrow));
  expect(unused).toEqual([]);
});

test('packages come in through their one door', () => {
  const strays = all
    .filter(({ target, file, typeOnly }) => !typeOnly && (doors[target]?.includes(file) ?? true) === false)
    .map(({ file, target }) => `${file} → ${target}`);
  expect(strays).toEqual([]);
});

test('time, randomness, environment and output are arguments everywhere but at the edge', () => {
  const edge = (file: string) => ['cli', 'vitest', 'harness'].includes(floorOf(file));
  const forbidden = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|stdout|stderr|exit)|\bconsole\./;
  expect(files.filter((file) => !edge(file) && forbidden.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
});

test('folders and files are named for what they hold', () => {
  const nameless = /(?:^|\/)(?:utils?|helpers?|common|core|lib|misc|types)(?:\/|\.ts$)/;
  expect(files.filter((file) => nameless.test(file))).toEqual([]);
});

test('no file is longer than 300 lines', () => {
  const lines = (file: string) => readFileSync(join(src, file), 'utf8').split('\n').length;
  expect(files.filter((file) => lines(file) > 300)).toEqual([]);
});

test('a level of the house holds at most twenty files', () => {
  const levels = Map.groupBy(files, (file) => dirname(file));
  expect([...levels].filter(([, names]) => names.length > 20).map(([level]) => level)).toEqual([]);
});

test('no file name occurs twice', () => {
  const named = Map.groupBy(files, (file) => basename(file));
  const twice = [...named].filter(([name, same]) => same.length > 1 && name !== 'index.ts').map(([, same]) => same);
  expect(twice).toEqual([]);
});

test('no exported type name occurs twice', () => {
  const named = files.flatMap((file) =>
    [...readFileSync(join(src, file), 'utf8').matchAll(/^export (?:type|class) (\w+)(?! *[},])/gm)].map(
      ([, name = '']) => ({ name, file }),
    ),
  );
  const twice = [...Map.groupBy(named, ({ name }) => name)].filter(([, same]) => same.length > 1);
  expect(named.length).toBeGreaterThan(500);
  expect(twice.map(([name, same]) => `${name}: ${same.map(({ file }) => file).join(', ')}`)).toEqual([]);
});
