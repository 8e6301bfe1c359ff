/** OpenAI's models. Source of the figures: the model pages, price list and deprecations of developers.openai.com, as of `asOf`. */
import { type KnownModel, type Price, price } from '../known-model';

const asOf = '2026-11-18';

const fromLow = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const fromNone = ['none', ...fromLow] as const;
const toXhigh = ['none', 'low', 'medium', 'high', 'xhigh'] as const;

/** Over this many tokens the whole request costs twice for what goes in and half more for what comes out. */
const long = (usual: Price): NonNullable<KnownModel['longPrompt']> => ({
  over: 272_000,
  price: price(usual.input * 2, usual.output * 1.5, usual.cacheWrite * 2, usual.cacheRead * 2),
});

type Given = Pick<KnownModel, 'id' | 'name' | 'price'> & Partial<KnownModel>;

const thinks = (given: Given): KnownModel => ({
  asOf,
  contextTokens: 400_000,
  maxOutputTokens: 128_000,
  thinking: 'adaptive',
  quickEffort: 'low',
  ...given,
});

const holdsMore = (given: Given): KnownModel =>
  thinks({ contextTokens: 1_050_000, longPrompt: long(given.price), ...given });

const plain = (given: Given): KnownModel => ({
  asOf,
  contextTokens: 128_000,
  maxOutputTokens: 16_384,
  thinking: 'none',
  retires: { on: '2027-01-14', instead: 'gpt-6-luna' },
  ...given,
});

export const openaiModels: readonly KnownModel[] = [
  holdsMore({
    id: 'gpt-6.2-sol',
    name: 'GPT-6.2 Sol',
    efforts: fromLow,
    price: price(2, 10, 2.5, 0.1),
  }),
  holdsMore({
    id: 'gpt-6.2-astra',
    name: 'GPT-6.2 Astra',
    efforts: fromLow,
    price: price(8, 40, 10, 0.4),
  }),
  holdsMore({
    id: 'gpt-6.1-sol',
    name: 'GPT-6.1 Sol',
    efforts: fromLow,
    price: price(2, 10, 2.5, 0.1),
  }),
  holdsMore({
    id: 'gpt-6.1-terra',
    name: 'GPT-6.1 Terra',
    efforts: fromNone,
    price: price(1, 5, 1.25, 0.05),
  }),
  holdsMore({
    id: 'gpt-6-luna',
    name: 'GPT-6 Luna',
    efforts: fromNone,
    price: price(0.1, 0.5, 0.125, 0.01),
  }),
  holdsMore({
    id: 'gpt-6-astra',
    name: 'GPT-6 Astra',
    efforts: ['low', 'medium', 'high', 'xhigh'],
    price: price(10, 50, 12.5, 1),
  }),
  holdsMore({
    id: 'gpt-6-sol',
    name: 'GPT-6 Sol',
    efforts: fromNone,
    price: price(2, 10, 2.5, 0.2),
  }),
  holdsMore({
    id: 'gpt-5.6-sol',
    name: 'GPT-5.6 Sol',
    efforts: fromNone,
    price: price(5, 30, 6.25, 0.5),
  }),
  holdsMore({
    id: 'gpt-5.6-terra',
    name: 'GPT-5.6 Terra',
    efforts: fromNone,
    price: price(2, 12, 2.5, 0.2),
  }),
  holdsMore({
    id: 'gpt-5.6-luna',
    name: 'GPT-5.6 Luna',
    efforts: fromNone,
    price: price(0.2, 1.2, 0.25, 0.02),
  }),
  // Before GPT-5.6 what is written to the cache costs as any input.
  holdsMore({ id: 'gpt-5.5', name: 'GPT-5.5', efforts: toXhigh, price: price(5, 30, 5, 0.5) }),
  holdsMore({
    id: 'gpt-5.4',
    name: 'GPT-5.4',
    efforts: toXhigh,
    price: price(2.5, 15, 2.5, 0.25),
  }),
  thinks({
    id: 'gpt-5.4-mini',
    name: 'GPT-5.4 mini',
    efforts: toXhigh,
    price: price(0.75, 4.5, 0.75, 0.075),
  }),
  thinks({
    id: 'gpt-5.4-nano',
    name: 'GPT-5.4 nano',
    efforts: toXhigh,
    price: price(0.2, 1.25, 0.2, 0.02),
  }),
  thinks({
    id: 'gpt-5.2',
    name: 'GPT-5.2',
    efforts: toXhigh,
    price: price(1.75, 14, 1.75, 0.175),
  }),
  thinks({
    id: 'gpt-5.1',
    name: 'GPT-5.1',
    efforts: ['none', 'low', 'medium', 'high'],
    price: price(1.25, 10, 1.25, 0.125),
    retires: { on: '2027-04-01' },
  }),
  thinks({
    id: 'gpt-5',
    name: 'GPT-5',
    efforts: ['minimal', 'low', 'medium', 'high'],
    price: price(1.25, 10, 1.25, 0.125),
    retires: { on: '2026-12-11', instead: 'gpt-6.1-sol' },
  }),
  thinks({
    id: 'gpt-5-mini',
    name: 'GPT-5 mini',
    efforts: ['minimal', 'low', 'medium', 'high'],
    price: price(0.25, 2, 0.25, 0.025),
    retires: { on: '2026-12-11', instead: 'gpt-6.1-terra' },
  }),
  thinks({
    id: 'gpt-5-nano',
    name: 'GPT-5 nano',
    efforts: ['minimal', 'low', 'medium', 'high'],
    price: price(0.05, 0.4, 0.05, 0.005),
    retires: { on: '2026-12-11' },
  }),
  thinks({
    id: 'o3',
    name: 'o3',
    contextTokens: 200_000,
    maxOutputTokens: 100_000,
    efforts: ['low', 'medium', 'high'],
    price: price(2, 8, 2, 0.5),
    retires: { on: '2026-12-11' },
  }),
  plain({
    id: 'gpt-4.1',
    name: 'GPT-4.1',
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
    price: price(2, 8, 2, 0.5),
  }),
  plain({
    id: 'gpt-4.1-mini',
    name: 'GPT-4.1 mini',
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
    price: price(0.4, 1.6, 0.4, 0.1),
  }),
  plain({ id: 'gpt-4o', name: 'GPT-4o', price: price(2.5, 10, 2.5, 1.25) }),
  plain({ id: 'gpt-4o-mini', name: 'GPT-4o mini', price: price(0.15, 0.6, 0.15, 0.075) }),
];
