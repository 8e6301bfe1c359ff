/** What every house says of itself: true to its form, and told where people and tests look. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { houses } from '../../../main/konsole/providers/houses';
import { forbidden } from '../../setup/environment';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const day = /^\d{4}-\d{2}-\d{2}$/;

const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);

test('no two houses have a kind, a key variable or the id of a model in common', () => {
  expect(twice(houses.map(({ kind }) => kind))).toEqual([]);
  expect(twice(houses.flatMap(({ keyVariables }) => keyVariables))).toEqual([]);
  expect(twice(houses.flatMap(({ models }) => models.map(({ id }) => id)))).toEqual([]);
});

describe.each(houses.map((house) => [house.kind, house] as const))(
  'the house %s',
  (kind, house) => {
    const { origin, keyVariables, defaults, models, tiers, scripted } = house;

    test('has a kind that settings can name, and an origin without a path', () => {
      expect(kind).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      if (origin !== undefined) expect(new URL(origin).origin).toBe(origin);
      if (tiers !== undefined) expect(tiers).not.toEqual([]);
    });

    test('names defaults for its lanes among its models', () => {
      const ids = models.map(({ id }) => id);
      for (const id of defaults ? [defaults.main, defaults.quick] : []) expect(ids).toContain(id);
    });

    test('has models with sizes, prices and days that can be true', () => {
      for (const model of models) {
        const { id, contextTokens, maxOutputTokens, price, efforts = [], quickEffort } = model;
        expect(contextTokens, id).toBeGreaterThan(0);
        expect(maxOutputTokens, id).toBeLessThanOrEqual(contextTokens);
        expect(Math.min(...Object.values(price)), id).toBeGreaterThanOrEqual(0);
        if (quickEffort !== undefined) expect(efforts, id).toContain(quickEffort);
        expect(model.asOf, id).toMatch(day);
        if (model.retires) expect(model.retires.on, id).toMatch(day);
      }
    });

    test('has no key of the environment in any test', () => {
      for (const name of keyVariables) {
        expect(name, '"forbidden" in test/setup/environment.ts').toMatch(forbidden);
        expect(process.env[name]).toBeUndefined();
      }
    });

    test.skipIf(scripted)(
      'has a row with its key variable in "API keys and providers" of README.md',
      () => {
        const row = readme.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`));
        expect(row, `a row for ${kind}`).toBeDefined();
        for (const name of keyVariables.slice(0, 1)) expect(row).toContain(`\`${name}\``);
      },
    );
  },
);
