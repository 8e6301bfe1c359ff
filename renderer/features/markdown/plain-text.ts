/** How text is shown that a model wrote: as it is, but for marks piled so high that they paint over other lines. Pure. */

/** Marks on one letter; no script in use needs as many. */
const mostMarks = 8;
const piled = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu');
const mayPile = new RegExp(`\\p{M}{${mostMarks + 1}}`, 'u');

export const plainText = (text: string): string =>
  mayPile.test(text) ? text.replace(piled, '$1') : text;
