/** Where the storm's chats are, and by what they know the bot. */
export const SLACK = {
  token: 'xoxb-storm',
  secret: 'storm-signing-secret',
  team: 'T0STORM',
  channel: 'C0STORM',
} as const;
export const DISCORD = {
  token: 'storm.bot.token',
  app: '900000000000000009',
  guild: '900000000000000001',
  channel: '900000000000000002',
} as const;
