/** The tray icon itself: draws the model, runs its actions. Rebuilt when something changed; a timer only while turns run. */
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { drawTrayIcon } from './tray-icon';
import {
  type TrayAction,
  type TrayItem,
  type TrayModel,
  type TrayState,
  trayModel,
} from './tray-model';
import type { TrayFacts } from './tray-model';

export interface TrayDeps {
  facts: () => TrayFacts;
  act: (action: TrayAction) => void;
}

/** Ages in the menu are whole minutes. */
const ageTick = 30_000;

export function createTray(deps: TrayDeps) {
  const tray = new Tray(iconOf('idle'));
  let shown = '';
  let state: TrayState = 'idle';
  let timer: NodeJS.Timeout | undefined;

  function refresh(): void {
    const model = trayModel(deps.facts());
    const key = JSON.stringify(model);
    if (key !== shown) draw(model);
    shown = key;
    const ages = model.items.some((item) => item.kind === 'menu');
    if (ages && !timer) timer = setInterval(refresh, ageTick);
    if (!ages && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  function draw(model: TrayModel): void {
    if (model.state !== state) tray.setImage(iconOf(model.state));
    state = model.state;
    tray.setToolTip(model.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(model.items.map(toTemplate)));
  }

  function toTemplate(item: TrayItem): MenuItemConstructorOptions {
    switch (item.kind) {
      case 'item':
        return { label: item.label, click: () => deps.act(item.action) };
      case 'note':
        return { label: item.label, enabled: false };
      case 'menu':
        return { label: item.label, submenu: item.items.map(toTemplate) };
      case 'line':
        return { type: 'separator' };
    }
  }

  tray.on('click', () => deps.act({ do: 'open' }));
  refresh();
  return {
    refresh,
    close(): void {
      clearInterval(timer);
      tray.destroy();
    },
  };
}

const icons = new Map<TrayState, Electron.NativeImage>();

function iconOf(state: TrayState): Electron.NativeImage {
  const known = icons.get(state);
  if (known) return known;
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const size = 22 * scaleFactor;
    const drawn = nativeImage.createFromBitmap(drawTrayIcon(state, size), {
      width: size,
      height: size,
    });
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer: drawn.toPNG() });
  }
  icons.set(state, image);
  return image;
}
