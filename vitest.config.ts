import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/fixtures/**', 'tests/bench/**', 'node_modules/**'],
    // A process per file: signals, zones, proxies and native handles of one test cannot reach another.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // The bot runs in UTC; tests that care set a zone of their own.
    env: { TZ: 'UTC' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    watch: false,
  },
});
