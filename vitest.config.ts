import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './tests/patience.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/fixtures/**', 'tests/bench/**', 'node_modules/**'],
    // A process per file: signals, zones, proxies and native handles of one test cannot reach another.
    pool: 'forks',
    // Patience for machines that are slow or shared: tests wait for events, so a calm one never comes near it.
    testTimeout: 5 * PATIENCE_MS,
    hookTimeout: 5 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 20 } },
    teardownTimeout: 60_000,
    // The bot runs in UTC; tests that care set a zone of their own.
    env: { TZ: 'UTC' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    watch: false,
  },
});
