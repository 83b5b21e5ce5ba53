/**
 * The Allure report: results as files from which Allure makes a site, together with those of other tools. This file:
 * which files are written when. https://allurereport.org/docs/how-it-works-test-result-file/
 */

import type { RunSummary, ScenarioResult } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { type FolderSink, ownFiles, type Reporter, reporterOf } from '../wording/reporter.ts';
import { repositoryPath } from '../wording/repository-path.ts';
import { identityOf } from './identity.ts';
import { allureScenario, type Inputs, leftoversResult } from './test-result.ts';

/** Allure would call these product errors and test errors. */
const categories = [
  { name: 'The response differs from the expectation', matchedStatuses: ['failed'] },
  { name: 'Could not be sent or checked', matchedStatuses: ['broken'] },
  { name: 'Waits for a person', matchedStatuses: ['skipped'], messageRegex: '(?s).*pending: .*' },
];

/**
 * Writes each scenario when it ends, and replaces its earlier result in this folder; other files stay. Attachments are
 * written first, so that a result never names a missing file. `root`: the root of the checkout, to which file names are
 * relative, so that a history continues from any working directory.
 */
export function allureReporter(folder: FolderSink, root?: string): Reporter {
  const inputs = new Map<string, Inputs>();
  const seen = new Map<string, number>();
  const put = (name: string, document: unknown, own?: RegExp) =>
    folder.put(name, `${JSON.stringify(document, null, 2)}\n`, own);

  async function writeScenario(scenario: ScenarioResult): Promise<void> {
    const { file } = scenario;
    const key = scenarioKey(scenario);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const placed = { ...scenario, file: repositoryPath(file, root) };
    const written = allureScenario(placed, identityOf(placed, occurrence), inputs.get(key) ?? {});
    inputs.delete(key);
    for (const { source, content } of written.files) if (!(await folder.put(source, content))) return;
    const { result, container } = written;
    if (container !== undefined && !(await put(`${result.uuid}-container.json`, container))) return;
    await put(`${result.uuid}-result.json`, result);
  }

  /**
   * A recorded run has no leftovers; for other targets, a run without leftovers removes the leftovers that an earlier
   * run reported.
   */
  async function writeEnd({ against, leftovers, startedAt }: RunSummary): Promise<void> {
    await put('categories.json', categories, ownFiles.categories);
    if (against === 'recorded') return;
    const result = leftoversResult(leftovers, identityOf({ file: '', against }, 0), Date.parse(startedAt));
    await put(`${result.uuid}-result.json`, result);
  }

  return reporterOf({
    'scenario-started': (event) => void inputs.set(scenarioKey(event), event.inputs ?? {}),
    'scenario-ended': ({ scenario }) => writeScenario(scenario),
    'run-ended': ({ summary }) => writeEnd(summary),
  });
}
