import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { Painter } from '../../src/domain/picture.ts';
import { EVIDENCE_FORMATS, evidencePath } from '../../src/exports/evidence/evidence.ts';
import { timelinePicturePath } from '../../src/exports/timeline/picture.ts';
import type { Log } from '../../src/log.ts';
import { MOST_WAITING } from '../../src/web/api/drawing.ts';
import { fc } from '../property.ts';
import { told } from '../record/dataset.ts';
import { type Api, type Got, QUICK, releasedRecord, startApi, TODAY } from './api-scene.ts';

const refused = (got: Got) => [got.status, got.json()['error'], got.json()['parameter']];

test('the index tells what is served, how fresh it is and under which licence', async () => {
  const api = await startApi();
  const record = await releasedRecord();
  const got = await api.get('/api/v1');
  expect(got.json()).toMatchObject({
    licence: { id: 'CC-BY-4.0' },
    dataset: { latest: record.latest, statements: record.statements.length },
    links: { offer: '/api/v1/offers/{id}', changes: '/changes.atom', calendar: '/calendar.ics' },
  });
  expect(got.headers.get('link')).toContain('<https://creativecommons.org/licenses/by/4.0/>; rel="license"');
});

test('every answer says how long it is good, where it comes from and that anyone may read it', async () => {
  const api = await startApi();
  const { headers, text } = await api.get('/api/v1/offers/s3ns/premi3ns');
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'content-language': 'fr',
    'cache-control': 'public, max-age=300',
    'last-modified': new Date(`${(await releasedRecord()).latest}T00:00:00Z`).toUTCString(),
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Language',
  });
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(headers.get('etag')).toMatch(/^"[\w-]{27}"$/);
});

test('the record as it was on a day that is over may be kept for a day; today’s may not', async () => {
  const api = await startApi();
  const kept = async (path: string) => (await api.get(path)).headers.get('cache-control');
  expect(await kept('/api/v1/offers/bleu?recorded-on=2026-11-21')).toBe('public, max-age=86400');
  expect(await kept(`/api/v1/offers/bleu?recorded-on=${TODAY}`)).toBe('public, max-age=300');
  expect(await kept('/api/v1/offers/bleu?known-on=2022-06-30')).toBe('public, max-age=300');
  // Markdown packs print the day on which they are made.
  expect(await kept('/api/v1/evidence/bleu.md?recorded-on=2026-11-21')).toBe('public, max-age=300');
});

test('who holds the same bytes gets 304: strong and weak tags, lists and *', async () => {
  const api = await startApi();
  const path = '/api/v1/offers/bleu?as-of=2024-01-01';
  const first = await api.get(path);
  const tag = first.headers.get('etag') ?? '';
  for (const held of [tag, `W/${tag}`, `"other", ${tag}`, `"a,b", W/"x",${tag}`, '*', ' * ']) {
    const again = await api.get(path, { 'if-none-match': held });
    expect([held, again.status, again.text]).toEqual([held, 304, '']);
    expect(again.headers.get('etag')).toBe(tag);
    expect(again.headers.get('cache-control')).toBe('public, max-age=300');
    expect(again.headers.get('vary')).toBe('Accept-Language');
    expect(again.headers.get('content-type')).toBeNull();
  }
  for (const held of ['"other"', tag.slice(1, -1), `"${tag}`, '']) {
    expect([held, (await api.get(path, { 'if-none-match': held })).status]).toEqual([held, 200]);
  }
});

test('HEAD tells what GET would, without the body', async () => {
  const api = await startApi();
  for (const path of ['/api/v1/offers/bleu', '/changes.atom', '/api/v1/timeline/bleu.png', '/api/v1/offers/nobody']) {
    const got = await api.get(path);
    const head = await api.ask('HEAD', path);
    expect([path, head.status, head.text]).toEqual([path, got.status, '']);
    for (const name of ['etag', 'content-type', 'cache-control', 'last-modified', 'content-disposition']) {
      expect([path, name, head.headers.get(name)]).toEqual([path, name, got.headers.get(name)]);
    }
    if (got.status === 200) expect(head.headers.get('content-length')).toBe(got.headers.get('content-length'));
  }
  const tag = (await api.get('/calendar.ics')).headers.get('etag') ?? '';
  expect((await api.ask('HEAD', '/calendar.ics', { 'if-none-match': tag })).status).toBe(304);
});

test('nothing can be written: other methods are refused and the allowed ones named', async () => {
  const api = await startApi();
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const path of ['/api/v1', '/api/v1/offers/bleu', '/api/v1/evidence/s3ns/premi3ns.md', '/changes.atom']) {
      const got = await api.ask(method, path);
      expect([method, path, ...refused(got)]).toEqual([method, path, 405, 'method_not_allowed', undefined]);
      expect(got.headers.get('allow')).toBe('GET, HEAD');
    }
  }
});

test('a page of another origin may send headers of its own: its question beforehand is answered', async () => {
  const api = await startApi();
  const got = await api.ask('OPTIONS', '/api/v1/offers/bleu', {
    origin: 'https://example.org',
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'if-none-match',
  });
  expect(got.status).toBe(204);
  expect(got.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  expect(got.headers.get('access-control-allow-headers')).toBe('*');
});

test('the language is the one named, else the one preferred, else the operator’s', async () => {
  const api = await startApi();
  const spoken = async (query: string, wish?: string) => {
    const got = await api.get(`/api/v1/offers/bleu${query}`, wish === undefined ? {} : { 'accept-language': wish });
    return [got.headers.get('content-language'), got.headers.get('vary')];
  };
  expect(await spoken('?lang=en', 'fr')).toEqual(['en', null]);
  expect(await spoken('')).toEqual(['fr', 'Accept-Language']);
  expect(await spoken('', 'en-GB,en;q=0.9')).toEqual(['en', 'Accept-Language']);
  expect(await spoken('', 'de-DE, en;q=0.5, fr;q=0.7')).toEqual(['fr', 'Accept-Language']);
  expect(await spoken('', 'fr;q=0, en;q=0.1')).toEqual(['en', 'Accept-Language']);
  expect(await spoken('', 'de, *;q=0.5')).toEqual(['fr', 'Accept-Language']);
  expect(await spoken('', 'frr, english')).toEqual(['fr', 'Accept-Language']);
  const english = await startApi({ lang: 'en' });
  expect((await english.get('/api/v1/offers/bleu')).headers.get('content-language')).toBe('en');
  // What is in no language, or in both, is the same for all.
  const { headers } = await api.get('/api/v1/dataset.csv', { 'accept-language': 'en' });
  expect([headers.get('content-language'), headers.get('vary')]).toEqual([null, null]);
});

test('the three days are read as in chat', async () => {
  const api = await startApi();
  const days = async (query: string) => {
    const { asOf, knownOn, recordedOn } = (await api.get(`/api/v1/offers/bleu${query}`)).json();
    return [asOf, knownOn, recordedOn];
  };
  expect(await days('')).toEqual([TODAY, null, null]);
  expect(await days('?as-of=2022-06')).toEqual(['2022-06-30', null, null]);
  expect(await days('?known-on=2023')).toEqual(['2023-12-31', '2023-12-31', null]);
  expect(await days('?as-of=2024-01-01&known-on=2022-S1')).toEqual(['2024-01-01', '2022-06-30', null]);
  const since = (await api.get('/api/v1/timeline/bleu?since=2024')).json();
  expect(since['since']).toBe('2024-01-01');
});

test('the past is the past: what is known of an offer differs by the day asked about', async () => {
  const api = await startApi();
  const states = async (day: string) => {
    const { offers } = (await api.get(`/api/v1/offers/s3ns/premi3ns?as-of=${day}`)).json() as {
      offers: { qualification: { scheme: string; state: string; sources: unknown[] }[] }[];
    };
    return offers[0]?.qualification.find((q) => q.scheme === 'SecNumCloud');
  };
  expect((await states('2025-12-16'))?.state).not.toBe('qualified');
  expect(await states('2025-12-18')).toMatchObject({ state: 'qualified' });
  expect((await states('2025-12-18'))?.sources.length).toBeGreaterThan(0);
});

test('a provider answers with its offers; an offer is found with its slash as it is or encoded', async () => {
  const api = await startApi();
  const ids = async (path: string) =>
    ((await api.get(path)).json()['offers'] as { id: string }[]).map((o) => o.id).sort();
  expect((await ids('/api/v1/offers/ovhcloud')).length).toBeGreaterThan(2);
  expect(await ids('/api/v1/offers/s3ns/premi3ns')).toEqual(['s3ns/premi3ns']);
  expect(await ids('/api/v1/offers/s3ns%2Fpremi3ns')).toEqual(['s3ns/premi3ns']);
});

test('the table of offers is filtered by what holds on the day', async () => {
  const api = await startApi();
  type Row = {
    id: string;
    country: string;
    commercial: { status: string };
    qualification: { scheme: string; state: string }[];
  };
  const rows = async (query: string) =>
    (await api.get(`/api/v1/offers${query}`)).json() as { offers: Row[]; total: number };
  const qualified = await rows('?qualified=secnumcloud&country=fr');
  expect(qualified.offers.length).toBeGreaterThan(3);
  for (const row of qualified.offers) {
    expect(row.country).toBe('FR');
    expect(row.qualification.some((q) => q.scheme === 'SecNumCloud' && /^(qualified|renewed)$/.test(q.state))).toBe(
      true,
    );
  }
  const [yes, no] = [await rows('?qualified=yes'), await rows('?qualified=no')];
  expect(yes.offers.length + no.offers.length).toBe(yes.total);
  expect((await rows('?status=abandoned')).offers.every((r) => r.commercial.status === 'abandoned')).toBe(true);
  const before = await rows('?qualified=yes&as-of=2017-01-01');
  expect(before.offers.length).toBeLessThan(yes.offers.length);
});

test('an unknown id is told with the nearest ones, in the reader’s language', async () => {
  const api = await startApi();
  const got = await api.get('/api/v1/offers/bleuu?lang=en');
  expect(got.status).toBe(404);
  expect(got.json()).toMatchObject({ error: 'unknown_subject', nearest: expect.arrayContaining(['bleu']) });
  expect(got.json()['message']).toContain('“bleuu”');
  expect((await api.get('/api/v1/timeline/bleuu')).json()['message']).toContain('« bleuu »');
  // A name is no id; what it means is offered.
  expect((await api.get('/api/v1/evidence/S3NS.md')).json()['nearest']).toContain('s3ns');
  for (const path of [
    '/changes.atom?provider=nobody',
    '/calendar.ics?provider=nobody',
    '/api/v1/promises?provider=nobody',
  ]) {
    expect(refused(await api.get(path))).toEqual([404, 'unknown_subject', 'provider']);
  }
  expect(refused(await api.get('/api/v1/statements?q=x&subject=nobody'))).toEqual([404, 'unknown_subject', 'subject']);
});

test.each([
  ['/api/v1/offers/bleu?as_of=2022-06-30', 'unknown_parameter', 'as_of'],
  ['/api/v1/offers/bleu?as-of=2022-02-30', 'bad_day', 'as-of'],
  ['/api/v1/offers/bleu?as-of=', 'bad_day', 'as-of'],
  ['/api/v1/offers/bleu?as-of=0000', 'bad_day', 'as-of'],
  ['/api/v1/offers/bleu?known-on=yesterday', 'bad_day', 'known-on'],
  ['/api/v1/offers/bleu?lang=en&lang=fr', 'repeated_parameter', 'lang'],
  ['/api/v1/offers/bleu?lang=de', 'bad_choice', 'lang'],
  ['/api/v1/offers?qualified=perhaps', 'bad_choice', 'qualified'],
  ['/api/v1/offers?country=XX', 'bad_choice', 'country'],
  ['/api/v1/offers?status=ready', 'bad_choice', 'status'],
  ['/api/v1/subjects?kind=thing', 'bad_choice', 'kind'],
  ['/api/v1/expiring?days=0', 'bad_number', 'days'],
  ['/api/v1/expiring?days=1e3', 'bad_number', 'days'],
  ['/api/v1/statements?q=x&limit=101', 'bad_number', 'limit'],
  ['/api/v1/statements', 'missing_parameter', 'q'],
  ['/api/v1/statements?q=+', 'bad_text', 'q'],
  [`/api/v1/statements?q=${'x'.repeat(201)}`, 'bad_text', 'q'],
  ['/api/v1/timeline/bleu.svg?theme=blue', 'bad_choice', 'theme'],
  ['/api/v1/dataset.csv?lang=fr', 'unknown_parameter', 'lang'],
  ['/changes.atom?since=2024', 'unknown_parameter', 'since'],
  ['/api/v1?x', 'unknown_parameter', 'x'],
])('%s is refused as %s', async (path, error, parameter) => {
  const api = await startApi();
  const got = await api.get(path);
  expect(refused(got)).toEqual([400, error, parameter]);
  expect(got.json()['message']).toEqual(expect.stringMatching(/.{10}/));
  expect(got.headers.get('cache-control')).toBe('no-store');
  expect(got.headers.get('etag')).toBeNull();
  expect(got.headers.get('access-control-allow-origin')).toBe('*');
});

test('an address that is too long, and one at which nothing is, are refused with words', async () => {
  const api = await startApi();
  const long = await api.get(`/api/v1/statements?q=${'a'.repeat(2_000)}`);
  expect(refused(long)).toEqual([414, 'query_too_long', undefined]);
  for (const path of ['/api/v1/offer/bleu', '/api/v2', '/api', '/api/v1/offers/a/b/c', '/api/v1/dataset.xml']) {
    expect([path, ...refused(await api.get(path))]).toEqual([path, 404, 'not_found', undefined]);
  }
});

test('no address, however strange, is answered with a fault of Vigie’s own', async () => {
  const api = await startApi();
  const words = fc.constantFrom(
    '/api/v1',
    '/offers',
    '/timeline',
    '/evidence',
    '/bleu',
    '/s3ns/premi3ns',
    '.svg',
    '.md',
    '?',
  );
  const names = fc.constantFrom('as-of=', 'lang=', 'q=', '&', '%', '%2F', '%00', '..', '__proto__', 'constructor');
  const pieces = fc.oneof(words, names, fc.webPath(), fc.webQueryParameters());
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 6 }), async (parts) => {
      const got = await raw(api, `/api/v1${parts.join('')}`.replaceAll(/[\s#]/g, ''));
      expect([200, 400, 404, 414]).toContain(got.status);
      expect(got.text).not.toMatch(/at .*\.ts:|node_modules|TypeError/);
    }),
    { numRuns: 200 },
  );
});

/** A request with its path exactly as given. */
function raw(api: Api, path: string): Promise<{ status: number; text: string }> {
  return new Promise((settle, fail) => {
    const asked = request({ host: '127.0.0.1', port: new URL(api.base).port, path }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => settle({ status: response.statusCode ?? 0, text }));
    });
    asked.once('error', fail);
    asked.end();
  });
}

test('a fault inside is told to the operator with its cause, and to the reader with none of it', async () => {
  const record = await releasedRecord();
  const lines: unknown[] = [];
  const log = { error: (message: string, fields: unknown) => lines.push([message, fields]) } as unknown as Log;
  const broken = {
    ...record,
    offers: () => {
      throw new Error('secret detail');
    },
  };
  const api = await startApi({ record: () => broken, log });
  const got = await api.get('/api/v1/offers/bleu');
  expect(refused(got)).toEqual([500, 'internal', undefined]);
  expect(got.text).not.toContain('secret');
  expect(got.headers.get('cache-control')).toBe('no-store');
  expect(lines).toEqual([
    [expect.any(String), { path: '/api/v1/offers/bleu', code: 'internal', error: new Error('secret detail') }],
  ]);
});

test('files come with a name of their own', async () => {
  const api = await startApi();
  const name = async (path: string) => (await api.get(path)).headers.get('content-disposition');
  const { latest } = await releasedRecord();
  expect(await name('/api/v1/evidence/s3ns/premi3ns.md?as-of=2026-03-01&lang=fr')).toMatch(
    /^attachment; filename="[a-z-]+s3ns-premi3ns-2026-03-01\.md"$/,
  );
  expect(await name('/api/v1/dataset.csv')).toBe(`attachment; filename="vigie-dataset-${latest}.csv"`);
  expect(await name('/api/v1/timeline/s3ns/premi3ns.png?as-of=2026-03-01')).toBe(
    'inline; filename="vigie-timeline-s3ns-premi3ns-2026-03-01.png"',
  );
  expect(await name('/calendar.ics?provider=bleu')).toBe('inline; filename="vigie-calendar-bleu.ics"');
});

test('the whole dataset is the same facts in three forms', async () => {
  const api = await startApi();
  const record = await releasedRecord();
  const whole = (await api.get('/api/v1/dataset.json')).json() as { statements: unknown[]; license: string };
  expect([whole.license, whole.statements.length]).toEqual(['CC BY 4.0', record.statements.length]);
  const csv = await api.get('/api/v1/dataset.csv');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.text.startsWith('id,subject,')).toBe(true);
  const yaml = await api.get('/api/v1/dataset.yaml');
  expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
  expect(yaml.text).toContain('license: CC BY 4.0');
});

test('statements are found by their words, within a subject and up to a limit', async () => {
  const api = await startApi();
  type Hit = { subject: string; weight: string; sources: unknown[] };
  const found = (await api.get('/api/v1/statements?q=qualification&subject=ovhcloud&limit=3')).json() as {
    hits: Hit[];
    total: number;
  };
  expect(found.hits.length).toBe(3);
  expect(found.total).toBeGreaterThan(3);
  for (const hit of found.hits) {
    expect(hit.subject).toMatch(/^ovhcloud/);
    expect(hit.sources.length).toBeGreaterThan(0);
  }
});

test('what was approved since is told at once, and the tag changes with it', async () => {
  let record = await releasedRecord();
  const api = await startApi({ record: () => record });
  const before = await api.get('/api/v1/evidence/bleu.json?as-of=2026-11-22');
  expect((await api.get('/api/v1/evidence/bleu.json?as-of=2026-11-22')).text).toBe(before.text);
  const fresh = told({
    subject: 'bleu',
    body: { field: 'note', topic: 'trial' },
    text: { fr: 'Une note toute neuve.', en: 'A brand-new note.' },
    recorded: TODAY,
  });
  record = await releasedRecord([fresh]);
  const after = await api.get('/api/v1/evidence/bleu.json?as-of=2026-11-22');
  expect(after.text).toContain('A brand-new note.');
  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  expect(after.headers.get('last-modified')).toBe('Sun, 22 Nov 2026 00:00:00 GMT');
});

test('a new day changes the tag only of what a day changes', async () => {
  let today = TODAY;
  const api = await startApi({ today: () => today });
  const paths = [
    '/api/v1',
    '/api/v1/subjects',
    '/api/v1/dataset.json',
    '/changes.atom',
    '/calendar.ics',
    '/api/v1/offers/bleu',
  ];
  const tags = async () => Promise.all(paths.map(async (path) => (await api.get(path)).headers.get('etag')));
  const first = await tags();
  today = '2026-11-23';
  const second = await tags();
  expect(paths.filter((_path, i) => first[i] !== second[i])).toEqual(['/api/v1/offers/bleu']);
});

test('health and what is not of the API are as they were', async () => {
  const api = await startApi();
  const health = await api.get('/healthz');
  expect([health.status, health.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(health.headers.get('access-control-allow-origin')).toBeNull();
  const missing = await api.get('/favicon.ico');
  expect([missing.status, missing.json()]).toEqual([404, { error: 'not_found' }]);
});

/** A painter that draws when told to, and counts what it was given. */
function patient() {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const draw = async <T>(what: T): Promise<T> => {
    asked += 1;
    await new Promise<void>((settle) => waiting.push(settle));
    return what;
  };
  const painter: Painter = { svg: () => draw('<svg/>'), png: () => draw(Uint8Array.of(1)) };
  return { painter, asked: () => asked, next: () => waiting.shift()?.() };
}

test('one picture is drawn at a time; too many that wait are refused at once, and the rest still answers', async () => {
  const { painter, asked, next } = patient();
  const api = await startApi({ painter });
  const picture = (n: number) => api.get(`/api/v1/timeline/bleu.svg?as-of=2024-01-${String(n).padStart(2, '0')}`);
  const settled: Got[] = [];
  const all = Array.from({ length: MOST_WAITING + 4 }, (_one, i) =>
    picture(i + 1).then((got) => {
      settled.push(got);
      return got;
    }),
  );
  await expect.poll(() => settled.length).toBe(3);
  expect(asked()).toBe(1);
  for (const got of settled) {
    expect(refused(got)).toEqual([503, 'busy', undefined]);
    expect(Number(got.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(got.headers.get('cache-control')).toBe('no-store');
  }
  expect((await api.get('/api/v1/offers/bleu')).status).toBe(200);
  expect((await api.get('/healthz')).status).toBe(200);
  for (let n = 1; n <= MOST_WAITING + 1; n += 1) {
    await expect.poll(asked).toBe(n);
    next();
  }
  const statuses = (await Promise.all(all)).map((got) => got.status).sort();
  expect(statuses).toEqual([...Array(MOST_WAITING + 1).fill(200), 503, 503, 503]);
});

test('one picture asked for many times is drawn once, then kept', async () => {
  const { painter, asked, next } = patient();
  const api = await startApi({ painter });
  const path = '/api/v1/timeline/s3ns/premi3ns.png?as-of=2026-03-01&lang=en';
  const many = Array.from({ length: 20 }, () => api.get(path));
  await expect.poll(asked).toBe(1);
  next();
  expect((await Promise.all(many)).every((got) => got.status === 200)).toBe(true);
  // The order of the parameters is no other question.
  expect((await api.get('/api/v1/timeline/s3ns/premi3ns.png?lang=en&as-of=2026-03-01')).status).toBe(200);
  expect(asked()).toBe(1);
});

test('a machine that cannot draw says so, and is asked again the next time', async () => {
  let works = false;
  const log = { error: () => undefined } as unknown as Log;
  const painter: Painter = { ...QUICK, svg: async () => (works ? '<svg/>' : Promise.reject(new Error('no font'))) };
  const api = await startApi({ painter, log });
  expect(refused(await api.get('/api/v1/timeline/bleu.svg'))).toEqual([503, 'cannot_draw', undefined]);
  works = true;
  expect((await api.get('/api/v1/timeline/bleu.svg')).text).toBe('<svg/>');
  const none = await startApi({ painter: null });
  expect(refused(await none.get('/api/v1/timeline/bleu.png'))).toEqual([503, 'cannot_draw', undefined]);
});

test('the addresses that chat shows under a picture or a file are served', async () => {
  const api = await startApi();
  const record = await releasedRecord();
  const world = { asOf: '2026-03-01', knownOn: '2026-04-01', recordedOn: TODAY };
  const paths = ['s3ns', 's3ns/premi3ns', 'secnumcloud'].flatMap((id) => [
    timelinePicturePath(record.timeline(id, world, '2024-01-01'), 'en'),
    ...EVIDENCE_FORMATS.map((format) => evidencePath(id, world, format, 'en')),
  ]);
  for (const path of paths) expect([path, (await api.get(path)).status]).toEqual([path, 200]);
});
