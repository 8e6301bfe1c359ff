/** A kontask's output apart from the rest of it: lists and most changes have nothing to do with it. Pure. */
import { isFields } from '../../../preload/contract/kontask-patch';
import type { Kontask } from '../../../preload/contract/shapes';

export function splitOutput(kontask: Kontask): { rest: Kontask; output: string | undefined } {
  const { context } = kontask;
  if (!isFields(context) || typeof context.output !== 'string') {
    return { rest: kontask, output: undefined };
  }
  const { output, ...others } = context;
  return { rest: { ...kontask, context: others }, output };
}

export function joinOutput(rest: Kontask, output: string | undefined): Kontask {
  return output === undefined ? rest : { ...rest, context: { ...rest.context, output } };
}

/** Of JSON texts, as the journal's tables hold them. */
export function kontaskOf({ body, output }: { body: string; output?: string }): Kontask {
  const text = output === undefined ? undefined : (JSON.parse(output) as string);
  return joinOutput(JSON.parse(body) as Kontask, text);
}

/** What is whole at the beginning of a piece that was cut out of the JSON of a string: no escape is begun at its end. */
export function wholeLetters(piece: string): string {
  const begun = /(?:^|[^\\])(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/.exec(piece)?.[1] ?? '';
  return piece.slice(0, piece.length - begun.length);
}
