import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/page-bundle.ts'],
    // @oclif/test captures the console itself.
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest-results.json' }]],
  },
});
