/** What a page may ask the system for: nothing, unless listed here with its reason. */
import type { Session } from 'electron';

/** Electron's permission name → why Konsole needs it. Empty: copying goes through a desktop call. */
export const allowedPermissions: Readonly<Record<string, string>> = {};

export const isAllowed = (permission: string): boolean =>
  Object.hasOwn(allowedPermissions, permission);

/** Refuses requests, silent checks, devices, screen capture and downloads of one session. */
export function refusePermissions(
  session: Session,
  log: (message: string, fields: Record<string, unknown>) => void,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    const allowed = isAllowed(permission);
    if (!allowed) log('A page asked for a permission and was refused', { permission });
    callback(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
}
