import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/page-bundle.ts'],
    // @oclif/test captures the console itself.
    disableConsoleIntercept: true,
    // Far beyond what a test takes: two cores may be shared with much else. Nothing asserts a time.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ['default', ['json', { outputFile: 'node_modules/.vitest-results.json' }]],
  },
});
