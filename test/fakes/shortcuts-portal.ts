/**
 * A desktop portal that offers global shortcuts, as far as asking for them goes: owns org.freedesktop.portal.Desktop on a
 * session bus and tells the version. https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
 */
import { openBus } from './dbus-connection';

/** `shortcuts`: the version of its GlobalShortcuts. Other interfaces are told as 0, which no portal has. */
export async function openShortcutsPortal(
  address: string,
  shortcuts: number,
): Promise<{ close(): void }> {
  const bus = await openBus(address, ({ member, body }) => {
    if (member !== 'Get') return { signature: '', body: [] };
    const asked = body[0] === 'org.freedesktop.portal.GlobalShortcuts' && body[1] === 'version';
    return { signature: 'v', body: [{ signature: 'u', value: asked ? shortcuts : 0 }] };
  });
  await bus.own('org.freedesktop.portal.Desktop');
  return { close: bus.close };
}
