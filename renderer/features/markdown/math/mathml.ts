/**
 * A formula as React elements. KaTeX writes MathML, a parser that runs nothing reads it, and only elements and
 * attributes on a list are made again: no link, style, class, handler or image can come out of it.
 */
import { createElement } from 'react';
import type { ReactNode } from 'react';
import { styledLetter } from './letters';

const elements = new Set(
  (
    'math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom ' +
    'msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose'
  ).split(' '),
);

/** With what their values may look like: words, numbers, lengths and colours. */
const plainValue = /^[#+\-.%\w ]{1,60}$/;
const attributes = new Set(
  (
    'display displaystyle scriptlevel mathvariant mathcolor mathbackground stretchy fence separator form ' +
    'lspace rspace minsize maxsize movablelimits symmetric largeop accent accentunder linethickness ' +
    'columnalign columnspacing rowspacing rowalign columnlines rowlines notation width height depth voffset'
  ).split(' '),
);

const deepest = 100;
const mostElements = 4_000;
/** Longer formulas would hold up the window. Characters */
const longestFormula = 5_000;

export type Formula = { node: ReactNode } | { error: string };

const tooLarge = 'it is too large to be shown';

export async function readFormula(tex: string, display: boolean): Promise<Formula> {
  if (tex.length > longestFormula) return { error: tooLarge };
  const { default: katex } = await import('katex');
  try {
    const html = katex.renderToString(tex, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      trust: false,
      // Says nothing on the console of what LaTeX itself would not take.
      strict: 'ignore',
      maxExpand: 300,
      maxSize: 20,
    });
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const math = parsed.querySelector('math');
    if (!math) return { error: tooLarge };
    if (math.querySelectorAll('*').length > mostElements) return { error: tooLarge };
    return { node: elementOf(math, 0, 0) };
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    const isOurs = words.startsWith('KaTeX parse error: ');
    return { error: isOurs ? words.slice('KaTeX parse error: '.length).slice(0, 200) : tooLarge };
  }
}

function elementOf(element: Element, depth: number, key: number): ReactNode {
  const name = element.localName;
  if (name === 'semantics') return childrenOf(element, depth);
  if (!elements.has(name)) return undefined;
  if (depth > deepest) throw new Error('too deep');
  const given: Record<string, string | number> = { key };
  for (const { name: attribute, value } of element.attributes) {
    if (attributes.has(attribute) && plainValue.test(value)) given[attribute] = value;
  }
  const letters = styledLetter(element.getAttribute('mathvariant'), element.textContent);
  if (name === 'mi' && letters !== undefined) {
    delete given.mathvariant;
    return createElement(name, given, letters);
  }
  return createElement(name, given, ...childrenOf(element, depth));
}

function childrenOf(element: Element, depth: number): ReactNode[] {
  return [...element.childNodes].map((child, at) => {
    if (child.nodeType === Node.TEXT_NODE) return child.textContent;
    return child.nodeType === Node.ELEMENT_NODE
      ? elementOf(child as Element, depth + 1, at)
      : undefined;
  });
}
