/** The kontasks room from outside: its commands, wired together once. */
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import type { CommandName } from '../../../preload/contract/command-names';
import { type Acts, createActs, type ActsDeps } from './acts';
import { createBook, type BookDeps } from './book';
import { createDesk } from './desk';
import { createImports, type Imports, type ImportsDeps } from './imports';
import { createOwner, type Owner } from './owner';
import { createTurnReader } from './turns';
import type { Book, RecordAnswer } from './types';
import type { KontaskDesk } from '../sessions/types';
import type { Log } from '../types';

type Run<Name extends CommandName> = (
  params: ValidParams<Name>,
  record: RecordAnswer,
) => Promise<CommandResult<Name>>;

export type KontaskTable = {
  readonly [Name in Extract<CommandName, `kontask.${string}`>]: Run<Name>;
};

export interface Kontasks {
  readonly commands: KontaskTable;
  readonly book: Book;
  readonly acts: Acts;
  readonly imports: Imports;
  /** For the tools of turns. */
  readonly desk: KontaskDesk;
  /** Follows the turns from here on. */
  readonly owner: Owner;
}

export interface KontasksDeps
  extends BookDeps,
    Omit<ActsDeps, 'book' | 'picked'>,
    Omit<ImportsDeps, 'book'> {
  log: Log;
  /** Who changes things by a window, a script or a paired device: the name of the person at this computer. */
  person: string;
}

const historyLimit = 50;

export function createKontasks(deps: KontasksDeps): Kontasks {
  const { person } = deps;
  const book = createBook(deps);
  const imports = createImports({ ...deps, book });
  const owner = createOwner({ ...deps, book, turns: createTurnReader(deps.journal) });
  const acts = createActs({ ...deps, book, picked: owner.picked });
  const desk = createDesk({ ...deps, book, made: owner.made });
  return {
    book,
    acts,
    imports,
    desk,
    owner,
    commands: {
      'kontask.create': ({ kontask }, record) => book.create(kontask, person, record),
      'kontask.update': ({ id, patch, base }, record) =>
        book.update({ id, patch, base }, person, record),
      'kontask.get': ({ id, outputChars }) => book.get(id, outputChars),
      'kontask.output': (piece) => book.output(piece),
      'kontask.history': async ({ id, limit = historyLimit }) => ({
        changes: await book.history(id, limit),
      }),
      'kontask.delete': async ({ id }, record) => {
        await book.remove(id, record);
        return {};
      },
      'kontask.restore': ({ id }, record) => book.restore(id, person, record),
      'kontask.list': (query) => book.list(query),
      'kontask.of-turn': async ({ turn }) => ({ kontasks: await book.ofTurn(turn) }),
      'kontask.facets': () => book.facets(),
      'kontask.choose': acts.choose,
      'kontask.start': acts.start,
      'kontask.make': acts.make,
      'kontask.import': imports.take,
      'kontask.export': async ({ ids }) => ({ kontasks: await imports.give(ids) }),
    },
  };
}
