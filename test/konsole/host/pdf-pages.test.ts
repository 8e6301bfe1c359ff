/** About how many pages a PDF has, told from its bytes alone. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pdfPages } from '../../../main/konsole/host/pdf-pages';
import { makePdf } from './pdf-file';

const packed = (objects: string, data = deflateSync(Buffer.from(objects, 'latin1'))) =>
  Buffer.concat([
    Buffer.from(
      `7 0 obj\n<< /Type /ObjStm /N 3 /First 12 /Filter /FlateDecode /Length ${data.length} >>\nstream\r\n`,
    ),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
const head = Buffer.from('%PDF-1.7\n');

test('its page objects are counted, and not the nodes that hold them', () => {
  expect(pdfPages(makePdf(['a']))).toBe(1);
  expect(pdfPages(makePdf(Array(40).fill('a') as string[]))).toBe(40);
});

test('those in compressed streams of objects count too', () => {
  const objects = '<< /Type /Pages /Count 2 >> << /Type/Page >> << /Type /Page /Parent 1 0 R >>';
  expect(pdfPages(Buffer.concat([head, packed(objects), packed('<</Type/Page>>')]))).toBe(3);
});

test('a linearized one says it itself', () => {
  const first = '4 0 obj\n<< /Linearized 1 /L 5000 /H [ 600 200 ] /O 6 /E 900 /N 321 /T 4800 >>\n';
  expect(pdfPages(Buffer.concat([head, Buffer.from(first), packed('<</Type/Page>>')]))).toBe(321);
});

test('one that hides them, is locked or is no more than its first bytes has at least one', () => {
  const noise = packed('', Buffer.from('no zlib at all'));
  const open = Buffer.from('<< /Type /ObjStm >>\nstream\n');
  for (const bytes of [head, Buffer.concat([head, noise]), Buffer.concat([head, open])]) {
    expect(pdfPages(bytes)).toBe(1);
  }
});

test('a stream that would fill the memory is not unpacked', () => {
  const bomb = packed('', deflateSync(Buffer.alloc(80 * 1024 * 1024)));
  expect(pdfPages(Buffer.concat([head, bomb, packed('<</Type/Page>><</Type/Page>>')]))).toBe(2);
});

test('a file made of marks alone is no work without an end', () => {
  const marks = Buffer.from('/Type /ObjStm >>stream\n'.repeat(400_000));
  expect(pdfPages(Buffer.concat([head, marks]))).toBe(1);
  expect(pdfPages(Buffer.concat([head, marks, Buffer.from('endstream')]))).toBe(1);
});

test('any bytes give a number', () => {
  const words = fc.constantFrom('/Type', '/ObjStm', '/Page', ' ', '<<', '>>', 'stream\n', 'x');
  const pieces = fc.oneof(words, fc.string({ maxLength: 6, unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      expect(pdfPages(Buffer.from(`%PDF-${parts.join('')}`, 'utf8'))).toBeGreaterThanOrEqual(1);
    }),
  );
});
