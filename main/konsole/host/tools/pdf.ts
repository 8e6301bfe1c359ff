/** The text of a PDF, page by page: each page begins with a line that says which it is. Loaded when first needed. */
import { setImmediate as nextRound } from 'node:timers/promises';
import { createRange } from './range';
import { sizeText } from './file-state';
import { failed, type ToolResult } from './tool';

/** Larger ones are not held in memory. */
export const pdfBytes = 32 * 1024 * 1024;
export const pdfMs = 20_000;
/** More than this is on no page that somebody reads. */
const pageChars = 2_000_000;

export const isPdf = (start: Buffer): boolean => start.toString('latin1', 0, 5) === '%PDF-';

export interface PdfRead {
  asked: string;
  first: number;
  wanted: number;
  signal: AbortSignal;
  /** Over when reading has taken long enough; what was read by then is shown. */
  late: AbortSignal;
}

/** Throws the signal's reason. `bytes` are given away. */
export async function readPdf(bytes: Buffer, read: PdfRead): Promise<ToolResult> {
  const { asked, signal, late } = read;
  const { getResolvedPDFJS } = await import('unpdf');
  const { getDocument } = await getResolvedPDFJS();
  // No fonts, no scripts, nothing from elsewhere: only the words are wanted.
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: true,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  });
  const either = AbortSignal.any([signal, late]);
  try {
    return await pages(await until(task.promise, either), read, either);
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return failed(`"${asked}" takes too long to read as a PDF.`, 'too slow');
    return failed(whyNot(error, asked, bytes.byteLength), 'not readable');
  } finally {
    void task.destroy().catch(() => undefined);
  }
}

interface Page {
  streamTextContent(): ReadableStream<{ items: readonly object[] }>;
  cleanup(): unknown;
}

interface Pages {
  numPages: number;
  getPage(number: number): Promise<Page>;
}

async function pages(pdf: Pages, read: PdfRead, either: AbortSignal): Promise<ToolResult> {
  const range = createRange(read.first, read.wanted);
  let hasWords = false;
  let page = 0;
  try {
    while (page < pdf.numPages) {
      // The library works in one go; in between, a stop must be heard.
      await nextRound();
      either.throwIfAborted();
      const text = await textOf(pdf, page + 1, either);
      page += 1;
      hasWords ||= text !== '';
      const mark = `[Page ${page} of ${pdf.numPages}${text === '' ? ': no text on it' : ''}]\n`;
      if (range.take(`${mark}${text}${text === '' ? '' : '\n'}`)) break;
    }
  } catch (error) {
    read.signal.throwIfAborted();
    if (page === 0) throw error;
    const why = read.late.aborted ? 'it took too long' : 'the next page is damaged';
    return note(range.result(read.asked), `(Nothing after page ${page} was read: ${why}.)`, true);
  }
  const result = range.result(read.asked);
  return hasWords || !result.ok
    ? result
    : note(result, '(There is no text in what was read: these pages may be pictures of text.)');
}

/** Piece by piece, with a round in between: the library itself never lets go before it has to wait for its reader. */
async function textOf(pdf: Pages, number: number, either: AbortSignal): Promise<string> {
  const page = await until(pdf.getPage(number), either);
  const reader = page.streamTextContent().getReader();
  let text = '';
  try {
    while (text.length < pageChars) {
      const { done, value } = await until(reader.read(), either);
      if (done) break;
      for (const item of value.items) {
        const { str, hasEOL } = item as { str?: unknown; hasEOL?: unknown };
        if (typeof str === 'string') text += hasEOL === true ? `${str}\n` : str;
      }
      await nextRound();
      either.throwIfAborted();
    }
  } finally {
    void reader.cancel(new Error('enough')).catch(() => undefined);
  }
  page.cleanup();
  return text
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
}

function note(result: ToolResult, words: string, truncated = false): ToolResult {
  const noted = { ...result, text: `${result.text}\n\n${words}` };
  return truncated ? { ...noted, truncated } : noted;
}

function whyNot(error: unknown, asked: string, bytes: number): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') {
    return `"${asked}" is a PDF that opens with a password only. Ask for its text, or for a copy without one.`;
  }
  return `"${asked}" is a damaged PDF (${sizeText(bytes)}): it cannot be read.`;
}

function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
