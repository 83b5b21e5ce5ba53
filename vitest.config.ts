import { defineConfig } from 'vitest/config';
import { scenarios } from './src/vitest/plugin.ts';

export default defineConfig({
  test: {
    globalSetup: ['tools/nothing-left.ts'],
    // All cores: with two, one of them would do nothing, and the suite takes ten minutes instead of six.
    maxWorkers: '100%',
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
          // A net below tests that hang, not an expectation of speed: on a busy machine real servers and processes take their time.
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
