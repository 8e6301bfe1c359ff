/** The kinds of nodes of the grammar that are taken for what they seem, and what each may be written like. Data. */

const statements =
  'program redirected_statement command declaration_command unset_command test_command negated_command for_statement ' +
  'c_style_for_statement while_statement do_group if_statement elif_clause else_clause case_statement case_item ' +
  'pipeline list compound_statement subshell variable_assignment variable_assignments file_redirect ' +
  'heredoc_redirect herestring_redirect heredoc_body command_substitution process_substitution';
const expressions =
  'binary_expression unary_expression postfix_expression ternary_expression parenthesized_expression ' +
  'arithmetic_expansion subscript array';
const words =
  'word string raw_string ansi_c_string number concatenation expansion simple_expansion brace_expression command_name ' +
  'command_substitution process_substitution arithmetic_expansion';
const leaves =
  'string_content variable_name special_variable_name test_operator regex extglob_pattern heredoc_start heredoc_end ' +
  'file_descriptor comment heredoc_content';
export const known = new Set(`${statements} ${expressions} ${words} ${leaves}`.split(' '));
export const wordish = new Set(
  `${words} variable_name variable_assignment file_descriptor`.split(' '),
);

/** What stands in these stands together. */
export const glued = new Set(
  'concatenation expansion simple_expansion subscript variable_assignment brace_expression number'.split(
    ' ',
  ),
);
/** A line break within these ends a command for a shell. */
export const sameLine = new Set(
  'command redirected_statement declaration_command unset_command file_redirect herestring_redirect negated_command variable_assignments test_command'.split(
    ' ',
  ),
);
export const commentsIn = new Set(
  'program list pipeline compound_statement subshell do_group if_statement elif_clause else_clause while_statement case_statement case_item'.split(
    ' ',
  ),
);
/** As a command these are the rest of something that a shell reads otherwise. */
export const reserved = new Set(
  '{ } if then else elif fi do done while until for case esac in select function coproc [[ ]] ! ]'.split(
    ' ',
  ),
);

export const leafText: Record<string, RegExp> = {
  word: /^(?:[^\s\\'"$`;&|<>()]|\\[^\n])+$/u,
  number: /^-?(?:0x)?[0-9]+(?:#[0-9A-Za-z@_]+)?$/,
  raw_string: /^'[^']*'$/,
  ansi_c_string: /^\$'(?:[^'\\]|\\[nrt\\"])*'$/,
  variable_name: /^\w+$/,
  special_variable_name: /^[*@?!#$_0-]$/,
  test_operator: /^-[a-zA-Z]+$/,
  regex: /^(?:[^\s\\'"$`;&<>{}]|\\[^\s]|\$$)+$/u,
  extglob_pattern: /^[^\s\\'"$`;&<>()|]+$/,
  file_descriptor: /^\d+$/,
  heredoc_start: /^(?:[\w-]+|'[\w-]+'|"[\w-]+")$/,
  heredoc_end: /^[\w-]+$/,
};

/** In quotes and here-documents: text in which nothing is run. */
export const quotedText = /^(?:[^"\\`$]|\\[\s\S]|\$(?![\w({'"`[*@?!#$-]))*$/u;
export const bodyText = /^(?:[^\\`$]|\\[\s\S]|\$(?![\w({'"`[*@?!#$-]))*$/u;
