import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Outcome, success } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { keyOf, type PlacedFinding } from './page-report.ts';

const baselineVersion = 1;

/** How often each finding is known already. */
export type Baseline = ReadonlyMap<string, number>;

export function printBaseline(found: readonly PlacedFinding[]): string {
  const counts = new Map<string, { readonly finding: PlacedFinding; count: number }>();
  for (const finding of found) {
    const known = counts.get(keyOf(finding)) ?? { finding, count: 0 };
    known.count += 1;
    counts.set(keyOf(finding), known);
  }
  const findings = [...counts.values()].map(({ finding: { page, code, message }, count }) => ({
    page,
    code,
    message,
    count,
  }));
  return `${prettyJson({ baseline: 'pages check', version: baselineVersion, findings })}\n`;
}

/** Problems: `baseline-invalid`. */
export function readBaseline(source: Source): Outcome<Baseline> {
  const invalid = (message: string, start = 0): Outcome<never> =>
    failure([
      {
        code: 'baseline-invalid',
        message,
        at: placeAt(source, { start, end: start + 1 }),
        fix: 'write it again with `--write-baseline`',
      },
    ]);
  const read = parseJson(source.text);
  if (!read.ok) return invalid(`the baseline is not JSON: ${read.message}`, read.offset);
  if (!isJsonObject(read.value) || read.value['baseline'] !== 'pages check') {
    return invalid('the file is no baseline of `pages check`');
  }
  const { version, findings } = read.value;
  if (version !== baselineVersion) {
    const start = Math.max(0, source.text.indexOf('"version"'));
    return invalid(`the baseline has version ${String(version)}, and this release reads ${baselineVersion}`, start);
  }
  if (!Array.isArray(findings)) return invalid('the baseline has no list of findings');
  const known = new Map<string, number>();
  for (const one of findings as readonly Json[]) {
    if (!isJsonObject(one)) return invalid('a finding of the baseline is no object');
    const { page, code, message, count } = one;
    known.set(`${String(page)}\n${String(code)}\n${String(message)}`, typeof count === 'number' ? count : 1);
  }
  return success(known);
}

/** The findings that the baseline does not have: of one that it has twice, the third is new. */
export function newSince(baseline: Baseline, found: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const left = new Map(baseline);
  return found.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}
