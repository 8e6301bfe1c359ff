/** What may be done to a stream in a harsh world, drawn at random and carried out. A failing run prints as JSON. */
import fc from 'fast-check';
import type { Stream } from '../../preload/stream/types';
import type { HarshWorld, Opening } from './harsh-world';

export const all = Number.MAX_SAFE_INTEGER;
export const hour = 3_600_000;

/** `link`: 0 is the older one that is alive, 1 the newer. */
export type Doing =
  | { do: 'append'; id: 'a' | 'b'; text: string }
  | { do: 'serve' | 'deliver'; link: number; count: number }
  | { do: 'cut' | 'mute' | 'fall behind' | 'tell to move'; link: number }
  | { do: 'lose' | 'repeat'; link: number; at: number }
  | {
      do:
        | 'beat'
        | 'haunt'
        | 'wake'
        | 'move'
        | 'refuse next'
        | 'pool changes'
        | 'merge'
        | 'no merge';
    }
  | { do: 'open'; how: Opening }
  | { do: 'restart'; lost: number; isTold: boolean }
  | { do: 'toggle'; seat: 'a2' | 'b' }
  | { do: 'pass' | 'jump'; ms: number };

const one = <Name extends Doing['do'], More extends object>(
  weight: number,
  names: readonly Name[],
  more: { [Key in keyof More]: fc.Arbitrary<More[Key]> },
) => ({
  weight,
  arbitrary: fc
    .tuple(fc.constantFrom(...names), fc.record(more))
    .map(([name, rest]) => ({ do: name, ...rest }) as unknown as Doing),
});

const link = fc.integer({ min: 0, max: 1 });
const count = fc.constantFrom(1, 2, 3, all);
const at = fc.integer({ min: 0, max: 4 });

/** What happens to a stream that nothing is wrong with. */
const usual = [
  one(4, ['append'], {
    id: fc.constantFrom('a', 'a', 'b'),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
  }),
  one(6, ['serve', 'deliver'], { link, count }),
  one(2, ['serve', 'deliver'], { link, count: fc.constant(all) }),
];

const troublesOfMoves = [
  one(3, ['move'], {}),
  one(1, ['cut'], { link }),
  one(1, ['mute'], { link }),
  one(1, ['fall behind'], { link }),
  one(1, ['restart'], { lost: fc.integer({ min: 0, max: 4 }), isTold: fc.boolean() }),
  one(1, ['toggle'], { seat: fc.constantFrom('a2', 'b') }),
  one(1, ['pool changes'], {}),
];

const troubles = [
  ...troublesOfMoves,
  one(2, ['tell to move'], { link }),
  one(2, ['lose'], { link, at }),
  one(2, ['repeat'], { link, at }),
  one(1, ['refuse next'], {}),
  one(2, ['open'], { how: fc.constantFrom('well', 'well', 'never', 'closed at once') }),
  one(1, ['jump'], { ms: fc.constantFrom(-30 * hour, -7_000, 9_000, 5 * hour) }),
  one(3, ['pass'], { ms: fc.constantFrom(1, 260, 5_000) }),
  one(2, ['pass'], { ms: fc.constantFrom(12_000, 60_000) }),
  one(1, ['merge', 'no merge'], {}),
  one(1, ['beat'], {}),
  one(1, ['wake'], {}),
  one(1, ['haunt'], {}),
];

/** A script has some kinds of trouble and not others: one must not always be healed by the next. */
const scriptsOf = (kinds: typeof troubles): fc.Arbitrary<Doing[]> =>
  fc
    .subarray(kinds, { minLength: 1, maxLength: 7 })
    .chain((some) => fc.array(fc.oneof(...usual, ...some), { maxLength: 80 }));

/** Every other one is about moves: two links at a time are the rarer and the harder case. */
export const scripts = fc.oneof(scriptsOf(troubles), scriptsOf(troublesOfMoves));

export function carryOut(
  doing: Doing,
  world: HarshWorld,
  stream: Stream,
  toggle: (seat: string) => void,
): void {
  switch (doing.do) {
    case 'append':
      return world.append(doing.id, doing.text);
    case 'serve':
      return world.serve(doing.link, doing.count);
    case 'deliver':
      return world.deliver(doing.link, doing.count);
    case 'cut':
      return world.cut(doing.link);
    case 'mute':
      return world.mute(doing.link);
    case 'fall behind':
      return world.fallBehind(doing.link);
    case 'tell to move':
      return world.say(doing.link, { t: 'move' });
    case 'lose':
      return world.lose(doing.link, doing.at);
    case 'repeat':
      return world.repeat(doing.link, doing.at);
    case 'beat':
      return world.beat();
    case 'haunt':
      return world.haunt();
    case 'wake':
      return stream.wake();
    case 'move':
      return stream.move();
    case 'refuse next':
      return world.refuseNext();
    case 'pool changes':
      return world.poolChanges();
    case 'merge':
    case 'no merge':
      return world.merges(doing.do === 'merge');
    case 'open':
      return world.opens(doing.how);
    case 'restart':
      return world.restart(doing.lost, doing.isTold);
    case 'toggle':
      return toggle(doing.seat);
    case 'pass':
      return world.pass(doing.ms);
    case 'jump':
      return world.jump(doing.ms);
  }
}

/** Undisturbed for long enough: silence, patience and waits have done their work. */
export function heal(world: HarshWorld): void {
  world.opens('well');
  for (let round = 0; round < 20; round += 1) {
    for (let turn = 0; turn < 3; turn += 1) {
      for (const each of [0, 1]) {
        world.serve(each, all);
        world.deliver(each, all);
      }
    }
    world.beat();
    for (const each of [0, 1]) world.deliver(each, all);
    world.pass(10_000);
  }
}
