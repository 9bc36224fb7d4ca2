/** The IANA zone that people mean, in its usual spelling (`europe/paris` is `Europe/Paris`); null when it is none. */
export function readZone(text: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text.trim() }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
