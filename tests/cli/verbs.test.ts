import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { startDiscordPeer } from '../peers/discord/peer.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { folder, inside, objects, ROOT, run, vigie } from './child.ts';

// A process each, on a machine that may be busy with other things.
vi.setConfig({ maxConcurrency: 3 });

let home: Awaited<ReturnType<typeof folder>>;
beforeAll(async () => {
  home = await folder();
});
afterAll(async () => {
  await home.remove();
});

const data = (name: string): Record<string, string> => ({ VIGIE_DATA: join(home.path, name) });

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fil</title><link>http://a.example/</link>
<language>fr</language><item><guid isPermaLink="false">n2</guid><title>Outscale : panne dans une région</title><link>/n2?utm_source=rss</link>
<pubDate>Tue, 17 Nov 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Outscale a subi une panne.&lt;/p&gt;</description></item>
<item><guid isPermaLink="false">n1</guid><title>Bleu franchit le jalon J1</title><link>/n1</link></item></channel></rss>`;

describe.concurrent('written wrongly', () => {
  test.each([
    [['nope'], '“nope”'],
    [['pol'], 'poll'],
    [['ask'], 'ask'],
    [['ask', '/offer bleu', '--nope'], '--nope'],
    [['ask', '/offer bleu', '--lang', 'de'], 'fr, en'],
    [['ask', '/offer bleu', '--today', '2026-13-01'], '2026-13-01'],
    [['feed', 'parse'], 'feed parse FILE'],
    [['dataset', 'export', '--format', 'xml'], 'json, csv, yaml'],
    [['poll'], '--once'],
    [['items', '--since', 'monday'], 'monday'],
    [['read'], 'read FILE'],
  ])('%j: exit 2, the fault named on stderr, nothing on stdout', async (args, named) => {
    // Two of them as processes: what the launcher hands on is the same for all.
    const ended =
      named === '“nope”' || named === 'monday' ? run(args, { env: data('usage') }) : inside(args, data('usage'));
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(named);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('no verb and help: the verbs, exit 0', async () => {
    const bare = await run([]);
    expect(bare.code).toBe(0);
    for (const verb of [
      'run',
      'demo',
      'ask',
      'read',
      'feed parse',
      'poll',
      'items',
      'dataset',
      'doctor',
      'manifest',
      'register',
    ])
      expect(bare.out).toContain(verb);
  });
});

type Sourced = { readonly sources: readonly { readonly publisher: string }[] };
type Offer = {
  readonly id: string;
  readonly commercial: Sourced & { readonly status: string; readonly since: object | null; readonly flags: string[] };
  readonly qualification: readonly (Sourced & Record<string, unknown>)[];
  readonly promises: readonly (Sourced & Record<string, unknown>)[];
  readonly owners: readonly (Sourced & { readonly name: string; readonly share: object | null })[];
  readonly disputes: readonly unknown[];
  readonly footnotes: readonly unknown[];
};
type OfferData = {
  readonly offers: readonly Offer[];
  readonly asOf: string;
  readonly knownOn: string | null;
  readonly recordedOn: string | null;
};

describe.concurrent('ask', () => {
  const offer = async (line: string, ...more: string[]): Promise<OfferData> => {
    const { code, out, err } = await inside(['ask', line, '--json', '--today', '2026-11-22', ...more], data('offer'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [answer] = objects(out);
    return answer?.['data'] as OfferData;
  };

  test('--json: one object with the facts of /offer as the contract writes them', async () => {
    const { offers, ...world } = await offer('/offer s3ns');
    expect(world).toEqual({ asOf: '2026-11-22', knownOn: null, recordedOn: null });
    const premium = offers.find(({ id }) => id === 's3ns/premi3ns');
    expect(premium?.qualification).toContainEqual(
      expect.objectContaining({ scheme: 'SecNumCloud', state: 'qualified', version: '3.2', decided: '2025-12-17' }),
    );
    const keys = [
      'scheme',
      'state',
      'scope',
      'version',
      'decision',
      'decided',
      'announced',
      'until',
      'untilKind',
      'checked',
      'sources',
    ];
    for (const one of offers) {
      expect(one).toMatchObject({
        id: expect.stringMatching(/^s3ns\//),
        name: expect.any(String),
        provider: 's3ns',
        disputes: expect.any(Array),
        footnotes: expect.any(Array),
      });
      expect(one.commercial).toMatchObject({
        status: expect.any(String),
        flags: expect.any(Array),
        sources: expect.any(Array),
      });
      for (const step of one.qualification) {
        expect(Object.keys(step)).toEqual(expect.arrayContaining(keys));
        expect(step.sources.length).toBeGreaterThan(0);
      }
      for (const promise of one.promises)
        expect(Object.keys(promise)).toEqual(
          expect.arrayContaining([
            'text',
            'target',
            'made',
            'bound',
            'due',
            'outcome',
            'days',
            'outcomeNow',
            'sources',
          ]),
        );
      for (const owner of one.owners)
        expect(owner).toMatchObject({ name: expect.any(String), sources: expect.any(Array) });
    }
  });

  test('the same offer as of an earlier day is another answer', async () => {
    const { offers, asOf } = await offer('/offre bleu au:2022-06-30', '--lang', 'fr');
    expect(asOf).toBe('2022-06-30');
    expect(offers.flatMap(({ qualification }) => qualification.map(({ state }) => state))).not.toContain('J1');
    expect(offers[0]?.commercial.status).toBe('announced');
  });

  test('what cannot be answered: exit 1, with a code and words', async () => {
    const unknown = await run(['ask', '/ofer bleu', '--json'], { env: data('offer') });
    expect(unknown.code).toBe(1);
    expect(objects(unknown.out)[0]?.['data']).toMatchObject({
      error: 'unknown_command',
      message: expect.stringContaining('ofer'),
    });
    const nothing = await inside(['ask', '/offer zzzz'], data('offer'));
    expect(nothing.code).toBe(1);
    expect(nothing.out).toContain('zzzz');
  });

  test('without --json: the card, in the language asked for, with sources', async () => {
    const french = await run(['ask', '/offre', 'bleu', '--lang', 'fr'], { env: data('words') });
    expect(french.code).toBe(0);
    expect(french.out).toMatch(/Disponibilité[\s\S]*SecNumCloud[\s\S]*https:\/\//);
    expect(french.out).not.toContain('\u001b');
  });
});

describe.concurrent('read', () => {
  const items = [
    { id: 'b', title: 'S3NS obtient la qualification SecNumCloud 3.2', summary: '', published: '2025-12-17T14:00:00Z' },
    { id: 'a', title: 'France Bleu change de nom', summary: 'La radio revoit sa grille.', published: null, lang: null },
    { id: 7, title: 'Outscale a subi une panne', summary: '', published: '2025-12-18', publisher: 'x', content: null },
  ];

  test('one line out for one line in, in order, empty lines aside, with the labels of the contract', async () => {
    const { code, out } = await run(['read', '-'], {
      stdin: `${items.map((item) => JSON.stringify(item)).join('\n\n')}\n`,
    });
    expect(code).toBe(0);
    const lines = objects(out);
    expect(lines.map(({ id }) => id)).toEqual(['b', 'a', '7']);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(
        expect.arrayContaining([
          'id',
          'decision',
          'relevant',
          'providers',
          'main',
          'events',
          'stance',
          'claims',
          'story',
          'lang',
        ]),
      );
    expect(lines[0]).toMatchObject({ decision: 'accept', relevant: true, main: 's3ns', lang: 'fr' });
    expect(lines[1]).toMatchObject({ relevant: false, story: null });
  });

  test('a bad line is named by its number; what stood before it was answered', async () => {
    const { code, out, err } = await run(['read', '-'], { stdin: `${JSON.stringify(items[0])}\n\n{"id": oops}\n` });
    expect(code).toBe(1);
    expect(objects(out)).toHaveLength(1);
    expect(err).toMatch(/line 3/);
    const path = join(home.path, 'shape.ndjson');
    await writeFile(path, '{"title": "no id"}\n');
    const shape = await inside(['read', path]);
    expect(shape.code).toBe(1);
    expect(shape.err).toMatch(/line 1.*id/);
  });

  test('a file that is not there is said so', async () => {
    const { code, err } = await inside(['read', '/nowhere/items.ndjson']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('/nowhere/items.ndjson') });
  });
});

describe.concurrent('feed import and export', () => {
  test('a list comes in once and goes out again, without what is read already', async () => {
    const env = data('opml');
    const path = join(home.path, 'in.opml');
    await writeFile(
      path,
      `<opml version="2.0"><body><outline text="Un" xmlUrl="https://un.example/rss"/><outline text="Deux" xmlUrl="https://www.ovhcloud.com/deux.xml"/></body></opml>`,
    );
    const added = await run(['feed', 'import', path], { env });
    expect(added).toMatchObject({ code: 0, err: expect.stringContaining('2 added, 0 known already') });
    expect(added.out).toContain('https://un.example/rss');
    expect((await run(['feed', 'import', path], { env })).err).toContain('0 added, 2 known already');
    const exported = await run(['feed', 'export'], { env });
    expect(exported.out).toContain('xmlUrl="https://un.example/rss"');
    const file = join(home.path, 'out.opml');
    expect((await run(['feed', 'export', file], { env })).err).toContain('2 feeds written to');
    expect(await readFile(file, 'utf8')).toContain('https://www.ovhcloud.com/deux.xml');
    await writeFile(path, 'no list');
    expect(await run(['feed', 'import', path], { env })).toMatchObject({ code: 1, out: '' });
  });
});

describe.concurrent('feed parse', () => {
  test('from standard input: NDJSON on stdout, the count on stderr', async () => {
    const { code, out, err } = await run(['feed', 'parse', '-', '--url', 'http://a.example/feed.xml'], { stdin: FEED });
    expect(code).toBe(0);
    const lines = objects(out);
    expect(lines).toMatchObject([
      {
        id: 'n2',
        title: 'Outscale : panne dans une région',
        published: '2026-11-17T10:00:00.000Z',
        summary: 'Outscale a subi une panne.',
      },
      { id: 'n1', title: 'Bleu franchit le jalon J1', link: 'http://a.example/n1', published: null },
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'id',
      'title',
      'link',
      'published',
      'updated',
      'summary',
      'content',
      'author',
      'lang',
      'categories',
    ]);
    expect(err).toMatch(/^2 items/);
  });

  test.each([
    ['a web page', '<!doctype html><html><body>hello</body></html>', /html_page/],
    ['nothing', '', /empty_body/],
    ['a poem', 'Il pleut sur la ville', /not_a_feed/],
  ])('%s is no feed: exit 1 with the code and what to do', async (_what, stdin, wanted) => {
    const path = join(home.path, `feed-${stdin.length}`);
    await writeFile(path, stdin);
    const { code, out, err } = await inside(['feed', 'parse', path]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(wanted);
  });
});

describe.concurrent('dataset', () => {
  test('check: the released dataset is in order', async () => {
    const { code, out, err } = await run(['dataset', 'check']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/\d+ statements on \d+ subjects, no fault/);
  });

  test('check: a broken copy names file, line and remedy', async () => {
    const copy = join(home.path, 'dataset');
    await cp(join(ROOT, 'dataset'), copy, { recursive: true });
    const path = join(copy, 'providers/bleu.yaml');
    const text = await readFile(path, 'utf8');
    const broken = text.replace('credibility: 2', 'credibility: 9');
    expect(broken).not.toBe(text);
    await writeFile(path, broken);
    const line = text.slice(0, text.indexOf('credibility: 2')).split('\n').length;
    const { code, out, err } = await inside(['dataset', 'check', '--folder', copy]);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`providers/bleu\\.yaml:${line}: .*credibility`));
    expect(err).toMatch(/\d+ faults?/);
  });

  test('export: the same statements in three formats', async () => {
    const [json, csv, yaml] = await Promise.all(
      ['json', 'csv', 'yaml'].map(async (format) => inside(['dataset', 'export', '--format', format])),
    );
    const whole = JSON.parse(json?.out ?? '') as { statements: { id: string }[] };
    expect(whole.statements.length).toBeGreaterThan(100);
    expect(parse(yaml?.out ?? '')).toEqual(whole);
    const ids = (csv?.out ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    for (const { id } of whole.statements) expect(ids).toContain(id);
  });
});

describe.concurrent('operating', () => {
  test('doctor: an empty configuration can run, and what is missing comes with a remedy', async () => {
    const { code, out } = await run(['doctor'], { env: data('doctor') });
    expect(code).toBe(0);
    expect(out).toContain('SLACK_BOT_TOKEN');
    const machine = await inside(['doctor', '--json'], data('doctor-json'));
    expect(machine.code).toBe(0);
    expect(objects(machine.out).length).toBeGreaterThan(3);
  });

  test('manifest: valid JSON with the commands in it, and the port’s address where there is one', async () => {
    const socket = JSON.parse((await run(['manifest'])).out);
    const names = socket.features.slash_commands.map((one: { command: string }) => one.command);
    expect(names).toEqual(expect.arrayContaining(['/vigie', '/offer', '/offre', '/watch', '/suivre', '/why']));
    expect(socket.settings.socket_mode_enabled).toBe(true);
    const http = (await inside(['manifest', '--lang', 'fr'], { PUBLIC_URL: 'https://vigie.example.org' })).out;
    expect(JSON.parse(http).settings.interactivity.request_url).toBe('https://vigie.example.org/slack/events');
  });

  const WRONG = {
    SLACK_BOT_TOKEN: 'xoxb-1111-hunter2hunter2',
    DISCORD_TOKEN: 'correct-horse-battery',
    HTTP_PORT: '70000',
    POLL_SECONDS: 'often',
    VIGIE_ZONE: 'Europe/Pariss',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://vigie:hunter3hunter3@db/vigie',
    FEEDS_ALLOW_PRIVATE: '10.0.0.0/99',
    VIGIE_DATTA: '/tmp',
  };

  test.each([['run'], ['doctor']])(
    '%s with a wrong configuration names every variable and its remedy, and no secret',
    async (...args: string[]) => {
      const { code, out, err } = await vigie(args, { env: WRONG }).ended;
      expect(code).toBe(1);
      const told = `${out}${err}`;
      for (const name of Object.keys(WRONG)) expect(told).toContain(name);
      for (const remedy of [
        'SLACK_APP_TOKEN',
        'DISCORD_APP_ID',
        '65535',
        'Europe/Paris',
        'trace, debug',
        'postgres://',
        '10.0.0.0/8',
        'VIGIE_DATA',
      ])
        expect(told).toContain(remedy);
      expect(told).not.toMatch(/hunter|correct-horse/);
      expect(told).not.toMatch(/^\s+at /m);
    },
  );

  test('register: the commands stand at Discord, everywhere or in one server; without tokens it says what is missing', async () => {
    const peer = await startDiscordPeer();
    try {
      const env = {
        ...data('register'),
        DISCORD_TOKEN: peer.token,
        DISCORD_APP_ID: peer.application,
        DISCORD_API_URL: peer.apiUrl,
      };
      const everywhere = await run(['register'], { env });
      expect(everywhere).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ commands registered/) });
      const offer = peer.commands().find(({ name }) => name === 'offer');
      expect(offer).toMatchObject({ name_localizations: { fr: 'offre' } });
      const guild = await inside(['register', '--guild', peer.guild], env);
      expect(guild.code).toBe(0);
      expect(peer.commands(peer.guild)).toHaveLength(peer.commands().length);
      expect(peer.violations).toEqual([]);
      const refused = await inside(['register'], { ...env, DISCORD_TOKEN: 'not.the.token' });
      expect(refused.code).toBe(1);
      expect(refused.err).not.toContain('not.the.token');
      const missing = await inside(['register'], data('register'));
      expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('DISCORD_APP_ID') });
    } finally {
      await peer.close();
    }
  });
});

describe('with a store', () => {
  let server: FeedServer;
  let opml: string;
  let articles = FEED;
  beforeAll(async () => {
    server = await startFeedServer();
    server.route('/fil.xml', () => ({ body: articles, etag: `"${articles.length}"` }));
    server.route('/gone.xml', { status: 410 });
    opml = join(home.path, 'feeds.opml');
    await writeFile(
      opml,
      `<opml version="2.0"><head><title>x</title></head><body><outline text="Presse">
<outline text="Le Fil" type="rss" xmlUrl="${server.url}/fil.xml"/><outline text="Parti" type="rss" xmlUrl="${server.url}/gone.xml"/></outline></body></opml>`,
    );
  });
  afterAll(async () => {
    await server.close();
  });
  const env = () => ({ ...data('store'), FEEDS_ALLOW_PRIVATE: '127.0.0.0/8', LOG_LEVEL: 'error' });

  test('poll --once reads the feeds of an OPML file and counts; items tells what became of each item', async () => {
    const first = await run(['poll', '--once', '--opml', opml], { env: env() });
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 feeds read: 0 unchanged, 1 failed; 2 new items, 0 messages/),
    });
    const again = await inside(['poll', '--once', '--opml', opml], env());
    expect(again.out).toMatch(/^0 feeds read/);
    const forced = await inside(['poll', '--once', '--opml', opml, '--force'], env());
    expect(forced.out).toMatch(/feeds? read: 1 unchanged.*; 0 new items/);
    articles = FEED.replace('<item>', '<item><guid>n3</guid><title>OVHcloud : panne à Gravelines</title></item><item>');
    expect((await inside(['poll', '--once', '--opml', opml, '--force'], env())).out).toContain('1 new item,');

    const listed = await run(['items', '--json'], { env: env() });
    const items = objects(listed.out);
    expect(items).toHaveLength(3);
    expect(items.filter(({ fate }) => fate === 'first_reading')).toHaveLength(2);
    for (const item of items)
      expect(item).toMatchObject({
        key: expect.any(String),
        title: expect.any(String),
        fate: expect.any(String),
        reason: expect.any(String),
      });
    const words = await inside(['items', '--since', '2026-01-01'], env());
    expect(words.out).toContain('Gravelines');
    expect((await inside(['items', '--since', '2099-01-01', '--json'], env())).out).toBe('');
    const why = await inside(['ask', '/why http://127.0.0.1/never', '--json'], env());
    expect(why.code).toBe(1);
  });

  test('a catalogue that cannot be used is told by file and place', async () => {
    const none = await inside(['poll', '--once', '--opml', '/nowhere/feeds.opml'], env());
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('/nowhere/feeds.opml') });
    const path = join(home.path, 'wrong.yaml');
    await writeFile(path, 'feeds:\n  - {id: a, url: "ftp://x", title: A, publisher: a, lang: fr, kind: pres}\n');
    const wrong = await inside(['poll', '--once'], { ...env(), FEEDS_CATALOGUE: path });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toMatch(/wrong\.yaml[\s\S]*line 2.*url[\s\S]*line 2.*kind.*press/);
  });

  test('while a bot runs on the folder, offers are answered, and what needs the database says who holds it', async () => {
    const catalogue = join(home.path, 'none.yaml');
    await writeFile(
      catalogue,
      `feeds:\n  - {id: fil, url: "${server.url}/fil.xml", title: Le Fil, publisher: fil, lang: fr, kind: press}\n`,
    );
    await mkdir(join(home.path, 'held'), { recursive: true });
    const held = { ...data('held'), FEEDS_ALLOW_PRIVATE: '127.0.0.0/8', FEEDS_CATALOGUE: catalogue };
    const bot = vigie(['run'], { env: held });
    try {
      await bot.says('running on terminal');
      const [offer, status, items, poll, doctor] = await Promise.all([
        run(['ask', '/offer bleu', '--json'], { env: held }),
        run(['ask', '/status', '--json'], { env: held }),
        run(['items'], { env: held }),
        run(['poll', '--once'], { env: held }),
        run(['doctor'], { env: held }),
      ]);
      expect(offer?.code).toBe(0);
      expect(objects(offer?.out ?? '')[0]?.['data']).toMatchObject({
        offers: [expect.objectContaining({ provider: 'bleu' })],
      });
      expect(status?.code).toBe(1);
      expect(objects(status?.out ?? '')[0]?.['data']).toMatchObject({
        error: 'store_busy',
        message: expect.stringMatching(/running|holds/),
      });
      for (const refused of [items, poll]) {
        expect(refused?.code).toBe(1);
        expect(refused?.err).toContain('VIGIE_DATA');
      }
      expect(doctor?.code).toBe(0);
      expect(doctor?.out).toMatch(/running/);
      bot.process.stdin?.write('/status\n');
      await bot.says('terminal connected');
    } finally {
      bot.process.kill('SIGTERM');
      expect((await bot.ended).code).toBe(0);
    }
  });
});
