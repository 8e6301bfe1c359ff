/**
 * Files that decide what will run, or what an agent is told, the next time somebody opens the folder. To change one
 * is to run something later, out of sight of any question; so they are asked about in every mode, each time anew.
 */

const folders = [
  // Hooks, the pager, the editor and remotes of git run commands.
  ['.git'],
  ['.husky'],
  ['.githooks'],
  // Settings, hooks and orders of agents.
  ['.claude'],
  ['.codex'],
  ['.cursor'],
  ['.gemini'],
  ['.windsurf'],
  ['.konsole'],
  // Run with the secrets of the project on other machines.
  ['.github', 'workflows'],
  ['.github', 'actions'],
  ['.circleci'],
  // Editors run tasks, and start what their settings name.
  ['.idea'],
  ['.devcontainer'],
  // Of a person, outside of any project.
  ['.ssh'],
  ['.gnupg'],
  ['.config', 'git'],
  ['.config', 'fish'],
  ['.config', 'autostart'],
  ['.config', 'systemd'],
  ['library', 'launchagents'],
];

const files = new Set(
  // Scripts that a package manager runs, and where it gets its packages from.
  (
    'package.json .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs ' +
    // Servers that agents start, and what agents are told.
    '.mcp.json agents.md claude.md claude.local.md gemini.md .cursorrules .windsurfrules .github/copilot-instructions.md ' +
    // Settings of git that name commands; a submodule names an address.
    '.gitconfig .gitmodules .gitattributes ' +
    // Run on entering the folder, or by every shell.
    '.envrc .mise.toml .tool-versions .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv ' +
    '.zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .inputrc .vimrc .exrc .nvimrc .pythonrc .pypirc ' +
    // Hooks that run at each commit, and workflows elsewhere.
    '.pre-commit-config.yaml lefthook.yml .lefthook.yml .gitlab-ci.yml azure-pipelines.yml'
  ).split(' '),
);

const inVscode = new Set([
  'settings.json',
  'tasks.json',
  'launch.json',
  'mcp.json',
  'extensions.json',
]);

/** What the path is, for a person; undefined where it is no such file. Whatever the case: many disks know none. */
export function protectedAs(path: string): string | undefined {
  const parts = path
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\\/]+/)
    // "package.json." and "package.json::$DATA" are package.json on Windows.
    .map((part) => part.replace(/:.*$/, '').replace(/[. ]+$/, ''))
    .filter((part) => part !== '');
  const name = parts.at(-1) ?? '';
  const folder = folders.find((names) => contains(parts, names));
  if (folder) return `${folder.join('/')} decides what runs later`;
  const isSettings = parts.at(-2) === '.vscode' && inVscode.has(name);
  const isInstruction = files.has(parts.slice(-2).join('/'));
  if (isSettings || isInstruction || files.has(name)) return `${name} decides what runs later`;
  return undefined;
}

function contains(parts: readonly string[], names: readonly string[]): boolean {
  return parts.some((_, at) => names.every((name, index) => parts[at + index] === name));
}
