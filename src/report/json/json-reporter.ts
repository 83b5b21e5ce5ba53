import { inertJson } from '../result/inert-json.ts';
import { scenarioDocument, summaryDocument, toolDocument } from '../result/result-document.ts';
import { type Reporter, reporterOf, type Sink, writeLast } from '../wording/reporter.ts';

/** Writes `RESULT.json`: one RunResult, scenario by scenario as they end, without keeping them. */
export function jsonReporter(sink: Sink, options: { readonly version: string }): Reporter {
  const tool = inertJson(toolDocument({ name: 'tutorial-replay', version: options.version }), '  ');
  let separator = '\n    ';
  let closing = '';
  const opening = () => `{\n  "version": 2,\n  "tool": ${tool},\n  "scenarios": [`;
  return reporterOf({
    'run-started': () => sink.write(opening()),
    'scenario-ended': (event) => {
      const text = separator + inertJson(scenarioDocument(event.scenario), '    ');
      separator = ',\n    ';
      closing = '\n  ';
      return sink.write(text);
    },
    'run-ended': ({ summary }) =>
      writeLast(sink, `${closing}],\n  "summary": ${inertJson(summaryDocument(summary), '  ')}\n}\n`),
  });
}
