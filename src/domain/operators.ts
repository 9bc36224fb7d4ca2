/** Who operates the bot, by platform: the only ones who change what all share. */
export type Operators = {
  readonly slack: readonly SlackOperator[];
  readonly discord: readonly DiscordOperator[];
};

/** A person of a workspace. */
export type SlackOperator = { readonly team: string; readonly user: string };

/** A person wherever they ask, or whoever has a role in one server. */
export type DiscordOperator = { readonly user: string } | { readonly server: string; readonly role: string };
