/** What the konsole in memory answers from: settings, desktop facts, providers, models, pool. */
import type { DesktopInfo } from '../../../preload/contract/desktop';
import type {
  ModelInfo,
  PoolStatus,
  LocalServer,
  ProviderHouse,
  ProviderInfo,
} from '../../../preload/contract/shapes';
import type { Settings } from '../../../preload/contract/settings';
import type { StreamHealth } from '../../../preload/stream/types';

export const liveHealth: StreamHealth = {
  status: 'live',
  transport: 'direct',
  moving: false,
  reconnects: 0,
  gaps: 0,
};

export const plainSettings: Settings = {
  models: {
    main: 'anthropic/claude-opus-5-5',
    quick: 'anthropic/claude-haiku-5-5',
    mainFallback: [],
    efforts: {},
    favourites: [],
  },
  budgets: {},
  providers: [{ id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' }],
  lanes: { main: { transport: 'direct', hosts: 4 }, quick: { transport: 'direct', hosts: 1 } },
  pool: { hostMemoryMb: 1_024, memoryMb: 4_096, fillCache: true },
  hotkey: 'CommandOrControl+Shift+Space',
  permissions: { mode: 'ask', allow: [], deny: [], sandbox: false },
  kontasks: { view: 'board', filters: [], layouts: {} },
  theme: 'system',
  findLocalServers: true,
  gateway: {},
  said: ['first-run'],
};

export const plainInfo: DesktopInfo = {
  version: '0.1.0',
  platform: 'linux',
  home: '/home/ada/.config/vibe-konsole',
  electron: '45.0.0',
  hotkey: { accelerator: 'CommandOrControl+Shift+Space', state: 'registered' },
  selection: true,
  secrets: { kind: 'system' },
  tray: true,
  notices: [],
};

/** A copy of its own for every konsole; a test changes it before the page asks. */
export function plainWorld() {
  return {
    settings: structuredClone(plainSettings),
    effective: undefined as { main: string; quick: string } | undefined,
    startedIn: '/home/ada',
    /** Paths that `@` finds. */
    files: [] as string[],
    /** Kept drafts by session, `''` for the new one, `quickPlace` for that of the quick window. */
    drafts: new Map<string, unknown>(),
    info: structuredClone(plainInfo),
    providers: [
      { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'environment' },
    ] as ProviderInfo[],
    houses: [
      {
        kind: 'anthropic',
        name: 'Anthropic',
        api: "Anthropic's API",
        origin: 'https://api.anthropic.com',
        keyVariable: 'ANTHROPIC_API_KEY',
        defaults: { main: 'claude-opus-5-5', quick: 'claude-haiku-5-5' },
      },
      {
        kind: 'openai',
        name: 'OpenAI',
        api: "OpenAI's Responses API",
        origin: 'https://api.openai.com',
        keyVariable: 'OPENAI_API_KEY',
        defaults: { main: 'gpt-5.5', quick: 'gpt-5.5-mini' },
      },
      {
        kind: 'openai-chat',
        name: 'OpenAI-compatible server',
        api: "OpenAI's Chat Completions API",
      },
    ] as ProviderHouse[],
    localServers: [
      { id: 'ollama', kind: 'anthropic', name: 'Ollama', baseUrl: 'http://127.0.0.1:11434' },
    ] as LocalServer[],
    models: [
      {
        id: 'anthropic/claude-opus-5-5',
        name: 'Claude Opus 5.5',
        provider: 'anthropic',
        contextTokens: 200_000,
      },
    ] as ModelInfo[],
    pool: {
      hosts: [
        { id: 'h1', pid: 4101, lane: 'main', state: 'warm', rssBytes: 71e6 },
        { id: 'h2', pid: 4102, lane: 'quick', state: 'warm', rssBytes: 64e6 },
      ],
      lanes: {
        main: { transport: 'direct', hosts: 4, busy: 0, waiting: 0 },
        quick: { transport: 'direct', hosts: 1, busy: 0, waiting: 0 },
      },
    } as PoolStatus,
  };
}
