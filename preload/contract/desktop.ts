/** What the windows may ask of the desktop, and what it tells them, beside the commands. Carries zod; import types only from a window. */
import { z } from 'zod';
import type { DesktopCallName } from './desktop-names';
import { transportKind } from './settings';
import { blobInfo } from './shapes';

const text = z.string().max(4096);
export const hotkeyState = z.enum(['registered', 'taken', 'unsupported', 'waiting', 'off']);

/** `why` says why a lane goes another way than it was asked to. */
export const laneState = z.object({
  transport: transportKind,
  wanted: transportKind,
  state: z.enum(['off', 'connecting', 'live', 'waiting']),
  why: z.string().optional(),
});

export const desktopInfo = z.object({
  version: z.string(),
  platform: z.string(),
  home: z.string(),
  electron: z.string(),
  hotkey: z.object({
    accelerator: z.string(),
    state: hotkeyState,
    message: z.string().optional(),
    /** It was pressed since it was registered, so it is sure that it arrives. */
    confirmed: z.boolean().optional(),
  }),
  /** Whether the text that is selected in another window can be read here (X11 alone tells it). */
  selection: z.boolean(),
  /** Where keys can be kept: the system's secret store, or only for this run (`why` says why). */
  secrets: z.object({ kind: z.enum(['system', 'none']), why: z.string().optional() }),
  /** False where there is no tray: closing the window then quits. */
  tray: z.boolean(),
  /** How events come to the window of each lane; a page in a browser has no lanes. */
  lanes: z.object({ main: laneState, quick: laneState }).optional(),
  /** What start-up found wrong and a person should know (a damaged database set aside, for one). */
  notices: z.array(z.object({ id: z.string(), message: z.string() })),
});

export const desktopCalls = {
  'desktop.info': { params: z.object({}), result: desktopInfo },
  /** The system's folder dialog; no path when the person cancelled. */
  'desktop.choose-folder': { params: z.object({}), result: z.object({ path: text.optional() }) },
  /** http, https and mailto only; anything else is refused. */
  'desktop.open-link': { params: z.object({ url: text }), result: z.object({}) },
  'desktop.copy': { params: z.object({ text: z.string().max(8_000_000) }), result: z.object({}) },
  'desktop.save-text': {
    params: z.object({ name: z.string().max(200), text: z.string().max(64_000_000) }),
    result: z.object({ path: text.optional() }),
  },
  /** Brings the main window to the front, at a session or a section where one is named. */
  'desktop.show-main': {
    params: z.object({
      session: z.string().max(64).optional(),
      kontask: z.string().max(64).optional(),
      section: z.enum(['settings', 'kontasks']).optional(),
    }),
    result: z.object({}),
  },
  'desktop.show-quick': { params: z.object({}), result: z.object({}) },
  'desktop.hide-quick': { params: z.object({}), result: z.object({}) },
  /** A pinned quick window stays when the focus leaves it. */
  'desktop.pin-quick': { params: z.object({ pinned: z.boolean() }), result: z.object({}) },
  /** On a person's request alone. At most `limits.textFileBytes` of it; `unsupported` where there is no selection. */
  'desktop.read-text': {
    params: z.object({ from: z.enum(['clipboard', 'selection']) }),
    result: z.object({ text: z.string(), cut: z.boolean().optional() }),
  },
  /** The system's dialog for files to give along; what is chosen is given to Konsole. The quick window stays meanwhile. */
  'desktop.choose-files': {
    params: z.object({}),
    result: z.object({
      blobs: z.array(blobInfo),
      /** What could not be taken, in words. */
      problems: z.array(z.string()),
    }),
  },
  /**
   * Prints one HTML document, without scripts and without network, as PDF to where a person says. No path when they
   * cancelled.
   */
  'desktop.save-pdf': {
    params: z.object({ name: z.string().max(200), html: z.string().max(16_000_000) }),
    result: z.object({ path: text.optional() }),
  },
  /** An output of a kontask in a window of its own, sandboxed as it is on its page. */
  'desktop.show-output': {
    params: z.object({ title: z.string().max(500), html: z.string().max(16_000_000) }),
    result: z.object({}),
  },
  /** The quick window grows and shrinks with its content; px, bounded by the work area. */
  'desktop.resize-quick': {
    params: z.object({ height: z.number().min(60).max(4000) }),
    result: z.object({}),
  },
  /** Told by a window when its first screen is painted and typable. */
  'desktop.ready': { params: z.object({}), result: z.object({}) },
} satisfies Record<DesktopCallName, { params: z.ZodType; result: z.ZodType }>;

export type DesktopCalls = typeof desktopCalls;
export type DesktopParams<Name extends DesktopCallName> = z.input<DesktopCalls[Name]['params']>;
export type DesktopResult<Name extends DesktopCallName> = z.output<DesktopCalls[Name]['result']>;
export type DesktopInfo = z.infer<typeof desktopInfo>;
export type LaneState = z.infer<typeof laneState>;
export type HotkeyState = z.infer<typeof hotkeyState>;

/** What the desktop tells a window of its own accord. */
export type DesktopNotice =
  /** The quick window is in front, with the keyboard; `pinned` when it was before and still is. */
  | { type: 'quick-shown'; pinned?: true }
  | { type: 'open-session'; session: string }
  /** `choice`: the label of what a person has picked elsewhere; they have not seen yet what it sends. */
  | { type: 'open-kontask'; kontask: string; choice?: string }
  | { type: 'open-section'; section: 'settings' | 'kontasks' }
  /** Those kontasks that need a decision. */
  | { type: 'open-decisions' }
  | { type: 'new-session' }
  | { type: 'info-changed' }
  /** The computer woke, the network changed or the window came to the front: connect again at once. */
  | { type: 'wake' };
