/** The names of channels. No zod: a window builds them too. */

/** `session/<id>` of a session. */
export const sessionChannel = (session: string): string => `session/${session}`;
