/** What a measurement is, and what it is given to measure with. */
import type { FakeAnthropic } from '../fakes/anthropic';

/** A figure that was taken; or why it could not be. */
export type Figure =
  | {
      value: number;
      /** How many samples stand behind it. */
      samples?: number;
      /** What a reader should know of this one. */
      note?: string;
    }
  | { skipped: string };

/** By id of the figure, without the name of the measurement before it. */
export type Figures = Record<string, Figure>;

export interface Context {
  /** The clone. */
  root: string;
  electron: { binary: string; switches: readonly string[] };
  /** DISPLAY, DBUS_SESSION_BUS_ADDRESS and what else the app needs of the machine. */
  env: Readonly<Record<string, string>>;
  fake: FakeAnthropic;
  /** A file of the clone with all it imports, for a process of its own: the path of what plain Node can run. */
  bundle(entry: string): Promise<string>;
  /** Progress for the person who waits. */
  say(line: string): void;
  /** A new folder, removed when the measurement is over. */
  folder(name: string): Promise<string>;
  /** Run when the measurement is over, however it ended, last first. */
  after(end: () => Promise<unknown> | void): void;
}

export interface Measurement {
  name: string;
  /** What it measures, for the list of measurements. */
  words: string;
  run(context: Context): Promise<Figures>;
}
