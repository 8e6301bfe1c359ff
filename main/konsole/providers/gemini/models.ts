/**
 * Gemini's models. Source: the model, price and deprecation pages of ai.google.dev, as of `asOf`. Prices are those of prompts up to
 * 200 000 tokens where longer ones cost more.
 */
import { type KnownModel, price } from '../known-model';

const asOf = '2026-11-29';
const contextTokens = 1_048_576;
const maxOutputTokens = 65_536;
/** In the words of `thinkingLevel`. */
const levels = ['low', 'medium', 'high'];
const moreLevels = [...levels, 'xhigh'];
const usual = { asOf, contextTokens, maxOutputTokens, thinking: 'adaptive' } as const;

export const geminiModels: readonly KnownModel[] = [
  {
    ...usual,
    id: 'gemini-4-argon',
    name: 'Gemini 4 Argon',
    efforts: levels,
    quickEffort: 'low',
    // From 1 December 2026; half of it before.
    price: price(4, 20, 4, 0.2),
  },
  {
    ...usual,
    id: 'gemini-4-neon',
    name: 'Gemini 4 Neon',
    efforts: moreLevels,
    quickEffort: 'low',
    price: price(3, 15, 3, 0.15),
  },
  {
    ...usual,
    id: 'gemini-4-hydrogen',
    name: 'Gemini 4 Hydrogen',
    efforts: moreLevels,
    quickEffort: 'low',
    price: price(1.5, 7.5, 1.5, 0.075),
  },
  {
    ...usual,
    id: 'gemini-3.8-flash',
    name: 'Gemini 3.8 Flash',
    efforts: levels,
    quickEffort: 'low',
    // Until 31 December 2026; twice that from then on.
    price: price(0.75, 3.75, 0.75, 0.075),
  },
  {
    ...usual,
    id: 'gemini-3.1-pro-preview',
    name: 'Gemini 3.1 Pro (preview)',
    efforts: levels,
    quickEffort: 'low',
    price: price(2, 12, 2, 0.2),
    longPrompt: { over: 200_000, price: price(4, 18, 4, 0.4) },
  },
  // These two have no efforts: from the day they retire on, their names are answered by models that know no budgets.
  {
    ...usual,
    id: 'gemini-2.5-pro',
    name: 'Gemini 2.5 Pro',
    price: price(1.25, 10, 1.25, 0.125),
    longPrompt: { over: 200_000, price: price(2.5, 15, 2.5, 0.25) },
    retires: { on: '2026-12-01', instead: 'gemini-3.8-flash' },
  },
  {
    ...usual,
    id: 'gemini-2.5-flash',
    name: 'Gemini 2.5 Flash',
    price: price(0.3, 2.5, 0.3, 0.03),
    retires: { on: '2026-12-01', instead: 'gemini-3.5-flash-lite' },
  },
  {
    ...usual,
    id: 'gemini-2.5-flash-lite',
    name: 'Gemini 2.5 Flash-Lite',
    // Thinks only where it is asked to.
    thinking: 'none',
    efforts: levels,
    price: price(0.1, 0.4, 0.1, 0.01),
  },
];
