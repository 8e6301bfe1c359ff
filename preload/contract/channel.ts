/** The names of channels. No zod: a window builds them too. */

/** `session/<id>` of a session. */
export const sessionChannel = (session: string): string => `session/${session}`;

/** `kontask/<id>` of a kontask: where the journal keeps its past. No reader follows it; `index` says when it changes. */
export const kontaskChannel = (kontask: string): string => `kontask/${kontask}`;
