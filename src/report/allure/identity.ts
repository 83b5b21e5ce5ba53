import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { ScenarioResult } from '../../run/result.ts';
import { repositoryPath } from '../wording/repository-path.ts';

export type Identity = {
  /** Of the result: running a scenario again replaces its result. */
  readonly uuid: string;
  /** Of the scenario, whatever answers. */
  readonly testCaseId: string;
  /** What runs have to share to be one history. */
  readonly historyId: string;
};

/**
 * A scenario is known by its tenant, where there are many, and the path of its file from where the command runs, with its row, and its history also by what answers: titles, steps and
 * inputs may change. `occurrence`: 0 for the first time that a run has it.
 */
export function identityOf(
  { file, row, against, tenantName }: Pick<ScenarioResult, 'file' | 'row' | 'against' | 'tenantName'>,
  occurrence: number,
): Identity {
  const path = row === undefined ? pathOf(file) : `${pathOf(file)}#${row}`;
  const where = tenantName === undefined ? [] : [tenantName];
  return {
    uuid: digest('result', path, against, String(occurrence), ...where),
    testCaseId: digest('scenario', path),
    historyId: digest('history', path, against, ...where),
  };
}

/** A step that is a test of its own, as in vitest: known by the scenario's path and its id. */
export function stepIdentity(file: string, id: string): Pick<Identity, 'testCaseId' | 'historyId'> {
  const path = pathOf(file);
  return { testCaseId: digest('step', path, id), historyId: digest('step history', path, id) };
}

/** The scenario's file, the same however it was named to the command. */
export function pathOf(file: string): string {
  return repositoryPath(file, resolve('.')).replaceAll('\\', '/');
}

function digest(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 32);
}
