import type { Scenario } from '../format/scenario/scenario.ts';
import { attachedFiles } from '../report/allure/attached-files.ts';
import { stepIdentity } from '../report/allure/identity.ts';
import { linksOf, topicLabels } from '../report/allure/labels.ts';
import { stepParameters } from '../report/allure/step-parameters.ts';
import type { StepResult } from '../run/result.ts';

/** Where every copy of allure-js-commons looks for its runtime; allure-vitest registers itself there. */
const listening = 'allureTestRuntime';

/** Adds to the Allure result of a step what vitest does not record; does nothing without allure-vitest. */
export async function addToAllure({ source, row, tags, tutorial }: Scenario, result: StepResult): Promise<void> {
  if (!(listening in globalThis)) return;
  const allure = await import('allure-js-commons');
  const { testCaseId, historyId } = stepIdentity(row === undefined ? source.path : `${source.path}#${row}`, result.id);
  await allure.testCaseId(testCaseId);
  await allure.historyId(historyId);
  await allure.labels(...topicLabels({ file: source.path, tags, tutorial }));
  await allure.links(...linksOf({ tutorial }));
  for (const { name, value, ...options } of stepParameters(result)) await allure.parameter(name, value, options);
  for (const { name, type, content } of attachedFiles(result)) {
    await allure.attachment(name, typeof content === 'string' ? content : Buffer.from(content), type);
  }
}
