/** Runs in a worker: reads code by the grammar of its language. A grammar is loaded when it is first asked for. */
import { createHighlighterCore } from 'shiki/core';
import type { HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { grammars } from './grammars';
import { lookOf, lookTheme } from './looks';
import type { HighlightAnswer, HighlightRequest } from './protocol';
import { packRuns } from './runs';

/** Characters */
const warmUp = 400;

let made: Promise<HighlighterCore> | undefined;

/** The engine in JavaScript: a page may compile no WebAssembly. */
const highlighter = () =>
  (made ??= createHighlighterCore({
    themes: [lookTheme],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  }));

function* runsOf(core: HighlighterCore, text: string, lang: string) {
  const lines = core.codeToTokensBase(text, {
    lang,
    theme: 'looks',
    tokenizeMaxLineLength: 2_000,
    // Time is the page's business: it ends a worker that takes too long. A limit per line would leave the first
    // line plain, in which the grammar's expressions are compiled.
    tokenizeTimeLimit: 0,
  });
  for (const [at, line] of lines.entries()) {
    if (at > 0) yield [1, 0] as const;
    for (const { content, color } of line) {
      // Blanks have no look of their own: fewer runs.
      yield [content.length, content.trim() === '' ? 0 : lookOf(color)] as const;
    }
  }
}

async function answer({ id, lang, text }: HighlightRequest): Promise<void> {
  const core = await highlighter();
  const load = grammars[lang];
  if (!load) throw new Error(`There is no grammar for ${lang}`);
  if (!core.getLoadedLanguages().includes(lang)) {
    await core.loadLanguage(load);
    // Compiles what the grammar begins with: part of loading it, not of reading this text.
    packRuns(runsOf(core, text.slice(0, warmUp), lang));
  }
  say({ id, type: 'ready' });
  const runs = packRuns(runsOf(core, text, lang));
  say({ id, type: 'done', runs }, [runs.buffer]);
}

function say(message: HighlightAnswer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  answer(data).catch((error: unknown) => {
    say({ id: data.id, type: 'failed', reason: String(error) });
  });
});
