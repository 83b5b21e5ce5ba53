import { shellWord } from '../../diagnostics/shell-word.ts';
import type { MatrixKind } from '../options/reading-config.ts';

/** A job: what it is called, and the arguments of its `run`. */
type MatrixJob = { readonly name: string; readonly args: string };

/** GitHub starts no more jobs of one matrix. */
const mostJobs = 256;

type MatrixOf = {
  /** The scenario files; without tenants, one job for each. */
  readonly files: readonly string[];
  /** As they were given: every job of a tenant gets them. */
  readonly operands: readonly string[];
  readonly fleet?: { readonly file: string; readonly tenants: readonly string[] } | undefined;
};

/** A job a tenant, or a job a scenario; where that would be too many, as many shards as there may be jobs. */
export function matrixJobs({ files, operands, fleet }: MatrixOf): readonly MatrixJob[] {
  const words = (...all: readonly string[]) => all.map(shellWord).join(' ');
  const many = fleet === undefined ? files.length : fleet.tenants.length;
  if (many > mostJobs) {
    const tenants = fleet === undefined ? [] : ['--tenants', fleet.file];
    return Array.from({ length: mostJobs }, (_, at) => ({
      name: `shard-${at + 1}`,
      args: words(...tenants, '--shard', `${at + 1}/${mostJobs}`, ...operands),
    }));
  }
  if (fleet === undefined) return files.map((file) => ({ name: file, args: words(file) }));
  return fleet.tenants.map((name) => ({
    name,
    args: words('--tenants', fleet.file, '--tenant-tags', name, ...operands),
  }));
}

/** One line, as the output of a job takes it. */
export function matrixText(kind: MatrixKind, jobs: readonly MatrixJob[]): string {
  if (kind === 'github') return JSON.stringify({ include: jobs });
  // Azure Pipelines names a job by its key: letters, digits and `_`.
  const taken = new Set<string>();
  const keyOf = (name: string): string => {
    const plain = name.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, 'n');
    let key = plain;
    for (let again = 2; taken.has(key.toLowerCase()); again++) key = `${plain}_${again}`;
    taken.add(key.toLowerCase());
    return key;
  };
  return JSON.stringify(Object.fromEntries(jobs.map((job) => [keyOf(job.name), job])));
}
