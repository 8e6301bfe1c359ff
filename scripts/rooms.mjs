/**
 * The import law as data: which room a file belongs to, what each room may import, and why.
 * scripts/import-law.mjs checks it; docs/architecture.md explains it.
 */

/** First match wins. A path is relative to the repo, with forward slashes. */
export const rooms = [
  ['contract', /^preload\/contract\//],
  ['stream', /^preload\/stream\//],
  ['bridge', /^preload\/[^/]+$/],
  ['desktop-root', /^main\/main\.ts$/],
  ['serve-root', /^main\/serve\.ts$/],
  ['socket-fetch', /^main\/socket-fetch\.ts$/],
  ['roots', /^main\/[^/]+$/],
  ['front', /^main\/konsole\/konsole\.ts$/],
  ['html-text', /^main\/konsole\/html-(text|tokens)\.ts$/],
  ['base', /^main\/konsole\/[^/]+$/],
  ['host-protocol', /^main\/konsole\/host\/protocol\.ts$/],
  ['host', /^main\/konsole\/host\//],
  [
    'houses',
    /^main\/konsole\/providers\/(houses?|known-model|catalogue|json|[^/]+\/(house|models|breakpoints))\.ts$/,
  ],
  ['providers', /^main\/konsole\/providers\//],
  ['folder', /^main\/konsole\/folder\//],
  ['permissions', /^main\/konsole\/permissions\//],
  ['processes', /^main\/konsole\/processes\//],
  ['sessions', /^main\/konsole\/sessions\//],
  ['kontasks', /^main\/konsole\/kontasks\//],
  ['pool', /^main\/konsole\/pool\//],
  ['commands', /^main\/konsole\/commands\//],
  ['models', /^main\/konsole\/models\//],
  ['journal', /^main\/konsole\/journal\//],
  ['storage', /^main\/konsole\/storage\//],
  ['diagnostics', /^main\/konsole\/diagnostics\//],
  ['pages', /^main\/pages\//],
  ['lanes', /^main\/transport\/lanes\//],
  ['transport', /^main\/transport\//],
  ['desktop', /^main\/desktop\//],
  ['cli', /^main\/cli\//],
  ['renderer', /^renderer\//],
  ['test', /^test\//],
  ['scripts', /^scripts\//],
];

const engine = ['contract', 'base', 'html-text', 'diagnostics'];
/** What a composition root puts together. */
const composed = [
  'front',
  'base',
  'contract',
  'transport',
  'lanes',
  'providers',
  'storage',
  'diagnostics',
  'journal',
  'pool',
];

/**
 * What a room may import besides itself. `types` names rooms of which only types may be taken, `later` those whose code
 * is loaded by `import()` alone, when it is needed.
 * A room not listed here (test, scripts) is free.
 */
export const law = {
  contract: { may: [], why: 'the language knows nobody who speaks it' },
  stream: { may: ['contract'], why: 'listening is the same whatever the window or transport' },
  bridge: { may: ['contract', 'stream'], why: 'the doorway carries the contract and nothing else' },
  renderer: {
    may: ['contract', 'stream'],
    why: 'a page runs in a browser too; it never reaches into the main process',
  },
  'desktop-root': {
    may: [...composed, 'roots', 'cli', 'desktop'],
    types: ['host-protocol'],
    why: 'a composition root sees all but the inside of a host',
  },
  'serve-root': {
    may: [...composed, 'roots'],
    types: ['host-protocol'],
    why: 'this composition root runs in plain Node: no desktop',
  },
  roots: {
    may: [...composed, 'cli'],
    types: ['host-protocol'],
    why: 'what both composition roots share must run in plain Node',
  },
  base: {
    may: ['contract'],
    types: ['host-protocol', 'journal', 'pool'],
    why: 'what every room of the engine stands on stands on nothing',
  },
  front: {
    may: [
      ...engine,
      'commands',
      'sessions',
      'kontasks',
      'models',
      'pool',
      'journal',
      'storage',
      'providers',
      'houses',
      'folder',
    ],
    types: ['host-protocol'],
    why: 'the front door wires the engine, and meets hosts only through their port',
  },
  commands: {
    may: [...engine],
    types: ['sessions', 'kontasks', 'models', 'pool', 'journal', 'storage'],
    why: 'a command is checked and handed on; what it does is done in the rooms below',
  },
  models: {
    may: [...engine, 'houses'],
    types: ['host-protocol', 'providers', 'sessions', 'pool'],
    why: "which model and key a turn gets is known without loading a provider's code",
  },
  sessions: {
    may: [...engine, 'pool', 'journal', 'storage', 'folder', 'permissions', 'processes'],
    types: ['host-protocol', 'providers'],
    why: 'layers point down: front, sessions, pool, journal',
  },
  kontasks: {
    may: [...engine, 'journal', 'storage'],
    types: ['host-protocol', 'sessions'],
    why: 'layers point down: front, kontasks, journal; what it sets going is handed in by the front door',
  },
  pool: {
    may: [...engine, 'journal', 'storage', 'houses'],
    types: ['host-protocol'],
    why: 'the pool holds the handle of a host process, never its code',
  },
  journal: {
    may: ['contract', 'base', 'html-text', 'storage'],
    types: ['diagnostics'],
    why: 'the journal is the lowest layer; only storage lies below it, and how HTML is read',
  },
  storage: {
    may: ['contract', 'base'],
    types: ['diagnostics'],
    why: 'storage is the lowest layer',
  },
  diagnostics: {
    may: ['contract', 'base', 'storage', 'journal'],
    why: 'diagnostics reads what was recorded and steers nothing',
  },
  'host-protocol': {
    may: ['contract', 'base'],
    types: ['providers'],
    why: 'both sides of the process boundary speak it',
  },
  host: {
    may: [
      'host-protocol',
      'contract',
      'base',
      'html-text',
      'providers',
      'houses',
      'folder',
      'permissions',
      'processes',
    ],
    types: ['diagnostics'],
    why: 'a host runs in its own process and speaks contract events',
  },
  permissions: {
    may: ['contract', 'base'],
    types: ['host-protocol'],
    why: 'what a rule says does not depend on who asks, or where',
  },
  processes: {
    may: ['contract', 'base'],
    why: 'whoever finds a process that was left ends it in the same way',
  },
  folder: {
    may: ['contract', 'base'],
    why: 'what of a folder may be seen is the same for a tool in a host and for a person in a window',
  },
  houses: {
    may: ['contract'],
    types: ['providers'],
    later: ['providers'],
    why: 'what is known of a house is light: it is read where no client is loaded',
  },
  providers: {
    may: ['contract', 'base', 'houses'],
    types: ['host-protocol'],
    why: 'an adapter turns one wire API into contract events',
  },
  transport: {
    may: ['contract', 'front', 'lanes', 'pages'],
    types: ['base'],
    why: 'doors know the front door of the engine alone',
  },
  lanes: {
    may: ['contract', 'front', 'transport', 'stream', 'socket-fetch'],
    types: ['base'],
    why: 'only lanes carry a stream machine in the main process',
  },
  desktop: {
    may: ['contract', 'pages'],
    why: 'the Electron shell knows the contract and Electron; main.ts joins it to the engine',
  },
  'socket-fetch': {
    may: [],
    types: ['stream'],
    why: 'reading over a local socket is the same for a lane and for a command of the terminal',
  },
  'html-text': { may: [], why: 'what is read in a page is the same for models and terminals' },
  cli: {
    may: ['contract', 'stream', 'socket-fetch', 'html-text'],
    why: 'a command of the terminal is a client like any other, and starts without the engine',
  },
  pages: {
    may: [],
    why: 'which file a path names is the same at every door, and asks nobody',
  },
};

/** Packages that only some rooms may import (`rooms`), or that some may not (`not`). */
export const packageLaw = [
  {
    match: /^electron(\/|$)/,
    rooms: ['desktop-root', 'desktop', 'bridge', 'test'],
    why: 'the engine and the doors also run in plain Node',
  },
  {
    match: /^zod(\/|$)/,
    not: ['renderer', 'stream', 'bridge', 'cli', 'scripts'],
    why: 'pages forbid its compiled checks; everything is validated in main',
  },
  {
    match: /^(node:)?net$/,
    rooms: [
      'desktop-root',
      'serve-root',
      'roots',
      'transport',
      'lanes',
      'desktop',
      'cli',
      'processes',
      'test',
      'scripts',
    ],
    why: 'the engine knows no socket but the end of a pipe to a command; doors are in main/transport',
  },
  {
    match: /^(node:)?(http|https|http2)$|^(ws|express|fastify)(\/|$)/,
    rooms: [
      'desktop-root',
      'serve-root',
      'roots',
      'transport',
      'lanes',
      'desktop',
      'cli',
      'socket-fetch',
      'test',
      'scripts',
    ],
    why: 'the engine knows no socket; doors are in main/transport',
  },
  {
    match: /^(node:)?tls$/,
    rooms: ['providers', 'test', 'scripts'],
    why: 'whom a connection trusts is decided where connections to providers are made',
  },
  {
    match: /^(react|react-dom|zustand)(\/|$)/,
    rooms: ['renderer', 'test'],
    why: 'React belongs to the pages',
  },
];

/** Rooms without Node: they run in a sandboxed page or preload. */
export const withoutNode = ['contract', 'stream', 'renderer', 'bridge'];

/** Rooms whose value imports must never lead to zod, however long the way. */
export const withoutZod = ['renderer', 'stream', 'bridge', 'cli'];

/** Rooms that nothing shipped may import. */
export const notShipped = ['test', 'scripts'];
