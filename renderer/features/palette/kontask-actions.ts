/** What can be done to the kontask whose page is in front. */
import type { Kontask, KontaskStatus } from '../../../preload/contract/shapes';
import { isBrowser, useDesktop } from '../../stores/desktop-store';
import { exportFormats, exportKontask } from '../kontasks/export/save';
import { deleteKontask, editLayout, shownKontask } from '../kontasks/page/page-actions';
import { changeStatus } from '../kontasks/page/status-menu';
import { statusNames } from '../kontasks/status';
import type { Action } from './action';

const onKontask = (run: (kontask: Kontask) => void, fits: (kontask: Kontask) => boolean) => ({
  group: 'This kontask' as const,
  when: () => {
    const kontask = shownKontask();
    return kontask !== undefined && fits(kontask);
  },
  run: () => {
    const kontask = shownKontask();
    if (kontask) run(kontask);
  },
});

const always = () => true;

export const kontaskActions: readonly Action[] = [
  ...Object.entries(statusNames).map(([status, name]) => ({
    id: `kontask-status-${status}`,
    name: `Status: ${name}`,
    words: 'kontask change state move archive done',
    ...onKontask(
      () => void changeStatus(status as KontaskStatus),
      (kontask) => kontask.status !== status,
    ),
  })),
  ...exportFormats.map(({ format, name }) => ({
    id: `kontask-export-${format}`,
    name: `Export this kontask as ${name}…`,
    words: 'save file download',
    ...onKontask(
      (kontask) => void exportKontask(kontask, format),
      // Printing to a file is the desktop's.
      () => format !== 'pdf' || !isBrowser(useDesktop.getState()),
    ),
  })),
  {
    id: 'kontask-layout',
    name: 'Edit the layout of this kontask',
    words: 'regions order hide show move',
    ...onKontask(({ id }) => editLayout(id), always),
  },
  {
    id: 'kontask-delete',
    name: 'Delete this kontask',
    words: 'remove',
    ...onKontask((kontask) => void deleteKontask(kontask), always),
  },
];
