import type { App, BlockAction, ButtonAction, webApi } from '@slack/bolt';
import type { Asker, Caller, Shown } from '../../command.ts';
import type { Lang } from '../../domain/language.ts';
import { LANGS } from '../../domain/language.ts';
import type { View } from '../../domain/view.ts';
import { messagesOf } from '../../messages/index.ts';
import type { Clock, InboxRepository } from '../../ports.ts';
import { type Answering, giveAnswer, type Reply } from './answers.ts';
import type { Asked } from './callers.ts';
import { judge } from './faults.ts';
import { errorsOf, FORM_CALLBACK, type FormOrigin, modalOf, originOf, valuesOf } from './form.ts';
import type { Log } from './log.ts';
import type { Cache } from './people.ts';
import { renderView, type SlackMessage } from './render.ts';
import { QUIET } from './send.ts';
import { slackName, typedText, unescapeText } from './text.ts';

/** Slack closes a form by itself 3 s after it was sent in; later the answer comes as a message. */
const FORM_PATIENCE = 2_400;
const HELD_FOR = 90 * 86_400_000;

export type Listening = {
  readonly asker: Asker;
  readonly inbox: InboxRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly cache: Cache;
  /** What answering needs beside the client. */
  readonly answering: Omit<Answering, 'client'>;
  readonly lang: Lang;
  readonly caller: (asked: Asked) => Promise<Caller>;
  /** Runs work that a stop waits for. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  /** The token was taken away. */
  readonly revoked: () => void;
};

/** Keeps the lines of buttons whose value would not hold them, for as long as a card is likely to be read. */
export async function holdLines(message: SlackMessage, cache: Cache): Promise<void> {
  // A button that was not kept says so when it is pressed; that must not keep the message back.
  for (const [token, line] of message.held) await cache.set(`slack:${token}`, line, HELD_FOR).catch(() => undefined);
}

/** Has the app answer slash commands, presses, forms and the events of its own coming and going. */
export function listen(app: App, on: Listening): void {
  const { asker, cache, log } = on;
  const names = commandNames(asker);

  const draw = async (view: View, lang: Lang): Promise<Pick<SlackMessage, 'text' | 'blocks'>> => {
    const message = renderView(view, lang);
    await holdLines(message, cache);
    return { text: message.text, blocks: message.blocks };
  };

  /** False for what Slack delivers a second time: its answer, and the files with it, were given. */
  const fresh = async (trigger: string | undefined): Promise<boolean> =>
    trigger === undefined || (await on.inbox.first(`slack:${trigger}`, on.clock.now()).catch(() => true));

  const reply = (url: string, caller: Caller, channel: string | undefined, more: Partial<Reply> = {}): Reply => ({
    url,
    ...more,
    place: { user: caller.user.id, channel, thread: undefined, ...more.place },
  });

  /**
   * Acknowledges. A socket that Slack refreshes in this very moment takes no acknowledgement any more: the answer goes
   * its own way, so it is given all the same. False where it was not taken.
   */
  const acked = async (ack: () => Promise<void>): Promise<boolean> => {
    try {
      await ack();
      return true;
    } catch (error) {
      log.warn('Slack took no acknowledgement; the answer is given all the same', { error: messageOf(error) });
      return false;
    }
  };

  app.command(/^\//, async ({ command, ack, client }) => {
    await acked(ack);
    await on.during(async () => {
      if (!(await fresh(command.trigger_id))) return;
      const short = slackName(command.command.slice(1));
      const typed = typedText(command.text ?? '');
      const line = names.has(short) ? `${short} ${typed}`.trim() : typed;
      const { user_id: user, team_id: team, channel_id: channel } = command;
      const caller = await on.caller({ user, team, channel });
      const shown = await asker.line(line === '' ? 'help' : line, caller);
      const to = reply(command.response_url, caller, command.channel_id);
      await giveAnswer(shown, caller.lang, to, { ...on.answering, client });
    });
  });

  // What no button of ours sends is taken note of, or it would hang until Slack gives up.
  app.action(/^(?!(?:line|form):\d+$)/, async ({ ack }) => void (await acked(ack)));
  app.view(new RegExp(`^(?!${FORM_CALLBACK}$)`), async ({ ack }) => void (await acked(ack)));

  app.action<Press>(/^(line|form):\d+$/, async ({ action, body, ack, client }) => {
    await acked(ack);
    await on.during(async () => {
      if (!(await fresh(body.trigger_id))) return;
      const { id: user, team_id: ownTeam } = body.user;
      const caller = await on.caller({ user, ownTeam, team: body.team?.id ?? ownTeam, channel: body.channel?.id });
      const place = { user: caller.user.id, channel: body.channel?.id, thread: threadOf(body) };
      const to: Reply = { url: body.response_url, place, alone: true };
      const give = (shown: Shown, more: Partial<Reply> = {}): Promise<void> =>
        giveAnswer(shown, caller.lang, { ...to, ...more }, { ...on.answering, client });
      const line = await lineOf(unescapeText(action.value ?? ''), cache);
      const words = messagesOf(caller.lang).slack;
      if (line === null) return give(notice(words.pressExpired, words.pressExpiredHint));
      const form = action.action_id.startsWith('form:') ? await asker.form(line, caller) : null;
      if (form === null) {
        // Leafing through one's own answer turns the page instead of adding to the pile.
        const turns = body.container?.['is_ephemeral'] === true && /^page\s/.test(line);
        return give(await asker.line(line, caller), { replace: turns });
      }
      const origin: FormOrigin = {
        command: form.command,
        channel: caller.channel && { space: caller.channel.space, channel: caller.channel.channel },
        responseUrl: body.response_url ?? null,
      };
      try {
        await client.views.open({ trigger_id: body.trigger_id, view: modalOf(form, origin) });
      } catch (error) {
        log.warn('Slack did not open a form', { code: judge(error).code, command: form.command });
        await give(notice(words.formLate, words.formLateHint));
      }
    });
  });

  app.view({ callback_id: FORM_CALLBACK, type: 'view_submission' }, async ({ view, body, ack, client }) => {
    const origin = originOf(view.private_metadata);
    if (origin === null) return void (await acked(ack));
    await on.during(async () => {
      const caller = await on.caller({
        user: body.user.id,
        ownTeam: body.user.team_id,
        team: origin.channel?.space ?? body.team?.id,
        channel: origin.channel?.channel,
      });
      const submitting = asker.submit(origin.command, valuesOf(view.state.values), caller);
      const result = await soonOr(submitting, null);
      if (result !== null && !result.ok && Object.keys(result.errors).length > 0) {
        const blocks = view.blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
        const errors = errorsOf(result.errors, blocks);
        if (await acked(() => ack({ response_action: 'errors', errors }))) return;
      } else await acked(ack);
      const { shown } = result ?? (await submitting);
      await showForm(shown, origin, caller, client);
    });
  });

  /** Where the form was opened from; failing that the channel; failing that the person's own messages. */
  const showForm = async (
    shown: Shown,
    origin: FormOrigin,
    caller: Caller,
    client: webApi.WebClient,
  ): Promise<void> => {
    if (origin.responseUrl !== null) {
      const to = reply(origin.responseUrl, caller, origin.channel?.channel);
      return giveAnswer(shown, caller.lang, to, { ...on.answering, client });
    }
    const message = { ...(await draw(shown.view, caller.lang)), ...QUIET };
    const user = caller.user.id;
    const posted = origin.channel
      ? await client.chat.postEphemeral({ channel: origin.channel.channel, user, ...message }).catch(() => null)
      : null;
    if (posted === null) await client.chat.postMessage({ channel: user, ...message });
  };

  app.event('member_joined_channel', async ({ event, body, context, client }) => {
    if (event.user !== context.botUserId) return;
    await on.during(async () => {
      if (!(await on.inbox.first(`slack:${body.event_id}`, on.clock.now()))) return;
      const caller = await on.caller({ user: event.inviter ?? '', team: event.team, channel: event.channel });
      const shown = await asker.line('help', caller);
      await client.chat.postMessage({ channel: event.channel, ...(await draw(shown.view, caller.lang)), ...QUIET });
    });
  });

  for (const gone of ['app_uninstalled', 'tokens_revoked'] as const)
    app.event(gone, async ({ body }) => {
      await on.during(async () => {
        if (await on.inbox.first(`slack:${body.event_id}`, on.clock.now())) on.revoked();
      });
    });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The thread in which the button stands. */
function threadOf({ message, container }: Press): string | undefined {
  const thread: unknown = message?.['thread_ts'] ?? container?.['thread_ts'];
  return typeof thread === 'string' ? thread : undefined;
}

/** A press as Slack sends it for our buttons. */
type Press = BlockAction<ButtonAction>;

/** The names that a slash command of its own may have, in every language, as Slack writes them. */
export function commandNames(asker: Pick<Asker, 'commands'>): ReadonlySet<string> {
  const words = LANGS.flatMap((lang) =>
    asker.commands.map(({ name }) => messagesOf(lang).commands[name]?.name ?? name),
  );
  return new Set([...asker.commands.map(({ name }) => name), ...words].map(slackName));
}

async function lineOf(value: string, cache: Cache): Promise<string | null> {
  if (!value.startsWith('held:')) return value === '' ? null : value;
  const kept = await cache.get(`slack:${value}`).catch(() => undefined);
  return typeof kept === 'string' ? kept : null;
}

function notice(title: string, hint: string): Shown {
  const view: View = { title, tone: 'warn', blocks: [{ kind: 'text', line: [hint] }] };
  return { view, data: null, private: true, ok: true };
}

async function soonOr<T, U>(work: Promise<T>, late: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(late), FORM_PATIENCE);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
