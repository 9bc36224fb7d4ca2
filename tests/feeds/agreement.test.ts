import { expect, test } from 'vitest';
import { readWithFeedsmith } from '../../feeds/formats/with-feedsmith.ts';
import { readWithRssParser } from '../../feeds/formats/with-rss-parser.ts';
import { itemsOf } from '../../feeds/item.ts';
import { atom, NOW, rss } from './samples.ts';

const NS = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"';

const DOCUMENTS: readonly [string, string][] = [
  [
    'RSS',
    rss(
      `<item><title>A &lt;b&gt;x&lt;/b&gt; &amp;eacute; R&amp;D</title><link>/a?x=1&amp;utm_medium=rss</link><guid isPermaLink="false"> 007 </guid>
       <dc:creator>Jo</dc:creator><category>c1</category><category domain="d">c2</category><dc:subject>s</dc:subject>
       <description><![CDATA[<p>un</p><p>deux</p>]]></description><content:encoded><![CDATA[<h1>t</h1>corps]]></content:encoded>
       <pubDate>Fri, 03 Jul 2020 10:00:00 CEST</pubDate></item>
       <item><title>sans guid</title><link>https://n.example/b#xtor=RSS-1</link><dc:date>2020-07-03</dc:date></item>
       <item><title>ni guid ni lien</title><pubDate>2020-07-03</pubDate></item>
       <item><title>permalien</title><guid>https://n.example/c</guid></item>`,
      '<title>Le flux</title><link>https://n.example/</link><language>fr-FR</language><ttl>30</ttl>',
      NS,
    ),
  ],
  [
    'Atom',
    atom(
      `<entry xml:lang="de" xml:base="c/"><id>urn:1</id><title type="html">&lt;i&gt;x&lt;/i&gt; &amp;amp; y</title><link rel="self" href="s"/>
       <link href="alt"/><published>2020-07-03T10:00:00+02:00</published><updated>2020-07-04T10:00:00Z</updated>
       <author><name>Jo</name></author><author><name>Al</name></author><category term="t" label="L"/><summary>s</summary></entry>
       <entry><title>sans id</title><link href="https://n.example/d" rel="alternate" type="text/html"/><updated>2020-07-04</updated></entry>`,
      '<link href="https://n.example/"/>',
      'xml:lang="fr" xml:base="https://n.example/b/"',
    ),
  ],
  [
    'RDF',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NS}>
     <channel rdf:about="https://n.example/"><title>T</title><link>https://n.example/</link></channel>
     <item rdf:about="https://n.example/1"><title>x</title><link>https://n.example/1</link><dc:date>2020-07-03T10:00:00Z</dc:date>
     <dc:creator>Jo</dc:creator><description>d</description></item></rdf:RDF>`,
  ],
];

test.each(DOCUMENTS)('both parsers give the same items: %s', async (_name, text) => {
  const hints = { url: 'https://n.example/feed', now: NOW };
  const strict = itemsOf(await readWithRssParser(text), hints);
  const lenient = itemsOf(readWithFeedsmith(text), hints);
  expect(strict.items.length).toBeGreaterThan(0);
  expect(strict).toEqual(lenient);
});
