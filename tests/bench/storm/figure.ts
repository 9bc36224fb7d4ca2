import { quantile } from '../measure.ts';
import type { ChatsReport } from './chats.ts';
import type { ClientsReport } from './clients.ts';
import type { Delays, LoopReport } from './delay.ts';
import type { FeedsReport } from './feeds.ts';
import type { ProbeReport } from './probe.ts';
import { dueAfter, feedId, NEWS_EVERY, type Scale } from './scale.ts';

/** What the parts of a storm brought back. */
export type Measured = {
  readonly scale: Scale;
  /** When the storm began, in ms since 1970. */
  readonly begins: number;
  readonly seconds: number;
  readonly bot: LoopReport;
  readonly idle: LoopReport;
  readonly feeds: FeedsReport;
  readonly chats: ChatsReport;
  readonly clients: ClientsReport;
  readonly probe: ProbeReport;
  /** Rows of items in the end, and how many of them have an id of their own. */
  readonly stored: number;
  readonly distinct: number;
  /** How the bot ended: its exit code or signal. */
  readonly ended: string;
};

/** The wishes, in ms and MiB. */
const WANTED = { delay: 100, ack: 500, health: 300, late: 10_000, peakMb: 600 } as const;

const ms = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : 'none');
const spread = (values: readonly number[]): string =>
  `p50 ${ms(quantile(values, 0.5))}, p99 ${ms(quantile(values, 0.99))}, max ${ms(Math.max(...values))}`;
const loop = ({ p50, p99, p999, max }: Delays): string =>
  `p50 ${ms(p50)}, p99 ${ms(p99)}, p99.9 ${ms(p999)}, max ${ms(max)}`;
const verdict = (good: boolean, wanted: string): string => `${good ? 'as wanted' : 'NOT AS WANTED'} (${wanted})`;

/** The figure as lines of text, each wish with its verdict. */
export function figureLines(measured: Measured): string[] {
  const { scale, bot, idle, chats, clients, probe, stored, distinct } = measured;
  const wanted = scale.burst + scale.heavy + Math.ceil(scale.feeds / NEWS_EVERY);
  const acks = [...chats.acks.slack, ...chats.acks.discord];
  const heard = acks.filter((one) => one !== null);
  const missing = acks.length - heard.length;
  const twice = chats.posted.length - new Set(chats.posted).size;
  const { late, never } = lateness(measured);
  const codes = Object.entries(clients.statuses).map(([code, n]) => `${n} x ${code}`);
  return [
    `${scale.burst} new items in one feed, ${scale.heavy} of 200 kB, ${scale.silent} silent hosts, ${scale.feeds} feeds in ${scale.windowMs / 1_000} s,`,
    `${2 * scale.commands} commands, ${scale.clients} API clients; ${measured.seconds.toFixed(0)} s, bot ended with ${measured.ended}`,
    `loop, storm     ${loop(bot.storm)}: ${verdict(bot.storm.p999 < WANTED.delay, `p99.9 under ${WANTED.delay} ms`)}`,
    `loop, with start ${loop(bot.life)}`,
    `loop, idle beside ${loop(idle.life)}`,
    `acks, Slack     ${spread(chats.acks.slack.filter((one) => one !== null))}`,
    `acks, Discord   ${spread(chats.acks.discord.filter((one) => one !== null))}`,
    `acks, all       ${spread(heard)}, ${missing} missing: ${verdict(missing === 0 && quantile(heard, 0.99) < WANTED.ack, `p99 under ${WANTED.ack} ms`)}`,
    `answers         ${chats.answers.length} of ${acks.length}, ${spread(chats.answers)}`,
    `/healthz        ${spread(probe.ms)}, ${probe.failed} failed of ${probe.ms.length + probe.failed}: ${verdict(probe.failed === 0 && Math.max(...probe.ms) < WANTED.health, `always under ${WANTED.health} ms`)}`,
    `feeds asked     ${spread(late)} after being due, ${never} never: ${verdict(never === 0 && Math.max(...late) < WANTED.late, `within ${WANTED.late / 1_000} s`)}`,
    `API             ${codes.join(', ')}; ${spread(clients.ms)}`,
    `memory          peak ${bot.peakMb.toFixed(0)} MiB: ${verdict(bot.peakMb < WANTED.peakMb, `under ${WANTED.peakMb} MiB`)}; processor ${bot.cpuSeconds.toFixed(0)} s`,
    `items           ${stored} stored of ${wanted}, ${stored - distinct} twice: ${verdict(stored === wanted && distinct === stored, 'none lost')}`,
    `cards           ${chats.posted.length} messages, ${twice} twice: ${verdict(twice === 0, 'none twice')}`,
  ];
}

/** How long after being due each healthy feed was asked, in ms. */
function lateness({ scale, begins, feeds }: Measured): { readonly late: number[]; readonly never: number } {
  const late: number[] = [];
  let never = 0;
  for (let n = 0; n < scale.feeds; n++) {
    const at = feeds.asked[feedId(n)]?.[0];
    if (at === undefined) never++;
    else late.push(Math.max(0, at - begins - dueAfter(n, scale)));
  }
  return { late, never };
}
