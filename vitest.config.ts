import { defineConfig } from 'vitest/config';
import { scenarios } from './src/vitest/plugin.ts';

export default defineConfig({
  test: {
    globalSetup: ['tools/nothing-left.ts'],
    // For `.ci/run`, which counts what passed and failed.
    ...(process.env['CI'] === undefined
      ? {}
      : { reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]] }),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          setupFiles: process.env['CI'] === undefined ? [] : ['tools/same-cases.ts'],
          // Real servers, child processes and certificates take their time on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [scenarios()],
        // Scenario files share no state; a worker of its own for each would cost more than running it.
        test: { name: 'scenarios', include: ['scenarios/**/*.scenario.yaml'], isolate: false },
      },
    ],
  },
});
