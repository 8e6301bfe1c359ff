/** The languages that code is coloured in, by the names that models write after a fence. Pure. */

/** Id → what it is called on screen, and its other names. An id is also the name of its grammar. */
const known: Readonly<Record<string, readonly [title: string, ...aliases: string[]]>> = {
  typescript: ['TypeScript', 'ts', 'mts', 'cts'],
  tsx: ['TSX'],
  javascript: ['JavaScript', 'js', 'mjs', 'cjs', 'node'],
  jsx: ['JSX'],
  json: ['JSON'],
  jsonc: ['JSON with comments', 'json5'],
  python: ['Python', 'py', 'python3'],
  rust: ['Rust', 'rs'],
  go: ['Go', 'golang'],
  java: ['Java'],
  c: ['C', 'h'],
  cpp: ['C++', 'c++', 'cc', 'cxx', 'hpp'],
  csharp: ['C#', 'cs', 'c#'],
  kotlin: ['Kotlin', 'kt', 'kts'],
  swift: ['Swift'],
  ruby: ['Ruby', 'rb'],
  php: ['PHP'],
  shellscript: ['Shell', 'bash', 'sh', 'shell', 'zsh'],
  shellsession: ['Console', 'console'],
  powershell: ['PowerShell', 'ps1', 'pwsh', 'ps'],
  sql: ['SQL', 'postgres', 'postgresql', 'mysql', 'sqlite'],
  html: ['HTML', 'htm'],
  css: ['CSS'],
  scss: ['SCSS', 'sass'],
  yaml: ['YAML', 'yml'],
  toml: ['TOML'],
  ini: ['INI', 'properties', 'conf', 'cfg'],
  dotenv: ['Environment', 'env'],
  xml: ['XML', 'svg', 'plist'],
  markdown: ['Markdown', 'md'],
  diff: ['Diff', 'patch'],
  docker: ['Dockerfile', 'dockerfile'],
  make: ['Makefile', 'makefile', 'mk'],
  cmake: ['CMake'],
  lua: ['Lua'],
  perl: ['Perl', 'pl'],
  r: ['R'],
  dart: ['Dart'],
  elixir: ['Elixir', 'ex', 'exs'],
  erlang: ['Erlang', 'erl'],
  haskell: ['Haskell', 'hs'],
  scala: ['Scala'],
  clojure: ['Clojure', 'clj'],
  julia: ['Julia', 'jl'],
  zig: ['Zig'],
  graphql: ['GraphQL', 'gql'],
  proto: ['Protocol Buffers', 'protobuf'],
  terraform: ['Terraform', 'tf', 'hcl'],
  vue: ['Vue'],
  svelte: ['Svelte'],
  nginx: ['nginx'],
  regexp: ['Regular expression', 'regex'],
};

const ids = new Map<string, string>();
for (const [id, [, ...aliases]] of Object.entries(known)) {
  for (const name of [id, ...aliases]) ids.set(name, id);
}

export const languageIds: readonly string[] = Object.keys(known);

/** Undefined for a language that is shown without colours. `name` in lower case. */
export const languageId = (name: string): string | undefined => ids.get(name);

/** As a person writes it; the name itself for a language that is not known. */
export const languageName = (name: string): string => known[ids.get(name) ?? '']?.[0] ?? name;
