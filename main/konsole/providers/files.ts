/** Files that go along with a message, as a model is told them: pictures and PDFs as such, text between marks. Pure. */
import type { Part } from './dialogue';
import type { ModelFile, ModelTurn, Reads } from './types';

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export type PictureType = (typeof pictures)[number];

export const pdfType = 'application/pdf';

/** The type as the APIs name it; undefined for what not every one of them takes as a picture. */
export const pictureType = (type: string): PictureType | undefined =>
  pictures.find((one) => one === type);

export function fileParts(files: readonly ModelFile[]): Part[] {
  return files.flatMap((file): Part[] => {
    const { name, type, data } = file;
    const media = pictureType(type);
    if (media) return [{ kind: 'image', type: media, data }];
    const label = name.replace(/["<>&\n]/g, '_');
    const told = (text: string): Part => ({ kind: 'text', text: `<file name="${label}">${text}` });
    switch (type) {
      case 'gone':
        return [told('(no longer kept)</file>')];
      case 'unread':
        return [told(`(${data})</file>`)];
      case pdfType:
        // Named in words: not every API tells a model the name, and some servers drop in silence what they do not know.
        return [told('(a PDF, which follows)</file>'), { kind: 'pdf', name: pdfName(label), data }];
      default:
        // What the file says cannot end the mark around it.
        return [told(`\n${data.replaceAll(/<(?=\/file>)/g, '‹')}\n</file>`)];
    }
  });
}

/** OpenAI's API knows what a file is by the end of its name. */
const pdfName = (name: string) => (/\.pdf$/i.test(name) ? name : `${name}.pdf`);

/** The file as a model gets it that reads no more than that: what it cannot be given, it is told of in words. */
export function asRead(file: ModelFile, reads: Reads): ModelFile {
  const unread = (data: string) => ({ name: file.name, type: 'unread', data });
  if (reads.pdf === false && file.type === pdfType) {
    return unread('a PDF, which this model cannot read');
  }
  if (reads.images === false && file.type.startsWith('image/')) {
    return unread('a picture, which this model cannot see');
  }
  return file;
}

/** The turns as a model gets them that reads no more than that. */
export function turnsAsRead(turns: readonly ModelTurn[], reads: Reads): readonly ModelTurn[] {
  return turns.map((turn) => {
    const { attached } = turn;
    return attached ? { ...turn, attached: attached.map((file) => asRead(file, reads)) } : turn;
  });
}
