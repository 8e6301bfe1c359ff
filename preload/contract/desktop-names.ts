/** The names of the desktop calls and which window may use each. No zod; desktop.ts declares their shapes. */
export const desktopRules = {
  'desktop.info': ['main', 'quick'],
  'desktop.choose-folder': ['main'],
  'desktop.open-link': ['main', 'quick'],
  'desktop.copy': ['main', 'quick'],
  'desktop.save-text': ['main'],
  'desktop.save-pdf': ['main'],
  'desktop.show-output': ['main'],
  'desktop.show-main': ['main', 'quick'],
  'desktop.show-quick': ['main'],
  'desktop.hide-quick': ['quick'],
  'desktop.pin-quick': ['quick'],
  'desktop.read-text': ['quick'],
  'desktop.choose-files': ['quick'],
  'desktop.resize-quick': ['quick'],
  'desktop.ready': ['main', 'quick'],
} as const satisfies Record<string, readonly WindowName[]>;

export type WindowName = 'main' | 'quick';
export type DesktopCallName = keyof typeof desktopRules;
export const desktopCallNames = Object.keys(desktopRules) as DesktopCallName[];
