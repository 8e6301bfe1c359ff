/**
 * Before end-to-end tests: a current build, a real Electron, a display and a message bus of our own.
 * Test processes find them in their environment.
 */
import { buildIfStale } from '../../scripts/build.mjs';
import { openBus, openDisplay } from '../../scripts/display.mjs';
import { findElectron } from '../../scripts/electron-runtime.mjs';

export async function setup() {
  await buildIfStale({ strict: false, quiet: true });
  const electron = await findElectron();
  console.log(electron.source);
  process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
  if (process.platform !== 'linux') return undefined;
  const [display, bus] = await Promise.all([openDisplay(), openBus()]);
  process.env.DISPLAY = display.display;
  process.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
  delete process.env.WAYLAND_DISPLAY;
  return async () => {
    await Promise.all([display.close(), bus.close()]);
  };
}
