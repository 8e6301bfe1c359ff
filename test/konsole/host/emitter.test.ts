/** Batches, whole characters, and the bound on what is in flight. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmitter, type Emitter } from '../../../main/konsole/host/emitter';
import type { FromHost } from '../../../main/konsole/host/protocol';
import { limits } from '../../../preload/contract/limits';
import type { Turn } from '../../../preload/contract/shapes';
import { type FakeClock, makeClock, settle } from './support';

type Batch = Extract<FromHost, { t: 'events' }>;

function make(): { emitter: Emitter; clock: FakeClock; batches: Batch[] } {
  const clock = makeClock();
  const batches: Batch[] = [];
  const turn: Turn = { id: 't', text: '', status: 'running', startedAt: clock.now(), blocks: [] };
  const post = (message: FromHost) => void (message.t === 'events' && batches.push(message));
  return { emitter: createEmitter({ turn, clock, post }), clock, batches };
}

const open = (emitter: Emitter, block = 'a') =>
  emitter.event({ type: 'block.opened', turn: 't', block, kind: 'text' });

const texts = (batches: readonly Batch[]) =>
  batches.flatMap((batch) =>
    batch.events.flatMap((event) => (event.type === 'block.appended' ? [event.text] : [])),
  );

/** With every half of a character replaced. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

describe('what a host sends', () => {
  it('has the first text of a block at once, and what follows every 16 ms', async () => {
    const { emitter, clock, batches } = make();
    open(emitter);
    void emitter.append('a', 'one');
    expect(texts(batches)).toEqual(['one']);
    void emitter.append('a', ' two');
    void emitter.append('a', ' three');
    expect(texts(batches)).toEqual(['one']);
    await clock.advance(limits.hostBatchMs);
    expect(texts(batches)).toEqual(['one', ' two three']);
    expect(clock.timers()).toBe(0);
  });

  it('does not wait once 2 KB have come together', () => {
    const { emitter, batches } = make();
    open(emitter);
    void emitter.append('a', 'x');
    void emitter.append('a', 'y'.repeat(limits.hostBatchChars - 1));
    expect(texts(batches)).toHaveLength(1);
    void emitter.append('a', 'z');
    expect(texts(batches)).toHaveLength(2);
  });

  it('sends what waits before anything that is no text', () => {
    const { emitter, batches } = make();
    open(emitter);
    void emitter.append('a', 'one');
    void emitter.append('a', ' two');
    emitter.event({ type: 'block.closed', block: 'a', ms: 1, status: 'done' });
    const last = batches.at(-1);
    expect(last?.events.map((event) => event.type)).toEqual(['block.appended', 'block.closed']);
    expect(last?.chars).toBe(4);
  });

  it('numbers batches without a gap', () => {
    const { emitter, batches } = make();
    for (const block of ['a', 'b', 'c']) open(emitter, block);
    expect(batches.map((batch) => batch.n)).toEqual([1, 2, 3]);
  });

  it('never cuts a character in two, and puts no offset inside one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }),
        async (pieces) => {
          const { emitter, clock, batches } = make();
          open(emitter);
          const whole = pieces.join('');
          // Cut at every possible place, also inside a pair.
          for (let at = 0; at < whole.length; at++) void emitter.append('a', whole[at] ?? '');
          emitter.settle('a');
          await clock.advance(20);
          let off = 0;
          for (const event of batches.flatMap((batch) => batch.events)) {
            if (event.type !== 'block.appended') continue;
            expect(event.off).toBe(off);
            off += event.text.length;
            expect(wellFormed(event.text) === event.text || wellFormed(whole) !== whole).toBe(true);
          }
          expect(wellFormed(texts(batches).join(''))).toBe(wellFormed(whole));
        },
      ),
    );
  });

  it('has at most 256 KB unwritten in flight, then its writer waits', async () => {
    const { emitter, batches } = make();
    open(emitter);
    let done = false;
    const append = emitter.append('a', 'x'.repeat(1024 * 1024)).then(() => {
      done = true;
    });
    await settle();
    const inFlight = () => texts(batches).join('').length;
    expect(done).toBe(false);
    expect(inFlight()).toBeGreaterThan(200 * 1024);
    expect(inFlight()).toBeLessThan(limits.hostUnwrittenBytes + 40 * 1024);
    while (!done) {
      emitter.written(batches.at(-1)?.n ?? 0);
      await settle();
    }
    await append;
    expect(inFlight()).toBe(1024 * 1024);
  });

  it('I3: is durable once everything sent before is written, and not earlier', async () => {
    const { emitter, batches } = make();
    open(emitter, 'a');
    open(emitter, 'b');
    let durable = false;
    void emitter.durable().then(() => {
      durable = true;
    });
    emitter.written(1);
    await settle();
    expect(durable).toBe(false);
    open(emitter, 'c');
    emitter.written(2);
    await settle();
    expect(durable).toBe(true);
    expect(batches).toHaveLength(3);
  });

  it('adds nothing to a block that a stop has closed while its writer waited for room', async () => {
    const { emitter, batches } = make();
    open(emitter);
    const late = emitter.append('a', 'x'.repeat(1024 * 1024));
    await settle();
    emitter.event({ type: 'block.closed', block: 'a', ms: 1, status: 'done' });
    const before = batches.length;
    emitter.written(before);
    await late;
    expect(batches).toHaveLength(before);
    emitter.close();
  });

  it('has room for closing words when there is none for anything else', async () => {
    const { emitter, batches } = make();
    open(emitter);
    void emitter.append('a', 'x'.repeat(1024 * 1024));
    await settle();
    open(emitter, 'b');
    emitter.put('b', 'stopped');
    expect(texts(batches).at(-1)).toBe('stopped');
    emitter.close();
  });

  it('never has a time that runs backwards', () => {
    const { emitter, batches } = make();
    const clock = { now: () => 10, schedule: () => () => undefined };
    const turn: Turn = { id: 't', text: '', status: 'running', startedAt: 50, blocks: [] };
    const late = createEmitter({
      turn,
      clock,
      post: (message) => void batches.push(message as Batch),
    });
    open(late);
    expect(batches[0]?.events[0]?.at).toBe(50);
    emitter.close();
  });
});
