/** HTML as PDF: printed in a hidden window that has the sandbox, the policy and the cleaning of an output. */
import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import { KonsoleError } from '../../preload/contract/errors';
import { createOutputPage } from './output-page';

/** A document of megabytes takes seconds; one that takes longer than this does not end. ms */
const patience = 60_000;

/** Asks where to; the path, or nothing when the person cancelled. Throws what they can do when it fails. */
export async function savePdf(
  parent: BrowserWindow,
  name: string,
  html: string,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    defaultPath: name.toLowerCase().endsWith('.pdf') ? name : `${name}.pdf`,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (canceled || !filePath) return undefined;
  const bytes = await printed(html);
  try {
    await writeFile(filePath, bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new KonsoleError(
      'internal',
      `The file could not be written (${code}). Choose another place.`,
    );
  }
  return filePath;
}

async function printed(html: string): Promise<Uint8Array> {
  const page = createOutputPage({ show: false, width: 900, height: 1200 });
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('too slow')), patience);
    });
    return await Promise.race([print(page, html), late]);
  } catch {
    throw new KonsoleError(
      'internal',
      'This could not be printed. Save it as HTML instead, and print that in a browser.',
    );
  } finally {
    clearTimeout(timer);
    page.window.destroy();
  }
}

async function print(
  { window, pour, hear }: ReturnType<typeof createOutputPage>,
  html: string,
): Promise<Uint8Array> {
  await pour(html);
  if ((await hear())?.type !== 'whole') throw new Error('it could not be shown');
  return window.webContents.printToPDF({ printBackground: true, pageSize: 'A4' });
}
