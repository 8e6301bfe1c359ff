/** Letters of a style as the characters they are: Chromium draws MathML's `mathvariant` for upright text alone. Pure. */

/** Where the capitals and the small letters of a style begin. */
const styles: Readonly<Record<string, readonly [capitals: number, small: number]>> = {
  bold: [0x1d400, 0x1d41a],
  'bold-italic': [0x1d468, 0x1d482],
  script: [0x1d49c, 0x1d4b6],
  fraktur: [0x1d504, 0x1d51e],
  'double-struck': [0x1d538, 0x1d552],
  'sans-serif': [0x1d5a0, 0x1d5ba],
  monospace: [0x1d670, 0x1d68a],
};

/** Those that were in Unicode before the others. */
const older: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  script: {
    B: 'ℬ',
    E: 'ℰ',
    F: 'ℱ',
    H: 'ℋ',
    I: 'ℐ',
    L: 'ℒ',
    M: 'ℳ',
    R: 'ℛ',
    e: 'ℯ',
    g: 'ℊ',
    o: 'ℴ',
  },
  fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
};

/** Undefined where the text stays as it is. */
export function styledLetter(variant: string | null, text: string): string | undefined {
  const style = styles[variant ?? ''];
  if (!style || variant === null || !/^[A-Za-z]+$/.test(text)) return undefined;
  return [...text].map((letter) => older[variant]?.[letter] ?? shifted(letter, style)).join('');
}

function shifted(letter: string, [capitals, small]: readonly [number, number]): string {
  const code = letter.charCodeAt(0);
  return String.fromCodePoint(code < 0x61 ? capitals + code - 0x41 : small + code - 0x61);
}
