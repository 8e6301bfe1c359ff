/** Model names: `<provider>/<model>`. Pure. */

export interface ModelName {
  provider: string;
  /** Within the provider; may contain slashes. */
  model: string;
}

export const demoModel = 'demo/scripted';

/** Undefined for a text that is no model name. */
export function readModelName(text: string): ModelName | undefined {
  const match = /^([\w.-]{1,64})\/(\S{1,160})$/.exec(text);
  return match?.[1] && match[2] ? { provider: match[1], model: match[2] } : undefined;
}
