// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import type { FindHit, Turn } from '../../../preload/contract/shapes';
import { elementOf, wordsAt } from '../../../renderer/features/transcript/place-in-page';
import { matchesIn, occurrencesBefore } from '../../../renderer/features/transcript/text-ranges';
import { startAt } from '../../../renderer/features/transcript/use-find';

function row(html: string): HTMLElement {
  const element = document.createElement('article');
  element.innerHTML = html;
  document.body.append(element);
  return element;
}
afterEach(() => document.body.replaceChildren());

describe('words in what is on the page', () => {
  it('are found whatever their case, also across bold and code', () => {
    const element = row('<p>The <b>Lamp</b> turns. A <i>la</i>mp.</p>');
    const found = matchesIn(element, 'lamp');
    expect(found.map(String)).toEqual(['Lamp', 'lamp']);
    expect(element.innerHTML).toBe('<p>The <b>Lamp</b> turns. A <i>la</i>mp.</p>');
  });

  it('are not looked for in buttons, and nothing is found of nothing', () => {
    const element = row('<p>copy</p><button>Copy</button>');
    expect(matchesIn(element, 'copy')).toHaveLength(1);
    expect(matchesIn(element, '  ')).toEqual([]);
  });

  it('keep their places behind letters whose lower case is longer', () => {
    expect(matchesIn(row('<p>İstanbul lamp</p>'), 'lamp').map(String)).toEqual(['lamp']);
  });

  it('are told apart by how many stand before', () => {
    expect(occurrencesBefore('Lamp and lamp and LAMP', 'lamp', 18)).toBe(2);
    expect(occurrencesBefore('Lamp and lamp', 'lamp', 0)).toBe(0);
  });

  it('are brought to the one that was meant, though marks of the source are not shown', () => {
    const element = row('<div data-block="b"><p>a <b>lamp</b>, another lamp</p></div>');
    const blocks: Turn['blocks'] = [{ id: 'b', kind: 'text', text: 'a **lamp**, another lamp' }];
    const turn: Turn = { id: 't', text: '', status: 'completed', blocks };
    const range = wordsAt(element, turn, { turn: 't', block: 'b', at: 20 }, 'lamp');
    expect(range?.startContainer.textContent).toBe(', another lamp');
  });

  it('are brought to the one that was meant in an excerpt, which does not show those before it', () => {
    const text = 'lamp lamp lamp one lamp two lamp';
    const element = row(`<div data-block="o" data-from="15">…${text.slice(15)}</div>`);
    const blocks: Turn['blocks'] = [{ id: 'o', kind: 'output', text, from: 100 }];
    const turn: Turn = { id: 't', text: '', status: 'completed', blocks };
    const at = 100 + text.indexOf('lamp two');
    const range = wordsAt(element, turn, { turn: 't', block: 'o', at }, 'lamp');
    expect(range?.startOffset).toBe('…one '.length);
  });

  it('are brought to the one that was meant in a thought, whose titles are shown without asterisks', () => {
    const element = row('<div data-block="k"><strong>Lamp</strong>\n2 ** 3, a lamp, 4 ** 5</div>');
    const text = '**Lamp**\n2 ** 3, a lamp, 4 ** 5';
    const blocks: Turn['blocks'] = [{ id: 'k', kind: 'thinking', text }];
    const turn: Turn = { id: 't', text: '', status: 'completed', blocks };
    const found = (words: string, at: number) => {
      const range = wordsAt(element, turn, { turn: 't', block: 'k', at }, words);
      return range && [range.startContainer.textContent, range.startOffset];
    };
    const [title, body] = ['Lamp', '\n2 ** 3, a lamp, 4 ** 5'];
    expect(found('lamp', text.indexOf('Lamp'))).toEqual([title, 0]);
    expect(found('lamp', text.indexOf('lamp'))).toEqual([body, body.indexOf('lamp')]);
    expect(found('**', text.indexOf('** 3'))).toEqual([body, body.indexOf('** 3')]);
    expect(found('**', text.indexOf('** 5'))).toEqual([body, body.indexOf('** 5')]);
    // Asterisks of a title are nowhere to be seen: the next that are.
    expect(found('**', 0)).toEqual([body, body.indexOf('** 3')]);
  });
});

describe('a place on the page', () => {
  it('is the text of its block, else its folded step, else the turn', () => {
    const element = row(
      '<span data-request>ask</span><ul><li data-step="s">x</li></ul><p data-block="b">y</p>',
    );
    expect(elementOf(element, { turn: 't' }).textContent).toBe('ask');
    expect(elementOf(element, { turn: 't', block: 'b' }).textContent).toBe('y');
    expect(elementOf(element, { turn: 't', block: 's' }).textContent).toBe('x');
    expect(elementOf(element, { turn: 't', block: 'gone' })).toBe(element);
  });
});

describe('the hit that a search begins with', () => {
  const hit = (turn: string): FindHit => ({ turn, at: 0, excerpt: '', marks: [] });

  it('is the first at or below what the reader sees', () => {
    expect(startAt([hit('a'), hit('b'), hit('d')], ['a', 'b', 'c', 'd'], 'c')).toBe(2);
  });

  it('is the last of all when everything lies before', () => {
    expect(startAt([hit('old'), hit('a')], ['a', 'b', 'c'], 'c')).toBe(1);
    expect(startAt([], ['a'], 'a')).toBe(-1);
  });
});
