import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folder, run } from './child.ts';

vi.setConfig({ testTimeout: 90_000 });

let home: Awaited<ReturnType<typeof folder>>;
beforeEach(async () => {
  home = await folder();
});
afterEach(() => home.remove());

test('settings that stand in a place which cannot be read are not passed over in silence', async () => {
  await mkdir(join(home.path, '.env'));
  const { code, err } = await run(['items'], { cwd: home.path });
  expect(code).toBe(1);
  expect(err).toContain('The settings in .env cannot be read (EISDIR)');
});
