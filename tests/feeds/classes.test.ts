import { expect, test } from 'vitest';
import type { Item } from '../../src/domain/item.ts';
import { atom, itemsIn, latin1, parsed, rss } from './samples.ts';

const BASE = '<title>Bleu</title><link>https://news.example.org/a</link><guid>g1</guid>';

/** How real feeds fail, and what must come of each: the fields of the first item that matter. */
const READ: readonly [name: string, body: string | Uint8Array, expected: Partial<Item>, contentType?: string][] = [
  ['plain RSS 2.0', rss(`<item>${BASE}<description>d</description></item>`), { id: 'g1', title: 'Bleu', summary: 'd' }],
  [
    'ISO-8859-1 named by the XML declaration',
    latin1(
      '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>Qualifi\xe9</title></item></channel></rss>',
    ),
    { title: 'Qualifié' },
  ],
  [
    'windows-1252 with curly quotes and a euro',
    latin1(
      '<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel><item><title>l\x92offre \x80 \x9cuvre</title></item></channel></rss>',
    ),
    { title: 'l’offre € œuvre' },
  ],
  [
    'windows-1252 characters under an ISO-8859-1 label',
    latin1(
      '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>l\x92offre</title></item></channel></rss>',
    ),
    { title: 'l’offre' },
  ],
  [
    'ISO-8859-15 named by HTTP alone',
    latin1('<rss version="2.0"><channel><item><title>10 \xa4</title></item></channel></rss>'),
    { title: '10 €' },
    'text/xml; charset=ISO-8859-15',
  ],
  [
    'UTF-16LE with a mark',
    new Uint8Array(
      Buffer.from('\ufeff<rss version="2.0"><channel><item><title>é</title></item></channel></rss>', 'utf16le'),
    ),
    { title: 'é' },
  ],
  [
    'UTF-8 that its declaration calls ISO-8859-1',
    '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>Qualifié</title></item></channel></rss>',
    { title: 'Qualifié' },
  ],
  [
    'Latin-1 that calls itself UTF-8',
    latin1(
      '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><item><title>Qualifi\xe9 d\xe9j\xe0 \xe0 Orl\xe9ans, l\xe0 o\xf9 l\x92\xe9t\xe9</title></item></channel></rss>',
    ),
    { title: 'Qualifié déjà à Orléans, là où l’été' },
  ],
  [
    'one broken character in UTF-8',
    Buffer.concat([
      Buffer.from(`<rss version="2.0"><channel><item><title>${'é'.repeat(20)}`),
      Buffer.from([0xe9]),
      Buffer.from('</title></item></channel></rss>'),
    ]),
    { title: `${'é'.repeat(20)}\ufffd` },
  ],
  ['UTF-8 byte order mark', `\ufeff${rss(`<item>${BASE}</item>`)}`, { title: 'Bleu' }],
  ['white space before the document', `\n\n  ${rss(`<item>${BASE}</item>`)}`, { title: 'Bleu' }],
  [
    'a PHP warning before the document',
    `<br />\n<b>Warning</b>: x in y<br />\n${rss(`<item>${BASE}</item>`)}`,
    { title: 'Bleu' },
  ],
  ['junk after the document', `${rss(`<item>${BASE}</item>`)}<!-- cached --><script>x</script>`, { title: 'Bleu' }],
  ['undefined HTML entities', rss('<item><title>Op&eacute;r&eacute;&nbsp;par</title></item>'), { title: 'Opéré par' }],
  ['bare ampersand in a title', rss('<item><title>Orange & Capgemini</title></item>'), { title: 'Orange & Capgemini' }],
  [
    'bare ampersand in a link',
    rss('<item><title>x</title><link>https://n.example/?a=1&b=2</link></item>'),
    { link: 'https://n.example/?a=1&b=2' },
  ],
  ['CDATA title', rss('<item><title><![CDATA[AT&amp;T <b>x</b>]]></title></item>'), { title: 'AT&T x' }],
  [
    'doubly escaped title',
    rss('<item><title>Souverainet&amp;eacute; num&amp;eacute;rique</title></item>'),
    { title: 'Souveraineté numérique' },
  ],
  [
    'a title that speaks of a type',
    rss('<item><title>List&lt;String&gt; et &lt;b&gt;gras&lt;/b&gt;</title></item>'),
    { title: 'List<String> et gras' },
  ],
  ['control character in text', rss('<item><title>a\u000bb</title></item>'), { title: 'ab' }],
  [
    'numeric references to control characters',
    rss('<item><title>a&#x0;b&#8;c</title><guid>1</guid></item>'),
    { id: '1' },
  ],
  ['numeric reference meant as windows-1252', rss('<item><title>l&#146;offre</title></item>'), { title: 'l’offre' }],
  [
    'zero-width characters inside a name',
    rss('<item><title>Num\u200bSpot\u00ad \ufeffet S3\u2060NS</title></item>'),
    { title: 'NumSpot et S3NS' },
  ],
  ['relative link', rss('<item><title>x</title><link>/a/b</link></item>'), { link: 'https://news.example.org/a/b' }],
  [
    'Atom xml:base',
    atom(
      '<entry xml:base="2026/"><id>1</id><title>x</title><link href="b"/></entry>',
      '',
      'xml:base="https://h.example/blog/"',
    ),
    { link: 'https://h.example/blog/2026/b' },
  ],
  [
    'no guid: the link is the id',
    rss('<item><title>x</title><link>https://n.example/a?utm_source=rss</link></item>'),
    { id: 'https://n.example/a', link: 'https://n.example/a' },
  ],
  [
    'guid that is the link',
    rss('<item><title>x</title><guid>https://n.example/a</guid></item>'),
    { link: 'https://n.example/a' },
  ],
  [
    'guid that is an address and says it is no link',
    rss('<item><title>x</title><guid isPermaLink="false">https://n.example/a</guid></item>'),
    { id: 'https://n.example/a', link: null },
  ],
  ['guid with white space around it', rss('<item><title>x</title><guid>\n g 1 \n</guid></item>'), { id: 'g 1' }],
  [
    'French month',
    rss('<item><title>x</title><pubDate>ven., 03 juil. 2020 10:00:00 +0200</pubDate></item>'),
    { published: '2020-07-03T08:00:00.000Z' },
  ],
  [
    'CEST',
    rss('<item><title>x</title><pubDate>Fri, 03 Jul 2020 10:00:00 CEST</pubDate></item>'),
    { published: '2020-07-03T08:00:00.000Z' },
  ],
  [
    'zone by name of a town',
    rss('<item><title>x</title><pubDate>Fri, 03 Jan 2020 10:00:00 Europe/Paris</pubDate></item>'),
    { published: '2020-01-03T09:00:00.000Z' },
  ],
  [
    'garbage date keeps the item',
    rss('<item><title>x</title><pubDate>bientôt</pubDate></item>'),
    { title: 'x', published: null },
  ],
  [
    'date that does not exist',
    rss('<item><title>x</title><pubDate>Sun, 30 Feb 2020 10:00:00 GMT</pubDate></item>'),
    { published: null },
  ],
  [
    'date far in the future',
    rss('<item><title>x</title><pubDate>Fri, 01 Jan 2038 10:00:00 GMT</pubDate></item>'),
    { published: null },
  ],
  [
    'Dublin Core date where pubDate is garbage',
    rss(
      '<item><title>x</title><pubDate>?</pubDate><dc:date>2020-07-03</dc:date></item>',
      '',
      'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ),
    { published: '2020-07-03T00:00:00.000Z' },
  ],
  [
    'Atom alternate link after self and enclosure',
    atom(
      '<entry><id>1</id><title>x</title><link rel="self" href="https://n.example/self"/><link rel="enclosure" href="https://n.example/e.mp3"/><link rel="alternate" href="https://n.example/a"/></entry>',
    ),
    { link: 'https://n.example/a' },
  ],
  [
    'Atom garbage updated',
    atom('<entry><id>1</id><title>x</title><updated>soon</updated></entry>'),
    { id: '1', published: null },
  ],
  [
    'Atom only updated',
    atom('<entry><id>1</id><title>x</title><updated>2020-07-03T10:00:00Z</updated></entry>'),
    { published: '2020-07-03T10:00:00.000Z', updated: '2020-07-03T10:00:00.000Z' },
  ],
  [
    'Atom 0.3 link as text',
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><id>1</id><title>x</title><link>https://n.example/a</link><modified>2020-07-03</modified></entry></feed>',
    { link: 'https://n.example/a', published: '2020-07-03T00:00:00.000Z' },
  ],
  [
    'Atom xhtml title and content',
    atom(
      '<entry><id>1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Bleu <b>est</b> là</div></title><content type="xhtml"><div>un <i>deux</i> trois</div></content></entry>',
    ),
    { title: 'Bleu est là', content: 'un deux trois' },
  ],
  [
    'Atom title of type text is no markup',
    atom('<entry><id>1</id><title type="text">a &lt;b&gt; c</title></entry>'),
    { title: 'a <b> c' },
  ],
  [
    'Atom with prefixes',
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:id>1</a:id><a:title>x</a:title><a:link href="https://n.example/a"/></a:entry></a:feed>',
    { id: '1', link: 'https://n.example/a' },
  ],
  [
    'RSS 1.0',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://n.example/"><title>T</title></channel><item rdf:about="https://n.example/1"><title>x</title><link>https://n.example/1</link><dc:date>2020-07-03T10:00:00+02:00</dc:date></item></rdf:RDF>',
    { id: 'https://n.example/1', published: '2020-07-03T08:00:00.000Z' },
  ],
  ['RSS 0.91 without a 2', `<rss version="0.91"><channel><item>${BASE}</item></channel></rss>`, { id: 'g1' }],
  ['RSS without a version', `<rss><channel><item>${BASE}</item></channel></rss>`, { id: 'g1' }],
  [
    'upper-case tags',
    '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>Bleu</TITLE><GUID>g1</GUID></ITEM></CHANNEL></RSS>',
    { id: 'g1', title: 'Bleu' },
  ],
  [
    'JSON Feed',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      language: 'fr-FR',
      items: [
        {
          id: 7,
          url: 'https://n.example/a',
          title: 'x',
          content_html: '<p>c</p>',
          date_published: '2020-07-03T10:00:00+02:00',
          tags: ['cloud'],
          authors: [{ name: 'Jo' }],
        },
      ],
    }),
    {
      id: '7',
      link: 'https://n.example/a',
      content: 'c',
      published: '2020-07-03T08:00:00.000Z',
      lang: 'fr',
      categories: ['cloud'],
      author: 'Jo',
    },
  ],
  [
    'content:encoded',
    rss(
      '<item><title>x</title><description>court</description><content:encoded><![CDATA[<p>long</p><script>evil()</script><p>texte</p>]]></content:encoded></item>',
      '',
      'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    ),
    { summary: 'court', content: 'long\ntexte' },
  ],
  [
    'media:title does not win',
    rss('<item><media:title>M</media:title><title>x</title></item>', '', 'xmlns:media="http://search.yahoo.com/mrss/"'),
    { title: 'x' },
  ],
  [
    'atom:link inside RSS does not win',
    rss(
      '<item><title>x</title><atom:link href="https://n.example/self" rel="self"/><link>https://n.example/a</link></item>',
      '',
      'xmlns:atom="http://www.w3.org/2005/Atom"',
    ),
    { link: 'https://n.example/a' },
  ],
  [
    'item outside the channel',
    `<rss version="2.0"><channel><title>T</title></channel><item>${BASE}</item></rss>`,
    { id: 'g1' },
  ],
  ['undeclared prefix', rss(`<item>${BASE}<foo:bar>x</foo:bar></item>`), { id: 'g1' }],
  [
    'mismatched tag inside a description',
    rss('<item><title>x</title><description><p>un<br>deux</description></item>'),
    { title: 'x' },
  ],
  ['attribute without quotes', rss('<item><title>x</title><guid isPermaLink=false>g1</guid></item>'), { id: 'g1' }],
  [
    'numbers stay text',
    rss('<item><title>007</title><guid>90071992547409931234</guid></item>'),
    { title: '007', id: '90071992547409931234' },
  ],
  [
    'tags named like an object’s inner parts',
    rss(`<item>${BASE}<__proto__>x</__proto__><constructor>y</constructor></item>`),
    { id: 'g1', title: 'Bleu' },
  ],
  [
    '1,500 entities',
    rss(`<item><title>x</title><description>${'&#233;'.repeat(1500)}</description></item>`),
    { summary: 'é'.repeat(1500) },
  ],
  [
    'entity declared by the document',
    `<!DOCTYPE rss [<!ENTITY vigie "Vigie">]><rss version="2.0"><channel><item><title>&vigie; !</title></item></channel></rss>`,
    { title: 'Vigie !' },
  ],
  [
    'author as mail and name',
    rss('<item><title>x</title><author>jo@n.example (Jo Le)</author></item>'),
    { author: 'Jo Le' },
  ],
  ['language of the feed', rss('<item><title>x</title></item>', '<language>fr-fr</language>'), { lang: 'fr' }],
];

test.each(READ)('reads: %s', async (_name, body, expected, contentType) => {
  const items = await itemsIn(body, contentType === undefined ? {} : { contentType });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject(expected);
});

const REFUSED: readonly [name: string, body: string, code: string][] = [
  ['a page', '<!doctype html><html><head><title>x</title></head><body>y</body></html>', 'html_page'],
  ['nothing', '', 'empty_body'],
  ['white space', ' \n ', 'empty_body'],
  ['plain text', 'Service Unavailable', 'not_a_feed'],
  ['another XML', '<sitemap><url/></sitemap>', 'not_a_feed'],
  ['JSON that is no feed', '{"error":"no"}', 'not_a_feed'],
  ['cut JSON', '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1"', 'cut_off'],
  ['100,000 nested tags', rss(`<item><description>${'<b>'.repeat(100_000)}</description></item>`), 'too_deep'],
  ['deep JSON', `{"a":${'['.repeat(100_000)}`, 'too_deep'],
];

test.each(REFUSED)('refuses with a code: %s', async (_name, body, code) => {
  expect(await parsed(body)).toMatchObject({ ok: false, code });
});

test('a feed cut anywhere is refused, never taken for a shorter or an empty one', async () => {
  const whole = rss(`<item>${BASE}</item><item><title>y</title><guid>g2</guid></item>`);
  const root = whole.indexOf('<rss');
  for (let at = root + 20; at < whole.length - 1; at += 7) {
    expect(await parsed(whole.slice(0, at)), whole.slice(Math.max(0, at - 20), at)).toMatchObject({
      ok: false,
      code: 'cut_off',
    });
  }
});

test('a feed without entries is a feed', async () => {
  expect(await parsed(rss(''))).toMatchObject({ ok: true, items: [], title: 'T' });
});

test('articles that share a guid are told apart, true repetitions are one', async () => {
  const one = '<item><title>a</title><guid>same</guid><link>https://n.example/a</link></item>';
  const items = await itemsIn(
    rss(`${one}${one}<item><title>b</title><guid>same</guid><link>https://n.example/b</link></item>`),
  );
  expect(items.map((item) => item.title)).toEqual(['a', 'b']);
  expect(new Set(items.map((item) => item.id)).size).toBe(2);
});

test('channels glued together are all read', async () => {
  const channel = (id: string): string => `<channel><title>${id}</title><item><title>${id}</title></item></channel>`;
  const items = await itemsIn(`<rss version="2.0">${channel('a')}\n${channel('b')}</rss>`);
  expect(items.map((item) => item.title)).toEqual(['a', 'b']);
});
