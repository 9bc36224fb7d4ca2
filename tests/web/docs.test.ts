import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAULT_CODES, statusOf } from '../../src/web/api/faults.ts';
import { startApi } from './api-scene.ts';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');

test('every address of the page is answered, and every refusal that it shows is given word for word', async () => {
  const api = await startApi();
  const addresses = [...page.matchAll(/http:\/\/localhost:8080(\/[^\s'`]+)/g)].map(([, path]) => path ?? '');
  expect(addresses.length).toBeGreaterThan(7);
  for (const path of addresses) {
    const got = await api.get(path);
    const shown = page.split(path)[1]?.split('\n')[1] ?? '';
    if (got.status === 200) expect([path, shown.startsWith('{"error"')]).toEqual([path, false]);
    else expect([path, got.text.trim()]).toEqual([path, shown]);
  }
});

test('the page names every path that is served and every code that is given', async () => {
  const api = await startApi();
  const { paths } = (await api.get('/api/v1/openapi.json')).json() as { paths: Record<string, unknown> };
  for (const path of Object.keys(paths)) {
    const [plain = '', ending = ''] = path
      .replace('{provider}/{offer}', '{id}')
      .replace('{provider}', '{id}')
      .split(/(?=\.(?:svg|png|md|csv|json|yaml|atom|ics)$)/);
    const line = page.split('\n').find((one) => one.includes(plain)) ?? '';
    expect([path, line !== '' && line.includes(ending)]).toEqual([path, true]);
  }
  for (const code of FAULT_CODES) {
    const line = page.split('\n').find((one) => one.startsWith(`| ${statusOf(code)} |`)) ?? '';
    expect([code, line.includes(`\`${code}\``)]).toEqual([code, true]);
  }
});
