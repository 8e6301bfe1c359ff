/**
 * Google's Gemini API, by its own wire and not by the one that resembles OpenAI's: seals and summaries of thoughts come whole
 * on this one alone. Its caches that are made ahead are paid by the hour and have a least size, so none is filled; it
 * keeps prefixes by itself.
 */
import type { House } from '../house';
import { geminiModels } from './models';

export const gemini: House = {
  kind: 'gemini',
  name: 'Google Gemini',
  api: 'the Gemini API',
  origin: 'https://generativelanguage.googleapis.com',
  keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  defaults: { main: 'gemini-4-argon', quick: 'gemini-3.8-flash' },
  models: geminiModels,
  load: async () => (await import('./adapter')).createGeminiAdapter,
};
