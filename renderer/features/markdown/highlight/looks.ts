/**
 * How code is coloured: each scope of a grammar has one of a dozen looks, classes `code-1` … in tokens.css. A theme
 * knows colours only, so a look is carried as the colour with its number.
 */
import type { ThemeRegistrationRaw } from 'shiki/core';

/** In the order of their numbers; 0 is plain. */
const scopes: readonly (readonly string[])[] = [
  // 1 comment
  ['comment', 'punctuation.definition.comment', 'string.comment'],
  // 2 keyword
  ['keyword', 'storage.type', 'storage.modifier', 'variable.language', 'entity.name.tag.yaml.none'],
  // 3 string
  ['string', 'punctuation.definition.string', 'markup.inline.raw', 'markup.fenced_code'],
  // 4 number, constant, escape
  ['constant', 'support.constant', 'constant.character.escape', 'variable.other.enummember'],
  // 5 function
  ['entity.name.function', 'support.function', 'meta.function-call.generic', 'entity.name.command'],
  // 6 type
  [
    'entity.name.type',
    'entity.name.class',
    'entity.other.inherited-class',
    'support.type',
    'support.class',
    'entity.name.namespace',
    'storage.type.java',
    'storage.type.cs',
  ],
  // 7 tag and key
  [
    'entity.name.tag',
    'support.type.property-name',
    'meta.object-literal.key',
    'variable.other.key',
    'entity.name.section',
  ],
  // 8 attribute, parameter
  ['entity.other.attribute-name', 'variable.parameter', 'entity.name.selector'],
  // 9 punctuation and operators
  ['punctuation', 'keyword.operator', 'meta.brace', 'punctuation.separator'],
  // 10 inserted
  ['markup.inserted', 'punctuation.definition.inserted'],
  // 11 deleted
  ['markup.deleted', 'punctuation.definition.deleted'],
  // 12 heading, and where a patch applies
  ['markup.heading', 'meta.diff.header', 'meta.diff.range', 'markup.bold', 'meta.diff.index'],
];

const colourOf = (look: number) => `#0000${look.toString(16).padStart(2, '0')}`;

export const lookCount = scopes.length + 1;

export const lookTheme: ThemeRegistrationRaw = {
  name: 'looks',
  type: 'dark',
  fg: colourOf(0),
  bg: '#ffffff',
  settings: [
    { settings: { foreground: colourOf(0), background: '#ffffff' } },
    ...scopes.map((scope, at) => ({
      scope: [...scope],
      settings: { foreground: colourOf(at + 1) },
    })),
    // Words and not signs, though grammars call them operators.
    {
      scope: [
        'keyword.operator.new',
        'keyword.operator.expression',
        'keyword.operator.logical.python',
        'keyword.operator.wordlike',
      ],
      settings: { foreground: colourOf(2) },
    },
    { scope: ['meta.template.expression', 'meta.embedded'], settings: { foreground: colourOf(0) } },
  ],
};

export function lookOf(colour: string | undefined): number {
  const look = Number.parseInt((colour ?? '').slice(1), 16);
  return look < lookCount ? look : 0;
}
