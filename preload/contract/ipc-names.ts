/** The Electron channels between a window and main; everything else is refused by not existing. No zod. */
export const ipcNames = {
  /** invoke(name, params) → Answer: every command and every desktop call. */
  call: 'konsole:call',
  /** invoke(name, ArrayBuffer) → Answer: a file that a person gives along. */
  blob: 'konsole:blob',
  /** postMessage({id}, [port]): one subscription. */
  port: 'konsole:port',
  /** main → window: a DesktopNotice. */
  notice: 'konsole:notice',
} as const;
