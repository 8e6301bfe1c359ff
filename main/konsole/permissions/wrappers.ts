/**
 * Which commands run another one, or write where their name does not say so. A rule with `*` lets such a command
 * pass only where it spells the words that make it one: `bash(find *)` does not allow `find . -exec rm {} +`, and
 * `bash(* --version)` does not allow `env rm --version`. Pure.
 */

/** Run what their arguments, their input or a file says, or change what later commands mean. */
const wrappers = new Set(
  (
    'env sudo doas su nohup timeout xargs parallel watch nice ionice chrt taskset stdbuf setsid flock script unbuffer ' +
    'time command builtin exec eval source . trap alias unalias set shopt enable hash bind complete let coproc fc strace ' +
    'ltrace gdb lldb ssh scp sftp docker podman chroot nsenter unshare runuser pkexec systemd-run at batch crontab entr ' +
    'caffeinate sh bash dash zsh ksh mksh ash fish csh tcsh busybox toybox python perl ruby php lua node deno bun awk ' +
    'gawk mawk nawk sed gsed ed ex vi vim nvim emacs expect osascript pwsh powershell cmd make npx pnpx bunx uvx pipx ' +
    'read mapfile readarray getopts printf test [ cd pushd popd xdg-open open start less more man'
  ).split(' '),
);

/** Take words of theirs for a command, so that one that is filled in is a command that is not known. */
const passing = new Set(
  (
    'env sudo doas su nohup timeout xargs parallel watch nice ionice chrt taskset stdbuf setsid flock script unbuffer ' +
    'time command builtin exec trap coproc source . strace ltrace chroot nsenter unshare runuser pkexec systemd-run ' +
    'entr caffeinate busybox toybox find fd'
  ).split(' '),
);

/** `python3.12` and the like. */
const versioned = /^(python|pip|perl|ruby|php|lua|node)[\d.]+$/;

export const shells = new Set('sh bash dash zsh ksh mksh ash fish csh tcsh'.split(' '));

/** Words that make a command do more than its name says: run something, or write. */
const telling: Record<string, readonly string[]> = {
  find: '-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls'.split(' '),
  fd: '-x -X --exec --exec-batch'.split(' '),
  git: (
    '--output --ext-diff --open-files-in-pager --upload-pack --receive-pack --exec --config-env --exec-path ' +
    'difftool mergetool filter-branch foreach config bisect hook daemon send-email instaweb'
  ).split(' '),
  rg: '--pre --hostname-bin'.split(' '),
  sort: '-o --output --compress-program'.split(' '),
  tar: '-I -F --use-compress-program --to-command --checkpoint-action --info-script --new-volume-script --rsh-command'.split(
    ' ',
  ),
  rsync: '-e --rsh --rsync-path'.split(' '),
  zip: '-T --unzip-command'.split(' '),
  sed: '-i --in-place --file -f'.split(' '),
  npm: 'exec x explore set config edit --script-shell --node-options --prefix -C --userconfig'.split(
    ' ',
  ),
  pnpm: 'exec dlx --script-shell --shell-emulator -C --dir'.split(' '),
  yarn: 'exec node dlx --cwd'.split(' '),
  go: '-exec -toolexec -vettool generate tool'.split(' '),
  cargo: '--config'.split(' '),
  curl: '-o -O -K --output --remote-name --config --output-dir -T --upload-file'.split(' '),
  wget: '-O -i --output-document --use-askpass --execute -e --post-file'.split(' '),
  split: ['--filter'],
  date: '-s --set'.split(' '),
  hostname: ['-F', '-b'],
  tree: ['-o'],
  yq: '-i --inplace'.split(' '),
  gh: 'alias extension api'.split(' '),
};

/** Of these no option runs anything: what is filled in behind them, a message for one, is only text. */
const plainGit = /^(?:add|commit|tag|stash|status|restore)$/;

/** Stands for what no rule with `*` can spell. */
const unspelled = '\0';

export const baseName = (name: string) =>
  (/[^/\\]*$/.exec(name)?.[0] ?? name).toLowerCase().replace(/\.exe$/, '');

export function isWrapper(name: string): boolean {
  const base = baseName(name).replace(versioned, '$1');
  return wrappers.has(base);
}

export const passesOn = (name: string) => passing.has(baseName(name));

/**
 * The words of a command, as they are written in a rule, that a rule with `*` has to spell. `argv[i]` is absent, and
 * `open[i]` true, where a shell fills in what may be any option.
 */
export function mustSpell(
  argv: readonly (string | undefined)[],
  words: readonly string[],
  open: readonly boolean[],
): string[] {
  const [name] = argv;
  if (argv.length === 0) return [];
  if (name === undefined) return [unspelled];
  const base = baseName(name);
  const needs = isWrapper(name) ? [words[0] ?? unspelled] : [];
  const options = telling[base];
  // What a builtin takes for a variable is read as an expression, in which `a[$(…)]` runs.
  const isRead =
    /^(?:test|\[|printf|read|mapfile|readarray|getopts|let|unset|declare|typeset|local|export|readonly)$/;
  if (isRead.test(base) && argv.some((value) => value === undefined || /[`$]/.test(value))) {
    if (base !== 'printf' || argv[1] === undefined || argv[1].startsWith('-'))
      needs.push(unspelled);
  }
  if (base === 'printf' && argv[1]?.startsWith('-v')) needs.push(words[1] ?? unspelled);
  // git -C elsewhere, git -c core.pager=…: whatever stands before the subcommand changes all that follows.
  if (base === 'git' && !/^(?:[a-z]|--(?:no-pager|version|help)$)/.test(argv[1] ?? 'help')) {
    needs.push(words[1] ?? unspelled);
  }
  if (options === undefined) return needs;
  const isText = base === 'git' && plainGit.test(argv[1] ?? '');
  for (const [index, value] of argv.entries()) {
    if (index === 0) continue;
    if (value === undefined) {
      if (open[index] && !isText) needs.push(unspelled);
    } else if (options.some((option) => names(value, option)))
      needs.push(words[index] ?? unspelled);
  }
  return needs;
}

/** `-ofile`, `-uo`, `--out=file` and `--outp` all say `-o` or `--output`. */
function names(value: string, option: string): boolean {
  if (value === option) return true;
  if (option.startsWith('--')) {
    const [word = ''] = value.split('=', 1);
    return word.length >= 4 && option.startsWith(word) && word.startsWith('--');
  }
  if (!/^-[a-zA-Z]$/.test(option) || !value.startsWith('-') || value.startsWith('--')) return false;
  return /^-[a-zA-Z0-9]*$/.test(value) ? value.includes(option[1] ?? '') : value.startsWith(option);
}
