/** A click that the frame tells of: opened as every link is, and only when a person did something just now. */
import type { WindowWithBridge } from '../../../../preload/contract/bridge-api';
import { safeLink } from '../../markdown/safe-link';

/** News of a click comes by another way than news of the link, and may come later. ms */
const clickPatience = 150;

/** Chromium says so of a page whose frame was clicked, too; where nothing is said, the click is taken at its word. */
const personIsHere = (): boolean => {
  const { userActivation } = navigator as { userActivation?: UserActivation };
  return userActivation?.isActive ?? true;
};

/** Answers with what went wrong, or nothing. */
export async function followLink(url: string): Promise<string | undefined> {
  const link = safeLink(url);
  if (!link) return 'This link leads nowhere that may be opened.';
  if (!personIsHere()) {
    await new Promise((resolve) => {
      setTimeout(resolve, clickPatience);
    });
    if (!personIsHere()) return 'The output tried to open a link by itself. It was not opened.';
  }
  const bridge = (globalThis as typeof globalThis & WindowWithBridge).konsole;
  if (!bridge) return 'Links open in the desktop app only.';
  const answer = await bridge.desktop['desktop.open-link']({ url: link.url });
  return answer.ok ? undefined : answer.message;
}
