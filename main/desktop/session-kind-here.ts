/** The windowing system of this very process. */
import { app } from 'electron';
import { type SessionKind, sessionKind } from './session-kind';

export function kindHere(): SessionKind {
  const major = Number.parseInt(process.versions.electron, 10);
  const ozone = app.commandLine.getSwitchValue('ozone-platform');
  return sessionKind(process.platform, process.env, major, ozone);
}
