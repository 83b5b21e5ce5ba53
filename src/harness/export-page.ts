import { failure, type Result, success } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { loadRecording, recordingPath } from '../format/recording/load-recording.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import { exportPage } from '../tutorial/export/export-scenario-page.ts';

/**
 * Reads a scenario and the recording beside it, and prints them as a page; for a scenario with data rows, the named row
 * or the first. Problems: those of both files, `usage` if there is no such row.
 */
export async function exportScenario(path: string, row?: string): Promise<Result<string>> {
  const scenario = await loadScenario(path);
  if (!scenario.ok) return scenario;
  const rows = rowsOf(scenario.value);
  const names = new Set(scenario.value.rows.flatMap(({ name, key }) => [name, key]));
  const at = row === undefined ? 0 : scenario.value.rows.findIndex(({ name, key }) => [name, key].includes(row));
  const shown = rows[at];
  if (shown === undefined) {
    const message = `the scenario has no data row \`${safeLine(row ?? '')}\``;
    return failure([
      { code: 'usage', message, fix: names.size === 0 ? 'remove `--row`' : suggestion(row ?? '', names) },
    ]);
  }
  const recording = await loadRecording(recordingPath(path, shown.row));
  return recording.ok ? success(exportPage(shown, recording.value.recording)) : recording;
}
