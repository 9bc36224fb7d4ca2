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
  /** Above the files of an answer, where they are posted. */
  filesOf: (title: string): string => `Files: ${title}`,
  filesHere: 'The files are in this conversation.',
  filesOwn: 'The files are in your messages with Vigie.',
  filesNoScope:
    'The files could not be handed over: the Slack app lacks the right files:write. Whoever runs Vigie adds it with the new manifest; until then, the terminal gives them: npm run -s vigie -- ask "…" --save FOLDER.',
  filesNoPlace: 'The files could not be posted here or in your messages. Invite Vigie with /invite, then ask again.',
  filesFailed: 'Slack did not take the files. Ask again in a moment.',
};
