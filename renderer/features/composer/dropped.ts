/** What a drop or a paste brings: files to add, or something that is left to the text. */

export interface Brought {
  files: readonly File[];
  /** A folder was among it, which cannot be added. */
  folder: boolean;
}

/** True while files are dragged, from outside this page; their names are not known yet. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

export function filesIn(data: DataTransfer): Brought {
  const files: File[] = [];
  let folder = false;
  const items = [...data.items].filter((item) => item.kind === 'file');
  for (const item of items) {
    if (item.webkitGetAsEntry()?.isDirectory) {
      folder = true;
      continue;
    }
    const file = item.getAsFile();
    if (file) files.push(file);
  }
  return { files, folder };
}

/**
 * The files of a paste, where files are what was copied. An office program puts a picture of its text beside the
 * text; there the text is meant. A file manager puts names or paths beside the files; there the files are.
 */
export function filesPasted(data: DataTransfer): Brought {
  const brought = filesIn(data);
  const text = data.getData('text/plain').trim();
  if (text === '' || namesOnly(text, brought.files)) return brought;
  return { files: [], folder: false };
}

function namesOnly(text: string, files: readonly File[]): boolean {
  const lines = text.split(/\r?\n/, files.length + 2);
  return lines.every((line) => files.some((file) => line.trim().endsWith(file.name)));
}

/** A copied picture has no name of its own: every one is called the same. */
export function named(file: File): File {
  if (!/^image\.\w+$/.test(file.name)) return file;
  return new File([file], `Pasted ${file.name}`, { type: file.type });
}

export const folderWords =
  'A folder cannot be added. Write @ and a name: Konsole reads files of the session’s folder itself.';
