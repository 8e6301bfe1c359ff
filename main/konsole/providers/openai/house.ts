/** OpenAI by its Responses API, and every server that speaks it. */
import type { House } from '../house';
import { takesBreakpoints } from './breakpoints';
import { openaiModels } from './models';

export const openai: House = {
  kind: 'openai',
  name: 'OpenAI',
  api: "OpenAI's Responses API",
  origin: 'https://api.openai.com',
  keyVariables: ['OPENAI_API_KEY'],
  defaults: { main: 'gpt-6.2-sol', quick: 'gpt-6-luna' },
  models: openaiModels,
  tiers: ['auto', 'default', 'flex', 'priority'],
  // Other servers refuse a whole request for a breakpoint in it, whatever model they say they have (Kilo-Org/kilocode#13321).
  fillsCache: ({ model, isOwn }) => isOwn && takesBreakpoints(model),
  load: async () => (await import('./adapter')).createOpenAIAdapter,
};
