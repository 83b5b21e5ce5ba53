import type { RunEvent } from '../../run/result.ts';
import { inertJson } from '../result/inert-json.ts';
import { scenarioDocument, summaryDocument, toolDocument } from '../result/result-document.ts';
import { type Reporter, type Sink, writeLast } from '../wording/reporter.ts';

/** Writes `RESULT.json`: one RunResult, scenario after scenario as they end; none is kept. */
export function jsonReporter(sink: Sink, options: { readonly version: string }): Reporter {
  const tool = inertJson(toolDocument({ name: 'tutorial-replay', version: options.version }), '  ');
  let separator = '\n    ';
  let closing = '';
  const opening = () => `{\n  "version": 2,\n  "tool": ${tool},\n  "scenarios": [`;
  return {
    on: (event: RunEvent) => {
      switch (event.kind) {
        case 'run-started':
          return sink.write(opening());
        case 'scenario-ended': {
          const text = separator + inertJson(scenarioDocument(event.scenario), '    ');
          separator = ',\n    ';
          closing = '\n  ';
          return sink.write(text);
        }
        case 'run-ended':
          return writeLast(sink, `${closing}],\n  "summary": ${inertJson(summaryDocument(event.summary), '  ')}\n}\n`);
        case 'scenario-started':
        case 'step-started':
        case 'step-waiting':
        case 'step-exchanged':
        case 'step-ended':
          return;
        default:
          event satisfies never;
      }
    },
  };
}
