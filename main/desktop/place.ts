/** A place in Konsole that something outside its windows leads to, and how its window is told. No Electron. */
import type { DesktopNotice, DesktopParams } from '../../preload/contract/desktop';

export interface Place {
  session?: string | undefined;
  kontask?: string | undefined;
  /** With a kontask: the label of the choice that was picked, which is not sent before a person has seen its value. */
  choice?: string | undefined;
  /** The kontasks that need a decision. */
  decisions?: true | undefined;
}

/** What the main window is told; undefined where it is only to come to the front. */
export function noticeFor(
  place: Place & DesktopParams<'desktop.show-main'>,
): DesktopNotice | undefined {
  const { session, kontask, choice, decisions, section } = place;
  if (session !== undefined) return { type: 'open-session', session };
  if (kontask !== undefined) {
    return { type: 'open-kontask', kontask, ...(choice === undefined ? {} : { choice }) };
  }
  if (decisions) return { type: 'open-decisions' };
  return section === undefined ? undefined : { type: 'open-section', section };
}
