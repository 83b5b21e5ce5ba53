import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * The map of the house: each room, and the rooms it may import from. `type:` means as types only. A new arrow is a
 * change to this table.
 */
const rooms: { readonly [room: string]: readonly string[] } = {
  diagnostics: [],
  json: ['diagnostics'],
  http: ['json'],
  redaction: ['json', 'http'],
  scan: ['diagnostics', 'redaction'],
  template: ['json'],

  scenario: ['diagnostics', 'http', 'template'],
  expectation: ['diagnostics', 'json', 'http', 'template', 'scenario'],
  contract: ['diagnostics', 'json', 'scenario'],
  run: ['diagnostics', 'json', 'http', 'redaction', 'template', 'scenario', 'expectation'],
  backend: ['diagnostics', 'json', 'http', 'redaction', 'template', 'scenario', 'type:run'],
  accept: ['diagnostics', 'json', 'type:http', 'type:template', 'scenario', 'expectation', 'type:run'],
  tutorial: ['diagnostics', 'json', 'http', 'template', 'scenario', 'type:expectation'],
  auth: ['diagnostics', 'http', 'json', 'type:run'],
  doctor: ['diagnostics', 'json', 'type:http', 'scenario'],
  ledger: ['type:run'],
  // Of expectation and run, reports know the tables of codes; everything else as types.
  report: [
    'diagnostics',
    'json',
    'http',
    'scan',
    'expectation/compare/difference.ts',
    'run/result.ts',
    'run/exit-code.ts',
    // What the doctor found, and the words for it.
    'tenant/doctor/doctor-finding.ts',
    'type:expectation',
    'type:run',
  ],
  config: ['diagnostics', 'http', 'scan', 'template', 'scenario', 'report', 'type:contract', 'type:run'],
  compare: ['diagnostics', 'json', 'http', 'redaction', 'expectation', 'backend', 'report', 'type:run'],
  'version.ts': [],
  // The one place where adapters meet.
  harness: [
    'diagnostics',
    'json',
    'report/result/result-schema.ts',
    'redaction',
    'template',
    'scenario',
    'run',
    'backend',
    'auth',
    'ledger',
    'doctor',
    'scan',
    'tutorial',
    'config',
    'type:contract',
    'version.ts',
  ],
  cli: [
    'diagnostics',
    'json',
    'accept',
    'contract',
    'compare',
    'scan',
    'scenario',
    'tutorial',
    'run',
    'report',
    'doctor',
    'config',
    'harness',
    'version.ts',
  ],
  vitest: ['diagnostics', 'json', 'scenario', 'expectation', 'run', 'report', 'backend', 'harness'],
  'index.ts': ['diagnostics', 'json', 'http', 'scenario', 'expectation', 'run', 'backend', 'harness'],
  'msw.ts': ['backend'],
  'sandbox.ts': ['backend'],
};

/** Packages with one door: only these files may import them. */
const doors: { readonly [name: string]: readonly string[] } = {
  msw: ['backends/msw-backend.ts', 'backends/recorded/recording-handlers.ts'],
  // A second opinion for tests: it is slow where a page is hostile.
  'mdast-util-from-markdown': [],
  yaml: ['format/scenario/read-yaml.ts', 'format/scenario/print-scenario.ts'],
  'json-p3': ['expectation/capture/json-path.ts'],
  re2js: ['expectation/matchers/pattern.ts'],
  '@azure/identity': ['tenant/auth/credentials.ts'],
  undici: [
    'backends/live/transport/wire.ts',
    'backends/live/transport/connector.ts',
    'backend/sandbox/server/sample-server.ts',
  ],
  jose: ['sandbox/server/entra/token-signer.ts', 'sandbox/server/entra/client-proof.ts'],
  // The second reads JUnit XML back in tests.
  diff: ['cli/commands/drift-command.ts'],
  saxes: ['metadata/read-metadata.ts', 'report/junit/xml-check.ts'],
  '@peculiar/x509': ['sandbox/server/make-certificates.ts'],
  fflate: ['report/evidence/zip.ts'],
  'allure-js-commons': ['report/allure/test-result.ts', 'vitest/report-to-allure.ts'],
  'playwright-core': ['report/html/sample-browser.ts'],
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

const roomOf = (file: string): string => file.split('/')[0] ?? file;
const all = files.flatMap(importsOf);
const inside = all
  .filter(({ target }) => target.startsWith('.'))
  .map((one) => ({ ...one, to: relative(src, resolve(src, dirname(one.file), one.target)) }))
  .filter(({ to }) => !to.startsWith('..'));

test('every room is on the map, and the map names no room that is gone', () => {
  expect(Object.keys(rooms).sort()).toEqual([...new Set(files.map(roomOf))].sort());
});

test('rooms import only the rooms the map allows', () => {
  const strays = inside
    .filter(({ file, to, typeOnly }) => {
      const [from, target] = [roomOf(file), roomOf(to)];
      const allowed = rooms[from] ?? [];
      const mayImport =
        allowed.includes(target) || allowed.includes(to) || (typeOnly && allowed.includes(`type:${target}`));
      return from !== target && !mayImport;
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
  // What tests alone use (sample-…) stands at the edge, too.
  const edge = (file: string) => ['cli', 'vitest', 'harness'].includes(roomOf(file)) || /(?:^|\/)sample-/.test(file);
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
