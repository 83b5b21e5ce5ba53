import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { ScenarioResult } from '../../run/result.ts';
import { repositoryPath } from '../wording/repository-path.ts';

export type Identity = {
  /** The id of the result: running a scenario again replaces its result. */
  readonly uuid: string;
  /** The id of the scenario, the same for all targets. */
  readonly testCaseId: string;
  /** The id of a history: runs with the same id form one. */
  readonly historyId: string;
};

/**
 * A scenario is identified by its tenant, if there are many, and the path of its file with its row; its history also by
 * the target. Titles, steps and inputs may change. `occurrence`: 0 for the first time in a run.
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

/** The identity of a step that is a separate test, as in vitest: the scenario's path and its id. */
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
