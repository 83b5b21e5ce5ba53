import { type Outcome, success } from '../diagnostics/problem.ts';
import { loadRecording, recordingPath } from '../format/recording/load-recording.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import { loadScenario } from '../format/scenario/load-scenario.ts';
import { exportPage } from '../tutorial/export/export-scenario-page.ts';

/** Reads a scenario and the recording beside it, and prints them as a page. Problems: those of both files. */
export async function exportScenario(path: string): Promise<Outcome<string>> {
  const scenario = await loadScenario(path);
  if (!scenario.ok) return scenario;
  // A page shows one of its rows.
  const [first = scenario.value] = rowsOf(scenario.value);
  const recording = await loadRecording(recordingPath(path, first.row));
  return recording.ok ? success(exportPage(first, recording.value.recording)) : recording;
}
