/** The adapter of the demo, which answers whatever it is asked from a script. */
import { createAnthropicAdapter } from '../anthropic/adapter';
import type { CreateAdapter } from '../house';
import { createDemoFetch } from './demo-fetch';
import { demoModels } from './models';

export const createDemoAdapter: CreateAdapter = (_access, { now }) => {
  const fetch = createDemoFetch();
  const { stream } = createAnthropicAdapter({ baseUrl: 'http://demo.invalid' }, { fetch, now });
  return {
    stream,
    models: () => Promise.resolve(demoModels.map((model) => ({ ...model }))),
    warm: () => Promise.resolve(true),
  };
};
