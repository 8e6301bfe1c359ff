/** Choosing transports: what was asked for and is not answered yet, and the next preset by a key. */
import { create } from 'zustand';
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import { isBrowser, useDesktop } from '../../stores/desktop-store';
import { useSettings, writeSettings } from '../../stores/settings-store';
import type { SettingsView } from '../../stores/settings-store';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';
import { pagePresets, pageTransport, presetAfter, presetOf, presets, shortWords } from './ways';
import type { Preset, Transports } from './ways';

/** A choice is shown at once; one that is refused goes back. Empty once everything is answered. */
export const useChoice = create<{ asked?: Transports }>()(() => ({}));
let unanswered = 0;
let takeAway = () => {};

/** What the lanes are to use: as asked, else as the settings say. Absent until these are loaded. */
export function wantedTransports(): Transports | undefined {
  return wantedBy(useChoice.getState().asked, useSettings.getState().settings?.lanes);
}

export function useWanted(): Transports | undefined {
  const asked = useChoice((state) => state.asked);
  const lanes = useSettings((state) => state.settings?.lanes);
  return wantedBy(asked, lanes);
}

type SettingsOfLanes = NonNullable<SettingsView['settings']>['lanes'];

/** A page in a browser reads the setting in its own way, see `pageTransport`. */
function wantedBy(
  asked: Transports | undefined,
  lanes: SettingsOfLanes | undefined,
): Transports | undefined {
  const wanted = asked ?? (lanes && { main: lanes.main.transport, quick: lanes.quick.transport });
  if (!wanted || !isBrowser(useDesktop.getState())) return wanted;
  return { ...wanted, main: pageTransport(wanted.main) };
}

/**
 * Sets the lanes that are named. Setting again what is set tries a transport anew that was given up. Rejects with what
 * is wrong.
 */
export async function chooseTransports(transports: Partial<Transports>): Promise<void> {
  const wanted = wantedTransports();
  if (wanted) useChoice.setState({ asked: { ...wanted, ...transports } });
  unanswered += 1;
  const lanes = Object.entries(transports).map(([lane, transport]) => [
    lane,
    { transport: writtenFor(transport) },
  ]);
  try {
    await writeSettings({ lanes: Object.fromEntries(lanes) });
  } finally {
    unanswered -= 1;
    if (unanswered === 0) useChoice.setState({}, true);
  }
}

/** A page's SSE is no wish of the desktop's windows, which follow the same setting: it leaves them the direct way. */
function writtenFor(transport: TransportKind): TransportKind {
  const isSse = useSettings.getState().settings?.lanes.main.transport === 'sse';
  if (transport !== 'sse' || isSse || !isBrowser(useDesktop.getState())) return transport;
  return 'direct';
}

/** Those that can be chosen where this page is. */
export const presetsHere = (): readonly Preset[] =>
  isBrowser(useDesktop.getState()) ? pagePresets : presets;

/** By a command or a key: what it is now is said, and seen for a moment; so is a failure. */
export async function choosePreset(preset: Preset): Promise<void> {
  try {
    await chooseTransports(preset.transports);
  } catch (error) {
    return showFailure(error);
  }
  const now = wantedTransports();
  // Where another was asked for meanwhile, that one is said when it is there.
  if (!now || presetOf(presetsHere(), now) !== preset) return;
  const { main, quick = main } = preset.transports;
  const both = main === quick ? '' : ` (${shortWords(now)})`;
  takeAway();
  takeAway = toast({ message: `Transport: ${preset.name}${both}`, stayMs: 3_000, said: true });
  announce(`Transport: ${preset.name}. ${preset.does}`);
}

/** Sets again what is set: what was given up is tried anew. A failure is shown. */
export const tryAgain = (lane: Lane, wanted: TransportKind): Promise<void> =>
  chooseTransports({ [lane]: wanted }).catch(showFailure);

function showFailure(error: unknown): void {
  toast({ message: messageOf(error), tone: 'bad' });
}

/** The preset after the one that is set. Nothing before the settings are loaded. */
export function chooseNext(): void {
  const now = wantedTransports();
  const next = now && presetAfter(presetsHere(), now);
  if (next) void choosePreset(next);
}
