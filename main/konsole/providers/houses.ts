/** All houses that Konsole speaks with. The only list of them. */
import { anthropic } from './anthropic/house';
import { demo } from './demo/house';
import { gemini } from './gemini/house';
import type { House } from './house';

export const houses: readonly House[] = [anthropic, gemini, demo];

export const houseOf = (kind: string): House | undefined =>
  houses.find((house) => house.kind === kind);
