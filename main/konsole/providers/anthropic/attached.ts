/** Files that go along with a message, as content of Anthropic's API: pictures as such, text between marks. Pure. */
import type Anthropic from '@anthropic-ai/sdk';
import type { ModelFile } from '../types';

type Content = Anthropic.ContentBlockParam;

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/** The type as the API names it; undefined for what it takes no pictures of. */
export const pictureType = (type: string) => pictures.find((one) => one === type);

export function attachedContent(files: readonly ModelFile[]): Content[] {
  return files.map(({ name, type, data }): Content => {
    const media = pictureType(type);
    if (media) return { type: 'image', source: { type: 'base64', media_type: media, data } };
    const label = name.replace(/["<>&\n]/g, '_');
    if (type === 'gone')
      return { type: 'text', text: `<file name="${label}">(no longer kept)</file>` };
    // What the file says cannot end the mark around it.
    const inside = data.replaceAll(/<(?=\/file>)/g, '‹');
    return { type: 'text', text: `<file name="${label}">\n${inside}\n</file>` };
  });
}
