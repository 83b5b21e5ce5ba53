import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  blocksOf,
  type DocsBlock,
  docsPages,
  forgetFurniture,
  furnish,
  type Workshop,
  workshop,
} from '../test/support/cli/docs-blocks.ts';

/**
 * Every shell and YAML block of README and docs is run as it is pasted, or a comment before it says why not. Blocks of
 * TypeScript are compiled by `package.test.ts`, against the packed package.
 */
const blocks = docsPages.flatMap(blocksOf);
const named = ({ page, line }: DocsBlock) => `${page}:${line}`;
const of = (language: string) => blocks.filter((block) => block.language === language);
const run = (language: string) => of(language).filter(({ reason }) => reason === undefined);

/** Pages that are about pages. */
const aboutPages = new Set(['docs/drift.md', 'docs/import.md', 'docs/pages-check.md']);

const workshops: Workshop[] = [];
afterAll(() => {
  for (const { folder } of workshops) rmSync(dirname(folder), { recursive: true, force: true });
  forgetFurniture();
});
function furnished(page: string): Workshop {
  const made = workshop();
  workshops.push(made);
  furnish(made, aboutPages.has(page) ? 'documentation' : 'library');
  return made;
}

test('every block says what it is', () => {
  expect(blocks.filter(({ language }) => language === '').map(named)).toEqual([]);
  expect(new Set(blocks.map(({ language }) => language))).toEqual(
    new Set(['sh', 'yaml', 'ts', 'text', 'json', 'jsonc', 'groovy']),
  );
});

test('all but few blocks are executed, here or by the test that the comment names', () => {
  const all = [...of('sh'), ...of('yaml'), ...of('ts')];
  const tests = all.map(({ reason }) => /src\/\S+\.test\.ts/.exec(reason ?? '')?.[0]);
  expect(tests.filter((file) => file !== undefined && !existsSync(file))).toEqual([]);
  const executed = all.filter(({ reason }, index) => reason === undefined || tests[index] !== undefined);
  const left = all.filter((block) => !executed.includes(block)).map(({ reason }) => reason);
  expect(all.length).toBeGreaterThan(90);
  expect(executed.length / all.length).toBeGreaterThan(0.8);
  // Of what is left, no one can do anything here.
  expect(new Set(left)).toEqual(
    new Set([
      'it needs a tenant',
      'it needs tenants',
      'it needs the registry',
      'it takes hours',
      'it is a comment for editors',
      'lines of several files',
    ]),
  );
});

/** `quickstarts.test.ts` runs them, in an empty folder. */
const isQuickstart = ({ page }: DocsBlock) => page.startsWith('docs/start-');
const shells = run('sh').filter((block) => !isQuickstart(block));

describe.each([...new Set(shells.map(({ page }) => page))])('%s', (page) => {
  test('its commands end with 0, one after another', { timeout: 300_000 }, () => {
    const shop = furnished(page);
    for (const block of shells.filter((one) => one.page === page)) {
      const { code, output } = shop.run(block.text);
      expect(code, `${named(block)}\n${block.text}${output}`).toBe(0);
    }
  });
});

describe('the blocks of YAML', () => {
  const shop = workshop();
  workshops.push(shop);
  const files = new Map(run('yaml').map((block, index) => [block, fileOf(block.text, `block-${index}`)]));
  /** What `check` prints for all scenarios together: a process for each would take most of the time. */
  let checked = '';
  beforeAll(() => {
    furnish(shop, 'library');
    for (const { name, text } of files.values()) writeFileSync(join(shop.folder, name), text);
    const scenarios = [...files.values()].filter(({ run: script }) => script === undefined);
    checked = shop.run(`tutorial-replay check ${scenarios.map(({ name }) => name).join(' ')} || true`).output;
  }, 120_000);

  test.each([...files].map(([block, file]) => [named(block), file] as const))(
    '%s',
    { timeout: 120_000 },
    (_, { name, run: script, mayFail }) => {
      const { code, output } = script === undefined ? { code: 0, output: checked } : shop.run(script);
      if (!mayFail) expect(code, `${script}\n${output}`).toBe(0);
      const found = [...output.matchAll(/^(block-\S+?):\d+:\d+: ([a-z-]+): /gm)].filter(([, file]) => file === name);
      const codes = found.map(([, , one = '']) => one);
      expect(
        codes.filter((one) => !ofPart.has(one)),
        found.join('\n'),
      ).toEqual([]);
    },
  );

  test('the check reaches every scenario: a wrong one is found', () => {
    const name = 'block-wrong.scenario.yaml';
    writeFileSync(join(shop.folder, name), 'title: x\nsteps: 1\n');
    expect(shop.run(`tutorial-replay check ${name} || true`).output).toContain(`${name}:2:8: `);
    expect(checked).toMatch(/^block-\d+\.scenario\.yaml:/m);
  });
});

/** Of a part of a scenario, what it names may be in another part; and no recording is beside it. */
const ofPart = new Set(['unknown-name', 'unknown-actor', 'unknown-step', 'recording-missing', 'foreign-delete']);

type BlockFile = {
  readonly name: string;
  readonly text: string;
  /** What reads it; absent of scenarios, which are checked together. */
  readonly run?: string;
  /** Whether the command may end with another code than 0. */
  readonly mayFail: boolean;
};

/** What kind of file it is, and what reads it. */
function fileOf(text: string, name: string): BlockFile {
  const value: unknown = parse(text);
  const commands = commandsIn(value);
  if (commands.length > 0) {
    return { name: `${name}.ci.yaml`, text, run: commands.map(withoutCi).join('\n'), mayFail: false };
  }
  const keys = Object.keys(Object(value));
  const reading = 'tutorial-replay run scenarios/access-reviews/security-group.scenario.yaml --against';
  if (keys.includes('tenants')) {
    const file = `${name}.tenants.yaml`;
    return { name: file, text, run: `${reading} live --dry-run --tenants ${file}`, mayFail: true };
  }
  if (['objects', 'pages', 'defaults'].some((key) => keys.includes(key))) {
    const file = `${name}.seed.yaml`;
    return { name: file, text, run: `${reading} sandbox --seed ${file}`, mayFail: true };
  }
  return { name: `${name}.scenario.yaml`, text: scenarioOf(text, value), mayFail: true };
}

/** The commands of this package in the steps of a CI job. */
function commandsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(commandsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const texts = key === 'run' || key === 'script' ? [inner].flat() : [];
    return texts.length === 0
      ? commandsIn(inner)
      : texts.filter((one) => /^npx tutorial-replay /.test(String(one))).map(String);
  });
}

/** What the CI system fills in. */
function withoutCi(line: string): string {
  return line.replaceAll('${{ matrix.shard }}', '1').replaceAll('$(Build.ArtifactStagingDirectory)', 'staging');
}

const step = 'id: one\n    actor: admin\n    request: { method: GET, url: /v1.0/me }\n    response: { status: 200 }\n';
const whole = {
  version: 'version: 2\n',
  title: 'title: A block\n',
  actors: 'actors: { admin: { permissions: [User.Read] } }\n',
  steps: `steps:\n  - ${step}`,
};
const ofStep = new Set(['response', 'capture', 'eventually', 'creates', 'after', 'labels', 'manual', 'unattended']);

/** A part of a scenario in a scenario around it, by the keys that it has. */
function scenarioOf(text: string, value: unknown): string {
  const indented = (by: number) => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
  const head = whole.version + whole.title + whole.actors;
  if (Array.isArray(value)) return `${head}steps:\n${indented(2)}`;
  const keys = Object.keys(Object(value));
  if (keys.some((key) => key in whole || key === 'inputs' || key === 'matrix')) {
    if (keys.includes('title') && keys.includes('steps')) return text;
    const missing = Object.entries(whole).filter(([key]) => !keys.includes(key));
    return missing.map(([, part]) => part).join('') + text;
  }
  const fields = step.trimEnd().split('\n    ');
  const without = (...names: readonly string[]) =>
    fields.filter((line) => !names.some((key) => line.startsWith(`${key}:`))).join('\n    ');
  if (keys.includes('url'))
    return `${head}steps:\n  - ${without('request')}\n    request:\n      method: GET\n${indented(6)}`;
  if (keys.some((key) => ofStep.has(key))) {
    // Only a write creates something.
    const whole = `${head}steps:\n  - ${without(...keys)}\n${indented(4)}`;
    return keys.includes('creates') ? whole.replace('method: GET', 'method: PATCH') : whole;
  }
  return `${head}steps:\n  - ${without('response')}\n    response:\n      status: 200\n      body:\n${indented(8)}`;
}
