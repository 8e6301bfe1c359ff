/** Files that go along with a message, as a model is told them: pictures as such, text between marks. Pure. */
import type { Part } from './dialogue';
import type { ModelFile } from './types';

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export type PictureType = (typeof pictures)[number];

/** The type as the APIs name it; undefined for what not every one of them takes as a picture. */
export const pictureType = (type: string): PictureType | undefined =>
  pictures.find((one) => one === type);

export function fileParts(files: readonly ModelFile[]): Part[] {
  return files.map(({ name, type, data }): Part => {
    const media = pictureType(type);
    if (media) return { kind: 'image', type: media, data };
    const label = name.replace(/["<>&\n]/g, '_');
    if (type === 'gone') {
      return { kind: 'text', text: `<file name="${label}">(no longer kept)</file>` };
    }
    // What the file says cannot end the mark around it.
    const inside = data.replaceAll(/<(?=\/file>)/g, '‹');
    return { kind: 'text', text: `<file name="${label}">\n${inside}\n</file>` };
  });
}
