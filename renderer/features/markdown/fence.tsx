/** A fenced block by its language: a diagram, a formula, or code. */
import { CodeBlock } from './code-block';
import { Diagram } from './diagram/diagram';
import { Formula } from './math/formula';

const formulas: readonly string[] = ['math', 'latex', 'tex', 'katex'];

export interface FenceProps {
  /** Its text in pieces that follow each other; joined they are all of it. */
  pieces: readonly string[];
  lang: string;
  caret: boolean;
}

export function Fence({ pieces, lang, caret }: FenceProps) {
  const name = (lang.split(/[\s{,:]/, 1)[0] ?? '').toLowerCase();
  // While it streams it is its source; one too long to be read in one piece is too long to be drawn.
  if (name === 'mermaid' && pieces.length === 1) {
    return <Diagram source={pieces[0] ?? ''} caret={caret} />;
  }
  if (formulas.includes(name) && pieces.length === 1) {
    return <Formula tex={pieces[0] ?? ''} source={pieces[0] ?? ''} caret={caret} />;
  }
  return <CodeBlock pieces={pieces} lang={name} caret={caret} />;
}
