/** A PDF made by hand, for tests: one page for each text, nothing in it that a reader would not need. */

export interface PdfOptions {
  /** With a lock that no test has the key of. */
  locked?: boolean;
  /** How far apart lines are. */
  step?: number;
}

export function makePdf(
  pages: readonly string[],
  { locked = false, step = 14 }: PdfOptions = {},
): Buffer {
  const objects: string[] = [];
  const kids = pages.map((_text, n) => `${4 + n * 2} 0 R`).join(' ');
  objects.push('<< /Type /Catalog /Pages 2 0 R >>');
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  for (const [n, text] of pages.entries()) {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + n * 2} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
    );
    const shown = text
      .split('\n')
      .map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj 0 ${-step} Td`)
      .join('\n');
    const stream = text === '' ? '' : `BT /F1 12 Tf 72 720 Td\n${shown}\nET`;
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  }
  const key = `<${'5a'.repeat(32)}>`;
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >> /ID [<00> <00>]`;
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = body.length;
    body += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R ${locked ? lock : ''} >>`;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}
