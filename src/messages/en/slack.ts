export const slack = {
  /** In the app's manifest; at most 140 characters. */
  about: 'The lookout for the sovereign cloud: news, qualifications, promises, each with its source',
  /** In the app's manifest; Slack wants at least 175 characters. */
  aboutLong:
    'Vigie reads the news of the sovereign-cloud market, tells each story once in the channels that asked for it, and keeps it up to date as it is confirmed or denied. It keeps a sourced record of what every offer promised and delivered, and answers from it as of any day.',
  /** Description of `/vigie`; at most 100 characters. */
  all: 'Ask the lookout anything: offer, news, watch, help…',
  allHint: 'help · offer bleu · watch',
  cut: 'cut short: Slack shows no more in one message',
  pressExpired: 'This button is too old',
  pressExpiredHint: 'Ask again with the command, and press the new one.',
  formLate: 'Slack closed the form before it could open',
  formLateHint: 'Press the button once more.',
};
