/** What of the files that go along the model that is asked cannot be given: said before they are sent. */
import type { ModelInfo } from '../../../preload/contract/shapes';
import { useAttachments } from '../../stores/attachments';
import type { Attachment } from '../../stores/attachments';
import { useSettings } from '../../stores/settings-store';
import { modelLabel } from '../settings/model-groups';

/** Undefined where it gets all of them, as far as is known. `model` is `<provider>/<model>`. */
export function useUnread(place: string, model: string | undefined): string | undefined {
  const files = useAttachments(place);
  const models = useSettings((state) => state.models);
  return model === undefined ? undefined : unreadWords(files, model, models);
}

export function unreadWords(
  files: readonly Attachment[],
  model: string,
  models: readonly ModelInfo[],
): string | undefined {
  const { images, pdf, quickOnly } = models.find(({ id }) => id === model) ?? {};
  const named = (fits: (type: string) => boolean) =>
    files.flatMap(({ name, blob }) => (blob && fits(blob.type) ? [name] : []));
  const pictures = images === false ? named((type) => type.startsWith('image/')) : [];
  const pdfs = pdf === false ? named((type) => type === 'application/pdf') : [];
  const lacks = [
    ...(pictures.length > 0 ? ['sees no pictures'] : []),
    ...(pdfs.length > 0 ? ['reads no PDF'] : []),
  ];
  if (lacks.length === 0) return undefined;
  const names = inARow([...pictures, ...pdfs]);
  const told = `${modelLabel(model, models)} ${inARow(lacks)}: it is told only that ${names} came along.`;
  // Its tool reads the words of one.
  const way = pdfs.length > 0 && quickOnly === undefined;
  return way ? `${told} Put a PDF in the folder and name it with @ to have its text read.` : told;
}

/** "a", "a and b", "a, b and c" */
const inARow = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
