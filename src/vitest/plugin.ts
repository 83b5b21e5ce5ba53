/** The vitest room: a scenario file is a test file. This file: the Vite plugin, and all that users import. */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import { recordingPath } from '../format/recording/load-recording.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import { loadSource } from '../format/scenario/load-scenario.ts';
import { generateTests, runtimeModule } from './generate-tests.ts';

export { type MatchResponseOptions, responseMatchers } from './response-matcher.ts';

export type ScenariosOptions = {
  /** Makes a property that is not expected a difference, in every scenario. */
  readonly strict?: boolean;
};

const scenarioFile = /\.scenario\.ya?ml$/;

// The runtime is beside this file: a source here, a separate bundle in the package.
const runtimeFile = import.meta.url.endsWith('.ts') ? './runtime.ts' : './vitest-runtime.js';

/** The vitest plugin: every `*.scenario.yaml` that `test.include` names runs as one file of tests, one test a step. */
export function scenarios({ strict = false }: ScenariosOptions = {}): Plugin {
  return {
    name: 'tutorial-replay:scenarios',
    // Before plugins that make modules of YAML.
    enforce: 'pre',
    resolveId: (id) => (id === runtimeModule ? fileURLToPath(new URL(runtimeFile, import.meta.url)) : undefined),
    async transform(text, id) {
      if (!scenarioFile.test(id)) return undefined;
      const scenario = await loadSource({ path: id, text });
      // Watch mode, `related` and `--changed` use this to see that the tests depend on these files, which need not exist
      // yet.
      const rows = scenario.ok ? rowsOf(scenario.value).map(({ row }) => row) : [undefined];
      for (const row of rows) this.addWatchFile(recordingPath(id, row));
      for (const file of scenario.ok ? scenario.value.used.keys() : []) this.addWatchFile(file);
      // Every line of the code corresponds to the same line of the file: positions need no map.
      return { code: generateTests(scenario, { strict }), map: null };
    },
  };
}
