import { webApi } from '@slack/bolt';
import type { SendCode, SendOutcome } from '../../domain/alert.ts';
import { WireError } from './wire.ts';

/** What went wrong with a call, in the outbox's codes. */
export type Fault = {
  readonly code: SendCode;
  /** True when Slack may have done what was asked although no good answer came. */
  readonly perhaps: boolean;
  /** True when asking again can help without anybody doing anything. */
  readonly passing: boolean;
  readonly afterMs?: number;
};

const fault = (code: SendCode, passing: boolean, perhaps = false, afterMs?: number): Fault => ({
  code,
  passing,
  perhaps,
  ...(afterMs !== undefined && { afterMs }),
});

/** Wait before a call that a bad token refused is tried again: an operator is putting it right. */
const TOKEN_WAIT = 60_000;

/** Slack's error words (docs.slack.dev/reference/methods/chat.postMessage and chat.update) by what they mean here. */
const MEANINGS: readonly (readonly [Fault, readonly string[]])[] = [
  [
    fault('token_revoked', true, false, TOKEN_WAIT),
    [
      'invalid_auth',
      'not_authed',
      'account_inactive',
      'token_revoked',
      'token_expired',
      'team_disabled',
      'org_login_required',
    ],
  ],
  [fault('channel_gone', false), ['channel_not_found', 'is_inactive']],
  [fault('channel_archived', false), ['is_archived', 'channel_is_archived']],
  [fault('not_in_channel', false), ['not_in_channel']],
  // Deleted, or closed to any change: either way nothing more can be told in it or under it.
  [
    fault('message_gone', false),
    [
      'message_not_found',
      'thread_not_found',
      'cannot_reply_to_message',
      'cant_update_message',
      'edit_window_closed',
      'restricted_action_thread_locked',
      'restricted_action_non_threadable_channel',
    ],
  ],
  [
    fault('forbidden', false),
    [
      'missing_scope',
      'no_permission',
      'access_denied',
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'not_allowed_token_type',
      'team_access_not_granted',
      'ekm_access_denied',
      'enterprise_is_restricted',
      'messages_tab_disabled',
      'user_not_in_channel',
      'cannot_dm_bot',
      'two_factor_setup_required',
    ],
  ],
  [
    fault('bad_payload', false),
    [
      'invalid_blocks',
      'invalid_blocks_format',
      'invalid_attachments',
      'invalid_arguments',
      'invalid_arg_name',
      'invalid_array_arg',
      'invalid_charset',
      'invalid_form_data',
      'invalid_post_type',
      'missing_post_type',
      'msg_too_long',
      'msg_blocks_too_long',
      'no_text',
      'too_many_attachments',
      'attachment_payload_limit_exceeded',
      'invalid_metadata_format',
      'invalid_metadata_schema',
      'metadata_too_large',
      'metadata_must_be_sent_from_app',
    ],
  ],
  [fault('rate_limited', true, false, 30_000), ['ratelimited', 'rate_limited', 'message_limit_exceeded']],
  [
    fault('platform_error', true, false, 5_000),
    ['request_timeout', 'service_unavailable', 'team_added_to_org', 'update_failed'],
  ],
  /** By Slack's own words, some of it may have been done before the error. */
  [fault('platform_error', true, true), ['fatal_error', 'internal_error']],
];

const BY_WORD: ReadonlyMap<string, Fault> = new Map(
  MEANINGS.flatMap(([meaning, words]) => words.map((word) => [word, meaning])),
);

/** The word of Slack's own refusal, null when the failure was of another kind. */
export function refusal(error: unknown): string | null {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : null;
}

/** Any error of a call through the SDK, judged. */
export function judge(error: unknown): Fault {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return fault('rate_limited', true, false, Math.max(1, error.retryAfter) * 1000);
  if (error instanceof webApi.WebAPIPlatformError) return judgeWord(error.data.error);
  if (error instanceof webApi.WebAPIRequestError) return judgeWire(error.original);
  if (error instanceof webApi.WebAPIHTTPError) return judgeStatus(error.statusCode);
  if (error instanceof Error && /retry header/i.test(error.message)) return fault('rate_limited', true, false, 30_000);
  return judgeWire(error);
}

function judgeWord(word: string): Fault {
  const known = BY_WORD.get(word);
  if (known) return known;
  // A word we do not know is a refusal; anything else was no answer of Slack's at all.
  return fault('platform_error', true, !/^[a-z0-9_]+$/.test(word));
}

function judgeWire(error: unknown): Fault {
  if (!(error instanceof WireError)) return fault('unreachable', true, true);
  return fault(error.timedOut ? 'timeout' : 'unreachable', true, error.written);
}

function judgeStatus(status: number): Fault {
  if (status === 413) return fault('bad_payload', false);
  return fault('platform_error', true, status >= 500);
}

/** The outcome for the outbox of a call that failed. What can be repeated without doubling is never ambiguous. */
export function outcomeOf({ code, perhaps, passing, afterMs }: Fault, repeatable: boolean): SendOutcome {
  if (!passing) return { kind: 'dead', code };
  if (perhaps && !repeatable) return { kind: 'ambiguous', code };
  return { kind: 'retry', code, ...(afterMs !== undefined && { afterMs }) };
}
