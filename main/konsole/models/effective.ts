/**
 * Which model a lane really uses. The one in the settings, if it can be reached or a person chose it; else what is
 * there: the other lane's, a server found on this computer, and last the demo, which always says what it is. Pure.
 */
import { settings as settingsSchema } from '../../../preload/contract/settings';
import { demoModel, readModelName } from './names';

export interface Choice {
  configured: { main: string; quick: string };
  /** Whether a turn of this provider would find a key or needs none. */
  usable: (provider: string) => boolean;
  /** `<provider>/<model>` of servers found on this computer. */
  found: readonly string[];
  /** Whether a model that nobody chose may run main turns. */
  fitsMain: (model: string) => boolean;
  forceDemo: boolean;
}

const untouched = settingsSchema.parse({}).models;

export function effectiveModels(choice: Choice): { main: string; quick: string } {
  const { configured, found, forceDemo } = choice;
  if (forceDemo) return { main: demoModel, quick: demoModel };
  const isUsable = (model: string) => {
    const name = readModelName(model);
    return name !== undefined && choice.usable(name.provider);
  };
  const pick = (lane: 'main' | 'quick', other: 'main' | 'quick') => {
    if (isUsable(configured[lane]) || configured[lane] !== untouched[lane]) return configured[lane];
    const fits = (model: string) => lane === 'quick' || choice.fitsMain(model);
    if (isUsable(configured[other]) && fits(configured[other])) return configured[other];
    return found.find(fits) ?? demoModel;
  };
  return { main: pick('main', 'quick'), quick: pick('quick', 'main') };
}

export interface AlternativeFacts {
  /** The model that is asked first. */
  asked: string;
  /** `models.fallback` or `models.mainFallback` of the settings. */
  configured: readonly string[] | undefined;
  /** The main lane's model in effect. */
  main: string;
  found: readonly string[];
}

/**
 * Which models a turn goes over to, in order: those in the settings; where nothing is said there, the main model
 * if another provider has it, then a server that was found on this computer. Never the demo: it knows no answer.
 */
export function alternativeNames({ asked, configured, main, found }: AlternativeFacts): string[] {
  const provider = readModelName(asked)?.provider;
  const elsewhere = [main, ...found.slice(0, 1)].filter(
    (name) => readModelName(name)?.provider !== provider,
  );
  const names = configured ?? elsewhere;
  return [...new Set(names)].filter((name) => name !== asked && name !== demoModel);
}
