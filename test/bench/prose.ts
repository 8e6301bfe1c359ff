/** Text as models write it, the same in every run: mixed markdown, or one endless block of a kind. Pure. */
import { repeatable } from './statistics';

export type Shape = 'mixed' | 'paragraph' | 'list' | 'table' | 'code';

const words = (
  'the session keeps every event in order so that a reader who comes late sees what was said before and ' +
  'what is running now while the journal writes batches to disk and nothing waits for a slow window'
).split(' ');

/** About `chars` characters of the shape, without an end where the shape has none. */
export function prose(shape: Shape, chars: number, seed = 1): string {
  const next = repeatable(seed);
  const word = () => words[Math.floor(next() * words.length)] ?? 'word';
  const some = (count: number) => Array.from({ length: count }, word).join(' ');
  const parts: string[] = shape === 'table' ? ['| Name | Size | Note |\n|---|---|---|\n'] : [];
  if (shape === 'code') parts.push('```ts\n');
  let length = 0;
  for (let n = 0; length < chars; n += 1) {
    const part = partOf(shape, n, some);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

function partOf(shape: Shape, n: number, some: (count: number) => string): string {
  switch (shape) {
    case 'paragraph':
      return `${some(12)}, **${some(2)}** and \`${some(1)}()\`. `;
    case 'list':
      return `- **${some(2)}**: ${some(8)}\n`;
    case 'table':
      return `| ${some(2)} | ${n} KB | ${some(5)} |\n`;
    case 'code':
      return `  const ${some(1)}${n} = await read('${some(2)}'); // ${some(3)}\n`;
    case 'mixed':
      return mixed(n, some);
  }
}

/** A section of about a thousand characters: heading, paragraphs, list, table, code. */
function mixed(n: number, some: (count: number) => string): string {
  const item = () => `- **${some(2)}**: ${some(8)} with \`${some(1)}\`\n`;
  const row = () => `| ${some(2)} | ${some(1)} |\n`;
  const line = () => `  const ${some(1)} = await ${some(1)}('${some(2)}');\n`;
  return [
    `## ${some(3)} ${n}\n\n`,
    `${some(30)}. ${some(12)}.\n\n`,
    item(),
    item(),
    item(),
    `\n| ${some(1)} | ${some(1)} |\n|---|---|\n`,
    row(),
    row(),
    `\n\`\`\`ts\nexport async function ${some(1)}${n}() {\n`,
    line(),
    line(),
    '}\n```\n\n',
    `${some(20)} [${some(2)}](https://example.com/${n}).\n\n`,
  ].join('');
}
