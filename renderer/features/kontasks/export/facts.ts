/** What an exported page says of a kontask beside its output, in order. Pure. */
import type { Kontask } from '../../../../preload/contract/shapes';
import { plural } from '../../../ui/format';
import { statusNames } from '../status';
import { capitalised, exactDuration, inSeconds, timeParts } from '../page/words';

/** Name and value; dates as they are written, so that a file says the same wherever it is read. */
export function factsOf(kontask: Kontask): Array<[string, string]> {
  const { context, tags = [] } = kontask;
  const timing = context?.turnTiming;
  const all: Array<[string, string | undefined]> = [
    ['Type', capitalised(kontask.type)],
    ['Status', statusNames[kontask.status]],
    ['Scope', kontask.scope],
    ['Tags', tags.length > 0 ? tags.join(', ') : undefined],
    ['Created', kontask.createdAt],
    ['Created by', kontask.createdBy],
    ['Updated', kontask.updatedAt],
    ['For', kontask.targetUser],
    ['Asked by turn', kontask.requestId ?? context?.requestId],
    ['Asked at', context?.requestedAt],
    ['Time', timing && timeWords(timing)],
    ['Id', kontask.id],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

function timeWords(timing: NonNullable<NonNullable<Kontask['context']>['turnTiming']>): string {
  const tools = timing.toolCallCount;
  return [
    `${exactDuration(timing.totalMs)} (${inSeconds(timing.totalMs)})`,
    ...(tools === undefined ? [] : [plural(tools, 'tool call')]),
    ...timeParts(timing).map(({ name, pct }) => `${name} ${pct}%`),
  ].join(', ');
}
