/** Words of the command line. */
export const cli = {
  usage: `vigie <verb> [options]

  run                         the bot: the platforms that are configured, the terminal when none is
  demo [--lang fr|en]         a fortnight of news played on this machine: no token, no network
  ask "<command>" [--lang fr|en] [--today DAY] [--json] [--save FOLDER]
                              one question, as in chat: ask "/offer bleu as-of:2022-06-30"
                              --save writes its files and pictures into a folder
  evidence "<offer>" [--as-of D] [--known-on D] [--recorded-on D]
           [--format md|csv|json] [--lang fr|en] [--today D] [--out FILE] [--force]
                              all that an answer rests on, as a file to keep
  read FILE|-                 reads items (one JSON object a line) and tells what each says
  feed parse FILE|- [--url URL] [--content-type TYPE]
                              the items of a feed, one JSON object a line
  feed check URL              finds, reads and judges the feed of an address
  feed export [FILE]          every feed that is read, as OPML
  feed import FILE|-          adds the feeds of an OPML file
  poll --once [--opml FILE] [--force]
                              one round over the feeds that are due, then ends
  items [--since DAY] [--json]
                              the stored items and what became of each
  dataset check               validates the record, naming file, line and remedy
  dataset export --format json|csv|yaml
                              the whole record
  dataset schema [publishers] the form of its files, for editors
  backup FILE [--json]        a checked copy of the store, also while the bot runs
  restore FILE [--moved] [--json]
                              puts a copy in the store's place; the old one is kept.
                              --moved: nothing ran since the copy was made
  doctor [--json]             looks at configuration, tokens, feeds, store and clock
  manifest                    the Slack app manifest
  register [--guild ID]       tells Discord the commands
  help                        this page

Settings are read from the environment and from .env; .env.example explains each.`,
  unknownVerb: (given: string, nearest: readonly string[]): string =>
    `vigie: there is no verb “${given}”.${nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : ''} "vigie help" lists them.`,
  wrongUsage: (what: string): string => `vigie: ${what}`,
  missing: (what: string): string => `${what} is missing. "vigie help" shows how it is written.`,
  badValue: (option: string, given: string, wanted: string): string => `${option} is “${given}”; write ${wanted}.`,
  unreadable: (file: string, why: string): string => `${file} cannot be read: ${why}.`,
  badLine: (n: number, detail: string): string => `line ${n} is not an item: ${detail}`,
  itemShape: 'an object with at least a title',
  parsed: (items: number, lang: string | null): string =>
    `${items} ${items === 1 ? 'item' : 'items'}${lang === null ? '' : `, language ${lang}`}`,
  noFeed: (code: string, words: string): string => `no feed (${code}): ${words}`,
  polled: (n: { feeds: number; unchanged: number; failed: number; fresh: number; cards: number }): string =>
    `${n.feeds} ${n.feeds === 1 ? 'feed' : 'feeds'} read: ${n.unchanged} unchanged, ${n.failed} failed; ${n.fresh} new ${n.fresh === 1 ? 'item' : 'items'}, ${n.cards} ${n.cards === 1 ? 'message' : 'messages'} waiting to go out`,
  datasetOk: (statements: number, subjects: number): string =>
    `dataset: ${statements} statements on ${subjects} subjects, no fault`,
  datasetFaults: (n: number): string => `dataset: ${n} ${n === 1 ? 'fault' : 'faults'}`,
  registered: (n: number, where: string): string => `${n} commands registered ${where}`,
  everywhere: 'everywhere (Discord may take a few minutes to show them)',
  inGuild: (id: string): string => `in the server ${id}`,
  registerFailed: (detail: string): string => `Discord did not take the commands: ${detail}`,
  needsDiscord: 'DISCORD_TOKEN and DISCORD_APP_ID are needed for this. Put them in .env (see .env.example).',
  broken: (detail: string): string => `vigie: ${detail}`,
  running: (platforms: string): string => `running on ${platforms}`,
  terminalHint: 'No chat platform is configured, so this terminal is the channel. Type /help, or “exit” to leave.',
  checkOk: (url: string, items: number, title: string): string =>
    `${url}: reads well, ${items} ${items === 1 ? 'item' : 'items'}, “${title}”`,
  checkNoDate: (n: number): string => `${n} of them carry no readable date`,
  checkNewest: (day: string): string => `newest: ${day}`,
  checkRedirect: (to: string): string => `it has moved for good to ${to}: use that address`,
  checkFound: (urls: readonly string[]): string => `feeds found there: ${urls.join(', ')}`,
  demo: {
    intro:
      'A fortnight around 1 September 2026, played on this machine: a local server carries eight feeds (invented publishers, real events); reading, recognising, joining, alerting and answering are the real thing.',
    watch: 'First a channel begins to watch',
    silent: (n: number): string =>
      `The feeds are read for the first time. The ${n} items already there are kept in silence.`,
    moment: (when: string): string => when,
    nothing: '(nothing new for this channel)',
    digest: 'Monday morning: the digest of the week',
    fates: 'What became of every item',
    fatesIntro: 'Each item read ends in exactly one way, and each can be asked about:',
    whyNot: 'Why was one of them not sent?',
    ask: 'And now questions',
    asked: (line: string): string => `› ${line}`,
    done: (n: {
      seconds: string;
      items: number;
      cards: number;
      edits: number;
      unchanged: number;
      lost: number;
      twice: number;
    }): string =>
      `Done in ${n.seconds} s: ${n.items} items read, ${n.cards} cards, ${n.edits} edits of a card, ${n.unchanged} answers “not modified”, ${n.lost} lost, ${n.twice} repeated.`,
    stay: 'Ask on (/help lists what), or type “exit”.',
    next: 'With tokens in .env (see .env.example), “npm start” is the same in Slack and Discord.',
  },
};
