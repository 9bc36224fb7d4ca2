/** What is wrong with a variable. The words, with what to write instead, are in `messages.operator.faults`. */
export type FaultCode =
  | 'slack_bot_token_shape'
  | 'slack_app_token_shape'
  | 'slack_secret_shape'
  | 'slack_half'
  | 'slack_no_bot_token'
  | 'slack_http_needs_port'
  | 'discord_token_shape'
  | 'discord_app_id_shape'
  | 'discord_half'
  | 'not_a_url'
  | 'not_a_port'
  | 'not_a_postgres_url'
  | 'not_ranges'
  | 'not_seconds'
  | 'not_a_number'
  | 'not_a_choice'
  | 'not_a_zone'
  | 'not_a_proxy'
  | 'env_unreadable'
  | 'not_slack_operators'
  | 'not_discord_operators'
  | 'not_spaces'
  | 'unknown_variable';

/** One variable that cannot be used as it stands. */
export type ConfigFault = {
  readonly variable: string;
  readonly code: FaultCode;
  /** What was written; null for secrets and for what is missing. */
  readonly given: string | null;
  /** What may be written instead: choices, a near name, the other variables that would complete it. */
  readonly expected: readonly string[];
};
