import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import { differingScenario, passingScenario, sampleResult } from '../../../test/support/report/sample-result.ts';
import type { RunResult } from '../../run/result.ts';
import { parseResult } from '../result/parse-result.ts';
import { makePack, type PackOptions, packOf } from './make-pack.ts';
import { verifyPack } from './verify-pack.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const packed = (result: RunResult, change: Partial<PackOptions> = {}) =>
  makePack(result, { version: '0.1.0', digestOf: digest, ...change });
const verdictOf = (archive: Uint8Array) => {
  const verified = verifyPack('e.zip', archive);
  return verified.ok ? 'as it was made' : verified.problems.map(({ code, message }) => `${code}: ${message}`).join();
};

const result = sampleResult([passingScenario, differingScenario], { exitCode: 1 });
const pack = packed(result);
const membersOf = (archive: Uint8Array) => unzipSync(archive);

describe('a pack', () => {
  test('holds the result as it was stored, the page, and what they were made from', () => {
    const { 'result.json': stored = new Uint8Array(), 'report.html': page, ...others } = membersOf(pack);
    const text = new TextDecoder().decode(stored);
    expect(parseResult({ path: 'result.json', text })).toEqual({ ok: true, value: result });
    expect(new TextDecoder().decode(page)).toMatch(/^<!doctype html>/);
    const manifest = JSON.parse(new TextDecoder().decode(others['manifest.json']));
    expect(manifest).toMatchObject({ against: 'recorded', startedAt: result.summary.startedAt, exitCode: 1 });
    expect(manifest.scenarios[0]).toEqual({
      file: passingScenario.file,
      sha256: digest(passingScenario.file),
      runId: 'r4f7k2',
      recording: {
        file: 'scenarios/groups/building-security.recording.json',
        sha256: digest('scenarios/groups/building-security.recording.json'),
      },
    });
    expect(Object.keys(others)).toEqual(['manifest.json']);
  });

  test('is as it was made, with or without the files it names, whatever is in it', () => {
    expect(verdictOf(pack)).toBe('as it was made');
    expect(verdictOf(packed(sampleResult([], { exitCode: 2 })))).toBe('as it was made');
    expect(verdictOf(packed(result, { digestOf: () => undefined }))).toBe('as it was made');
    expect(verdictOf(packed(sampleResult([hostileScenario], { exitCode: 1 })))).toBe('as it was made');
  });

  test.each(['1970-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 'yesterday', ''])('may be of a run of %j', (startedAt) => {
    expect(verdictOf(packed(sampleResult([], { exitCode: 2, startedAt })))).toBe('as it was made');
  });

  test('P16 is the same, byte for byte, for the same result, in any time zone', () => {
    expect(Buffer.compare(packed(result), pack)).toBe(0);
    const code = `
      import { zipped } from ${JSON.stringify(new URL('zip.ts', import.meta.url).href)};
      process.stdout.write(Buffer.from(zipped({ a: Buffer.from('b') }, '2026-03-29T01:30:00Z')).toString('hex'));`;
    const zones = ['UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/Santiago'];
    const archives = zones.map((TZ) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { env: { TZ }, encoding: 'utf8' }),
    );
    expect(new Set(archives).size).toBe(1);
  });

  test('names the tenant by a pseudonym that only who knows it can make again', () => {
    const tenant = '11111111-2222-4333-8444-555555555555';
    const tenantIn = (archive: Uint8Array) =>
      JSON.parse(new TextDecoder().decode(membersOf(archive)['manifest.json'])).tenant;
    const named = packed(result, { tenant });
    expect(tenantIn(named)).toMatch(/^tenant-[0-9a-f]{16}$/);
    expect(Buffer.from(named).includes(tenant)).toBe(false);
    expect(tenantIn(packed(result, { tenant: tenant.toUpperCase() }))).toBe(tenantIn(named));
    const otherRun = sampleResult([{ ...passingScenario, runId: 'other' }], { exitCode: 0 });
    expect(tenantIn(packed(otherRun, { tenant }))).not.toBe(tenantIn(named));
    expect(tenantIn(pack)).toBeUndefined();
  });
});

describe('a change is found', () => {
  const flipped = (at: number, bit: number) => {
    const changed = Uint8Array.from(pack);
    changed[at] = (changed[at] ?? 0) ^ (1 << bit);
    return changed;
  };

  test('of any byte', () => {
    fc.assert(
      fc.property(fc.nat(pack.length - 1), fc.nat(7), (at, bit) => verdictOf(flipped(at, bit)) !== 'as it was made'),
      { numRuns: 400 },
    );
  });

  test('of each byte of its first header and of its directory', () => {
    const directory = Buffer.from(pack).indexOf(Buffer.from('504b0102', 'hex'));
    expect(directory).toBeGreaterThan(0);
    const structure = [
      ...Array(60).keys(),
      ...Array.from({ length: pack.length - directory }, (_, at) => directory + at),
    ];
    for (const at of structure) expect(verdictOf(flipped(at, at % 8)), `byte ${at}`).not.toBe('as it was made');
  });

  test('where bytes are missing at either end, or are added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: pack.length }), (count) => {
        expect(verdictOf(pack.subarray(0, pack.length - count))).not.toBe('as it was made');
        expect(verdictOf(pack.subarray(count))).not.toBe('as it was made');
      }),
      { numRuns: 100 },
    );
    expect(verdictOf(Buffer.concat([pack, Buffer.from('x')]))).not.toBe('as it was made');
    expect(verdictOf(Buffer.concat([Buffer.from('x'), pack]))).not.toBe('as it was made');
  });

  test('and reported by its file', () => {
    const { 'manifest.json': manifest = new Uint8Array(), ...members } = membersOf(pack);
    const again = (change: { readonly [name: string]: Uint8Array }) =>
      verdictOf(packOf(manifest, { ...members, ...change }, result.summary.startedAt));
    expect(again({})).toBe('as it was made');
    expect(again({ 'result.json': Buffer.from('{}') })).toBe('pack-changed: `result.json` differs from the manifest');
    const { 'report.html': _, ...less } = members;
    expect(verdictOf(packOf(manifest, less, result.summary.startedAt))).toBe('pack-changed: `report.html` is missing');
    expect(verdictOf(packOf(manifest, members, '2020-01-01'))).toBe(
      'pack-changed: bytes of the archive around its files were changed',
    );
  });
});

describe('a hostile archive is refused', () => {
  const members: Zippable = { ...membersOf(pack) };
  const stored = (files: Zippable) => verdictOf(zipSync(files, { level: 0 }));

  test.each(['../../etc/passwd', '/etc/passwd', 'C:\\x', 'a/../../b', 'result.json/', 'other.txt', '__proto__'])(
    'that holds a file named %j',
    (name) => {
      // Written under another name of the same length: no library writes some of these.
      const other = 'x'.repeat(name.length);
      const archive = Buffer.from(zipSync({ ...members, [other]: new Uint8Array() }, { level: 0 })).toString('latin1');
      const hostile = Buffer.from(archive.replaceAll(other, name), 'latin1');
      expect(verdictOf(hostile)).toBe(`pack-invalid: it holds the file ${JSON.stringify(name)}`);
    },
  );

  test('that is compressed: it cannot become larger than it is', () => {
    const bomb = zipSync({ 'result.json': new Uint8Array(50_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(verdictOf(bomb)).toBe('pack-invalid: `result.json` is compressed');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('that holds a file twice', () => {
    const text = Buffer.from(
      zipSync({ 'result.json': new Uint8Array(3), 'result.jsop': new Uint8Array(3) }, { level: 0 }),
    );
    const twice = Buffer.from(text.toString('latin1').replaceAll('result.jsop', 'result.json'), 'latin1');
    expect(verdictOf(twice)).toBe('pack-invalid: it holds `result.json` twice');
  });

  test('that says it has four thousand million files', () => {
    const many = Buffer.from(zipSync({ 'result.json': new Uint8Array(3) }, { level: 0 }));
    many.writeUInt16LE(0xfffe, many.length - 12);
    many.writeUInt16LE(0xfffe, many.length - 14);
    expect(verdictOf(many)).toMatch(/^pack-invalid: /);
  });

  test('that has no manifest, or one of another form', () => {
    const { 'manifest.json': _, ...others } = members;
    expect(stored(others)).toBe('pack-invalid: it has no readable `manifest.json`');
    expect(stored({ ...members, 'manifest.json': Buffer.from([0xff]) })).toBe(
      'pack-invalid: it has no readable `manifest.json`',
    );
    for (const [text, why] of [
      ['', 'not valid JSON: the text is empty'],
      ['{}', '`version` is missing'],
      ['[', 'not valid JSON: the text ends where a value is expected'],
      ['{"version":2}', 'this is version 2, and this release reads version 1'],
      ['{"__proto__":{}}', '`__proto__` is not a key here'],
    ] as const) {
      expect(stored({ ...members, 'manifest.json': Buffer.from(text) })).toContain(`pack-invalid: ${why}`);
    }
  });

  test('whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, tail) => {
        const end = Buffer.from(pack.subarray(pack.length - 22));
        expect(verdictOf(tail ? Buffer.concat([bytes, end]) : bytes)).toMatch(/^pack-invalid: /);
      }),
      { numRuns: 500 },
    );
  });
});
