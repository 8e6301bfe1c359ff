/** What can happen to bytes on their way from the gateway to a reader, each as one sentence. */
import type { Dice } from './dice';
import { chunk, closeFrame, frame, type Speech, type Unit } from './units';

/** The proxy's hold on one connection. All of it does nothing once the reader is gone. */
export interface Wire {
  speech: Speech;
  write(bytes: Uint8Array): Promise<void>;
  /** FIN. */
  end(): void;
  /** RST. */
  reset(): void;
  wait(ms: number): Promise<void>;
  /** The next few units come this much later each. */
  late(units: number, ms: number): void;
  gone(): Promise<void>;
}

/** Strikes one unit, which has not been passed on yet. */
interface Fault {
  says: string;
  /** May strike the head of the answer too; `only` there. */
  head?: 'too' | 'only';
  /** Absent: over every transport. */
  speech?: Speech;
  strike(wire: Wire, unit: Unit, dice: Dice): Promise<void>;
}

/** Where a unit breaks: nothing of it goes through, or all but its last byte, or anything between. */
const some = ({ bytes }: Unit, dice: Dice) => bytes.subarray(0, dice.below(bytes.length));
/** More than this in packets of one byte proves no more. */
const crumbs = 120;

export const faults = {
  cut: {
    says: 'the connection ends in order in the middle of a unit',
    head: 'too',
    async strike(wire, unit, dice) {
      await wire.write(some(unit, dice));
      wire.end();
    },
  },
  reset: {
    says: 'the connection is reset in the middle of a unit',
    head: 'too',
    async strike(wire, unit, dice) {
      await wire.write(some(unit, dice));
      wire.reset();
    },
  },
  halfOpen: {
    says: 'nothing comes any more, and the connection stays',
    head: 'too',
    async strike(wire, unit, dice) {
      await wire.write(some(unit, dice));
      await wire.gone();
    },
  },
  stall: {
    says: 'nothing comes for a while in the middle of a unit, then it goes on',
    head: 'too',
    async strike(wire, unit, dice) {
      const before = some(unit, dice);
      await wire.write(before);
      await wire.wait(5 + dice.below(20));
      await wire.write(unit.bytes.subarray(before.length));
    },
  },
  crumbs: {
    says: 'a unit comes one byte at a time',
    head: 'too',
    async strike(wire, { bytes }) {
      for (let at = 0; at < Math.min(bytes.length, crumbs); at += 1) {
        await wire.write(bytes.subarray(at, at + 1));
        await wire.wait(0);
      }
      await wire.write(bytes.subarray(crumbs));
    },
  },
  delay: {
    says: 'the next units come later each',
    head: 'too',
    async strike(wire, { bytes }, dice) {
      wire.late(1 + dice.below(5), 1 + dice.below(4));
      await wire.write(bytes);
    },
  },
  twice: {
    says: 'a unit comes twice',
    async strike(wire, { bytes }) {
      await wire.write(Buffer.concat([bytes, bytes]));
    },
  },
  lost: {
    says: 'a unit never comes, and what follows it does',
    strike: async () => undefined,
  },
  page: {
    says: 'a page of somebody else answers in place of the server',
    head: 'only',
    async strike(wire, _unit, dice) {
      const html = '<!doctype html><h1>502 Bad Gateway</h1>\n\ndata: {"no":"event"}\n\n';
      const status = dice.pick(['502 Bad Gateway', '503 Service Unavailable', '200 OK']);
      const head = `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: ${html.length}`;
      await wire.write(Buffer.from(`${head}\r\n\r\n${html}`));
      wire.end();
    },
  },
  goodbye: {
    says: 'a frame closes the socket with any code from 1001 to 1013, legal or not',
    speech: 'socket',
    async strike(wire, _unit, dice) {
      await wire.write(closeFrame(1001 + dice.below(13)));
      wire.end();
    },
  },
  garbage: {
    says: 'bytes that mean nothing come before a unit',
    async strike(wire, { bytes }, dice) {
      const made = wire.speech === 'socket' ? socketGarbage(dice) : eventGarbage(dice);
      await wire.write(Buffer.concat([made, bytes]));
    },
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** With the type they have in common. */
export const faultOf = (name: FaultName): Fault => faults[name];

/** Those that can strike a head, or a unit after it. */
export function faultsFor(speech: Speech, head: boolean): FaultName[] {
  return (Object.keys(faults) as FaultName[]).filter((name) => {
    const fault = faultOf(name);
    if (fault.speech !== undefined && fault.speech !== speech) return false;
    return head ? fault.head !== undefined : fault.head !== 'only';
  });
}

const eventGarbage = (dice: Dice): Buffer =>
  dice.pick([
    () => chunk(Buffer.concat([dice.bytes(12), Buffer.from('\n\n')])),
    // No end of line: it sticks to the event that comes next.
    () => chunk(dice.bytes(12)),
    () => chunk(Buffer.from('event: block.appended\ndata: {"pos":\n\n')),
    () => chunk(Buffer.from('event: weather.changed\ndata: null\n\n')),
    () => chunk(Buffer.from('data: <p>\n\n')),
    () => chunk(Buffer.from(': only a comment\n\n')),
    // Breaks the encoding in chunks under it.
    () => dice.bytes(12),
  ])();

const socketGarbage = (dice: Dice): Buffer =>
  dice.pick([
    () => frame(0x81, Buffer.from('<p>')),
    () => frame(0x81, Buffer.from(dice.pick(['null', '7', '[1]', '{"t":"weather"}', '[]', '{}']))),
    () => frame(0x81, Buffer.from('{"t":"event","event":')),
    // Binary; no UTF-8; a reserved bit; a part of a message that never began; a ping.
    () => frame(0x82, dice.bytes(12)),
    () => frame(0x81, Buffer.from([0xff, 0xc0, 0x80])),
    () => frame(0xc1, Buffer.from('{}')),
    () => frame(0x80, Buffer.from('{}')),
    () => frame(0x89, Buffer.from('hm')),
    () => dice.bytes(12),
  ])();
