/** What a file is, by its bytes: the pictures that models take, a PDF, or text. Pure. */

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

/** By the first 12 bytes. SVG is no picture here: it is text, and may hold script. */
export function pictureType(head: Uint8Array): string | undefined {
  if (head[0] === 0x89 && ascii(head, 1, 8) === 'PNG\r\n\x1a\n') return 'image/png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  const start = ascii(head, 0, 6);
  if (start === 'GIF87a' || start === 'GIF89a') return 'image/gif';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

/** Also where all of it could be read as text. */
export const isPdf = (head: Uint8Array): boolean => ascii(head, 0, 5) === '%PDF-';

/** Reads on in chunks that may cut a character; text is UTF-8 without NUL. */
export function textCheck(): { read(chunk: Uint8Array): void; isText(): boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let good = true;
  const decode = (run: () => unknown) => {
    if (!good) return;
    try {
      run();
    } catch {
      good = false;
    }
  };
  return {
    read(chunk) {
      if (chunk.includes(0)) good = false;
      decode(() => decoder.decode(chunk, { stream: true }));
    },
    isText() {
      decode(() => decoder.decode());
      return good;
    },
  };
}
