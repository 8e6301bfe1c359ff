/** How much harm a shell line could do, in one word for a person. A guess: what asks is decided elsewhere. Pure. */
import type { ParsedShell, ShellCommand } from './shell';
import type { Risk } from './types';
import { baseName, isWrapper, mustSpell, shells } from './wrappers';

const looks = new Set(
  (
    'ls cat head tail wc grep rg pwd echo printf true false test [ [[ which type file stat du df date uname whoami id ' +
    'basename dirname realpath readlink diff cmp sort uniq cut tr nl tree find fd jq ps env printenv hostname sleep cd :'
  ).split(' '),
);
const gitLooks =
  /^(?:status|diff|log|show|branch|blame|grep|ls-files|rev-parse|describe|shortlog|remote|reflog|stash list)$/;

const harmful = new Set(
  (
    'sudo doas su dd mkfs shred fdisk parted wipefs mount umount chown kill killall pkill shutdown reboot halt poweroff ' +
    'systemctl launchctl crontab iptables nft useradd usermod userdel passwd visudo eval ssh scp sftp nc ncat netcat ' +
    'truncate format diskpart reg osascript security'
  ).split(' '),
);

const order: readonly Risk[] = ['low', 'medium', 'high'];

/** `sandboxed`: it writes in the folder alone, which takes one step off. */
export function shellRisk(line: string, parsed: ParsedShell, sandboxed: boolean): Risk {
  const risks = parsed.ok ? parsed.commands.map(commandRisk) : (['high'] as const);
  const highest = parsed.ok && isPipedIntoShell(line, parsed.commands) ? 'high' : worst(risks);
  if (!sandboxed || highest === 'low') return highest;
  return order[order.indexOf(highest) - 1] ?? 'low';
}

function worst(risks: readonly Risk[]): Risk {
  return order[Math.max(0, ...risks.map((risk) => order.indexOf(risk)))] ?? 'medium';
}

/** What comes from the network is run. */
function isPipedIntoShell(line: string, commands: readonly ShellCommand[]): boolean {
  const names = commands.map(({ argv }) => baseName(argv[0] ?? ''));
  const fetches = names.some((name) => /^(?:curl|wget|fetch|aria2c)$/.test(name));
  return (
    fetches &&
    /[|<`$]/.test(line) &&
    names.some((name) => shells.has(name) || /^(?:python|node|perl|ruby|eval|source|\.)/.test(name))
  );
}

/** Where keys and sealed things lie, and the memory of other programs: to look at these is no small thing. */
const secret =
  /KONSOLE_HOME|vibe-konsole|gateway-token|secrets\.json|\/proc\/|\.ssh\b|\.gnupg|\.aws\b|\.netrc|\.npmrc|\.pgpass|id_(?:rsa|ed25519|ecdsa)|(?:^|[\s/'"=])\.env\b|credentials/i;

function commandRisk(command: ShellCommand): Risk {
  const { argv, literalName, hidden, writes, assigns, needs } = command;
  if (!literalName || hidden || secret.test(command.text)) return 'high';
  const isBehind = argv[0] !== undefined && isWrapper(argv[0]);
  const starts = isBehind ? [...argv.keys()] : [0];
  if (starts.some((at) => isHarmful(argv.slice(at)))) return 'high';
  if (writes || assigns) return 'medium';
  const name = baseName(argv[0] ?? '');
  const isLook = name === 'git' ? gitLooks.test(argv[1] ?? '') : looks.has(name);
  const isPlain = needs.length === 0 || (needs.length === 1 && needs[0] === command.words[0]);
  // "env rm x" begins with a name that looks.
  const runsNothing = name !== 'env' || argv.length === 1;
  return isLook && isPlain && runsNothing && !deletesBranch(argv) ? 'low' : 'medium';
}

const deletesBranch = (argv: readonly (string | undefined)[]) =>
  /^(?:branch|remote|reflog)$/.test(argv[1] ?? '') &&
  argv.length > 2 &&
  !/^(?:-a|-r|-v|-vv|--list|--show-current)$/.test(argv[2] ?? '');

function isHarmful(argv: readonly (string | undefined)[]): boolean {
  const name = baseName(argv[0] ?? '');
  const has = (short: RegExp, ...long: string[]) =>
    argv.slice(1).some((word) => word !== undefined && (short.test(word) || long.includes(word)));
  if (harmful.has(name) || name.startsWith('mkfs.')) return true;
  const rest = mustSpell(
    argv,
    argv.map((word) => word ?? ''),
    [],
  );
  switch (name) {
    case 'rm':
    case 'rmdir':
      return has(/^-[a-zA-Z]*[rRf]/, '--recursive', '--force');
    case 'chmod':
      return has(/^-[a-zA-Z]*R/, '--recursive') || has(/^[0-7]?777$/);
    case 'find':
      return (
        rest.includes('-delete') || (rest.includes('-exec') && has(/^(?:.*\/)?(?:rm|sh|bash)$/))
      );
    case 'git':
      return isHarmfulGit(argv.find((word, at) => at > 0 && !word?.startsWith('-')) ?? '', has);
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'cargo':
      return has(/^(?:publish|unpublish|deprecate|yank)$/);
    default:
      return false;
  }
}

function isHarmfulGit(
  subcommand: string,
  has: (short: RegExp, ...long: string[]) => boolean,
): boolean {
  switch (subcommand) {
    case 'push':
      return has(/^(?:-[a-zA-Z]*[fd]|\+.+|:.+|--force.*|--delete|--mirror|--prune)$/);
    case 'reset':
      return has(/^--hard$/);
    case 'clean':
      return has(/^-[a-zA-Z]*f/, '--force');
    case 'checkout':
    case 'restore':
      return has(/^(?:\.|--force|-f)$/);
    case 'branch':
      return has(/^-[a-zA-Z]*D/);
    default:
      return /^(?:filter-branch|filter-repo|gc|update-ref)$/.test(subcommand);
  }
}
