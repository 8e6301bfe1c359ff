/** Anthropic's models. Source of the figures: the price list and model overview of platform.claude.com, as of `asOf`. */
import { type KnownModel, price } from '../known-model';

const asOf = '2026-11-22';
const million = 1_000_000;

export const anthropicModels: readonly KnownModel[] = [
  {
    asOf,
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    quickEffort: 'low',
    price: price(4, 20, 5, 0.2),
  },
  {
    asOf,
    id: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    quickEffort: 'low',
    price: price(2, 10, 2.5, 0.1),
  },
  {
    asOf,
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    quickEffort: 'low',
    price: price(0.1, 0.5, 0.125, 0.01),
    longPrompt: { over: 100_000, price: price(0.5, 2.5, 0.625, 0.05) },
  },
  {
    asOf,
    id: 'claude-fable-5-1',
    name: 'Claude Fable 5.1',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    quickEffort: 'low',
    price: price(10, 50, 12.5, 0.25),
  },
  {
    asOf,
    id: 'claude-opus-5',
    name: 'Claude Opus 5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
    quickEffort: 'low',
    price: price(5, 25, 6.25, 0.5),
  },
  {
    asOf,
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    thinking: 'none',
    price: price(1, 5, 1.25, 0.1),
  },
];
