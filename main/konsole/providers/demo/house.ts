/** The demo: the real client over scripted bytes. No request leaves this process. */
import type { House } from '../house';

export const demo: House = {
  kind: 'demo',
  name: 'Demo: scripted answers, no AI',
  api: 'the demo',
  keyVariables: [],
  models: [],
  scripted: true,
  load: async () => (await import('./adapter')).createDemoAdapter,
};
