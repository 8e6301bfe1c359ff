/**
 * The names of all commands and who may use them; the preload makes one function of each. No zod.
 * `commands.ts` declares params and results, and the compiler holds both lists to the same names.
 */
export const commandRules = {
  'session.create': { mutating: true, scope: 'device' },
  'session.list': { mutating: false, scope: 'device' },
  'session.get': { mutating: false, scope: 'device' },
  'session.rename': { mutating: true, scope: 'device' },
  'session.archive': { mutating: true, scope: 'device' },
  'session.delete': { mutating: true, scope: 'device' },
  'session.restore': { mutating: true, scope: 'device' },
  'session.promote': { mutating: true, scope: 'device' },
  'session.export': { mutating: false, scope: 'device' },
  'session.search': { mutating: false, scope: 'device' },
  'session.find': { mutating: false, scope: 'device' },
  'turn.send': { mutating: true, scope: 'device' },
  'turn.steer': { mutating: true, scope: 'device' },
  'turn.resume': { mutating: true, scope: 'device' },
  'turn.interrupt': { mutating: true, scope: 'device' },
  'approval.answer': { mutating: true, scope: 'device' },
  'session.permit': { mutating: true, scope: 'owner' },
  'job.stop': { mutating: true, scope: 'device' },
  'queue.edit': { mutating: true, scope: 'device' },
  'queue.move': { mutating: true, scope: 'device' },
  'queue.remove': { mutating: true, scope: 'device' },
  'queue.go': { mutating: true, scope: 'device' },
  'turn.explain': { mutating: false, scope: 'device' },
  'usage.totals': { mutating: false, scope: 'device' },
  'history.page': { mutating: false, scope: 'device' },
  'draft.get': { mutating: false, scope: 'device' },
  'draft.keep': { mutating: false, scope: 'device' },
  'workspace.files': { mutating: false, scope: 'device' },
  'kontask.create': { mutating: true, scope: 'device' },
  'kontask.update': { mutating: true, scope: 'device' },
  'kontask.get': { mutating: false, scope: 'device' },
  'kontask.output': { mutating: false, scope: 'device' },
  'kontask.history': { mutating: false, scope: 'device' },
  'kontask.delete': { mutating: true, scope: 'device' },
  'kontask.restore': { mutating: true, scope: 'device' },
  'kontask.list': { mutating: false, scope: 'device' },
  'kontask.of-turn': { mutating: false, scope: 'device' },
  'kontask.facets': { mutating: false, scope: 'device' },
  'kontask.choose': { mutating: true, scope: 'device' },
  'kontask.start': { mutating: true, scope: 'device' },
  'kontask.make': { mutating: true, scope: 'device' },
  'kontask.import': { mutating: true, scope: 'device' },
  'kontask.export': { mutating: false, scope: 'device' },
  'model.list': { mutating: false, scope: 'owner' },
  'provider.list': { mutating: false, scope: 'owner' },
  'provider.test': { mutating: false, scope: 'owner' },
  'provider.set-key': { mutating: true, scope: 'owner' },
  'provider.remove-key': { mutating: true, scope: 'owner' },
  'settings.get': { mutating: false, scope: 'owner' },
  'settings.update': { mutating: true, scope: 'owner' },
  'pool.status': { mutating: false, scope: 'device' },
  'pool.warm': { mutating: false, scope: 'owner' },
  'log.query': { mutating: false, scope: 'device' },
} as const;

export type CommandName = keyof typeof commandRules;
export const commandNames = Object.keys(commandRules) as CommandName[];

/** True for an own name of the table; `__proto__` and its kind are no commands. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandRules, name);
}
