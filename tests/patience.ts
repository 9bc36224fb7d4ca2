/**
 * How long a test waits for what an idle machine does at once, in milliseconds: tests wait for events, never for time,
 * and a machine that is busy with other things is no fault of the program.
 */
export const PATIENCE_MS = 60_000;

/** For `expect.poll` and `vi.waitFor`. */
export const PATIENT = { timeout: PATIENCE_MS, interval: 20 } as const;
