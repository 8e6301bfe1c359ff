/** What `--help` says of the commands of the terminal. */
import type { CommandName } from './args';

const shared: readonly [string, string][] = [
  ['--json', 'one JSON object a line'],
  ['--home DIR', 'the konsole of this data folder (also: KONSOLE_HOME)'],
  ['--help, --version', ''],
];
const wait: [string, string] = ['--wait SECONDS', 'how long to go on without Konsole (30)'];
const thinking: [string, string] = ['--thinking', 'show what the model thinks as well'];

const pages: Record<CommandName, { usage: string; text: string[]; switches: [string, string][] }> =
  {
    ask: {
      usage: 'vibe-konsole ask [switches] [--] TEXT…',
      text: [
        'Asks in a new conversation, as in the quick window, and prints the answer as it comes.',
        'TEXT - or none is read from standard input; what is piped in beside a TEXT goes along, up to 1 MB.',
        'Ctrl+C stops the turn, a second one leaves at once. A turn goes on when its reader goes.',
        'Approvals are never answered from here.',
        'Exit: 0 answered, 1 failed or refused, 2 usage, 3 no konsole, 130 interrupted.',
      ],
      switches: [
        ['--session ID', 'go on in this session; the beginning of its id is enough'],
        ['--model M', 'a model such as anthropic/claude-opus-5-5'],
        ['--workspace DIR', 'the folder that a new conversation may look into'],
        thinking,
        wait,
      ],
    },
    tail: {
      usage: 'vibe-konsole tail [switches] [SESSION]',
      text: [
        'Prints the turns of a session as they go, and follows: the newest main session that runs, else the newest.',
        'Begins at the turn that runs, or the last one. Ctrl+C ends the reading and no turn.',
      ],
      switches: [
        ['--from start|now|CURSOR', 'where to begin'],
        ['--once', 'end when no turn runs'],
        thinking,
        wait,
      ],
    },
    sessions: {
      usage: 'vibe-konsole sessions [switches] [QUERY]',
      text: [
        'Lists sessions, newest first; with a QUERY those that have it in their title or in what was asked.',
      ],
      switches: [
        ['--all', 'archived ones too'],
        ['--limit N', 'at most so many (20)'],
      ],
    },
    kontasks: {
      usage: 'vibe-konsole kontasks [list|show|choose|start|set|export|import|delete|restore] …',
      text: [
        '  list                    those that are not archived, newest change first',
        '  show ID                 one as a page of text, with --json as it is',
        '  choose ID CHOICE        picks by number, label or value; it is sent to the session that asked',
        '  start ID                makes a turn of it',
        '  set ID --status S …     changes fields: --title, --description, --scope, --tag, --type, --for',
        '  export [ID…]            JSON of one, several or all',
        '  import FILE…            takes in JSON files, - is standard input; what is there already is skipped',
        '  delete ID… restore ID…  within ten minutes a deleted one can be brought back',
        'The beginning of an ID is enough; several values are written with commas.',
        'Exit: 0 done, 1 refused or not all taken in, 2 usage, 3 no konsole, 130 interrupted.',
      ],
      switches: [
        ['--status --scope --tag', 'list: one of these statuses or scopes, all of these tags'],
        ['--type --for --by', 'list: of this type, for whom, by whom'],
        ['--search TEXT, --limit N', 'list: with these words, at most so many (20)'],
        ['--custom TEXT', 'choose: words of your own'],
        ['--workspace DIR', 'start: the folder of the new session'],
        ['-o FILE', 'export: write there instead of printing'],
        ['--replace, --skip, --copy', 'import: what becomes of ids that are there already'],
        ['--check', 'import: say what would be done, and do nothing'],
      ],
    },
  };

export function helpText(about: CommandName | undefined): string {
  if (about === undefined) {
    return [
      'Usage: vibe-konsole COMMAND [switches]',
      '',
      '  ask TEXT…         ask Quick Turn, and print the answer as it comes',
      '  tail [SESSION]    print the turns of a session as they go',
      '  sessions [QUERY]  list sessions',
      '  kontasks [VERB]   list, show, choose, start, change, import and export kontasks',
      '',
      'Against a konsole that runs: the app, or npm run serve. COMMAND --help tells more.',
      '',
    ].join('\n');
  }
  const { usage, text, switches } = pages[about];
  const rows = [...switches, ...shared].map(([name, said]) => `  ${name.padEnd(26)}${said}`);
  return `${[`Usage: ${usage}`, '', ...text, '', ...rows.map((row) => row.trimEnd())].join('\n')}\n`;
}
