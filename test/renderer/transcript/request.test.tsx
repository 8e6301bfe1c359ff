// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import { wordsAt } from '../../../renderer/features/transcript/place-in-page';
import { Request } from '../../../renderer/features/transcript/request';
import { render } from '../support/render';

it('a word in the middle of a long request is found there, and not the one after it', async () => {
  const filler = 'The horn sounds. '.repeat(600);
  const text = `lamp lamp lamp ${filler}a lamp here, a lamp there. ${filler}`;
  const turn: Turn = { id: 't', text, status: 'completed', blocks: [] };
  const at = text.indexOf('lamp here');
  const row = await render(<Request turn={turn} onCopy={() => {}} reveal={{ at, serial: 1 }} />);
  const range = wordsAt(row, turn, { turn: 't', at }, 'lamp');
  const after = range?.startContainer.textContent?.slice(range.startOffset);
  expect(after).toMatch(/^lamp here/);
});
