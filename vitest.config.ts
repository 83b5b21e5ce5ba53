import { defineConfig } from 'vitest/config';
import { scenarios } from './src/vitest/plugin.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        plugins: [scenarios()],
        // Scenario files share no state; a worker of its own for each would cost more than running it.
        test: { name: 'scenarios', include: ['scenarios/**/*.scenario.yaml'], isolate: false },
      },
    ],
  },
});
