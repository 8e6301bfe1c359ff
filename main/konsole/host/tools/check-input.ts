/** Checks a tool's input against the part of JSON schema that tools use. Pure; goes as deep as the schema, not the input. */

interface Schema {
  type?: string;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
}

type Bag = Record<string, unknown>;

const maxChars = 4096;

/** What is wrong, in words that name the field; undefined when it fits. Unknown properties are let be. */
export function checkInput(schema: Record<string, unknown>, input: unknown): string | undefined {
  if (!isObject(input)) return 'it must be an object';
  return checkObject('', schema, input);
}

/** Only what the schema names: everything else is nobody's, however deep it goes. For input that fits. */
export function onlyDeclared(schema: Record<string, unknown>, input: unknown): unknown {
  const { type, items, properties = {} } = schema as Schema;
  if (type === 'array' && items && Array.isArray(input)) {
    return input.map((item) => onlyDeclared(items as Record<string, unknown>, item));
  }
  if (type !== 'object' || !isObject(input)) return input;
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => Object.hasOwn(input, name))
      .map(([name, inner]) => [name, onlyDeclared(inner as Record<string, unknown>, input[name])]),
  );
}

const isObject = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkObject(path: string, schema: Schema, given: Bag): string | undefined {
  const inner = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(given, name)) return `"${inner(name)}" is missing`;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!Object.hasOwn(given, name)) continue;
    const wrong = checkValue(inner(name), property, given[name]);
    if (wrong) return wrong;
  }
  return undefined;
}

function checkValue(name: string, schema: Schema, value: unknown): string | undefined {
  const wrong = checkType(name, schema, value);
  if (wrong || !schema.enum || schema.enum.includes(value)) return wrong;
  const choices = schema.enum.map((one) => JSON.stringify(one)).join(', ');
  return `"${name}" must be one of ${choices}`;
}

function checkType(name: string, schema: Schema, value: unknown): string | undefined {
  switch (schema.type) {
    case 'string':
      return checkString(name, schema, value);
    case 'integer':
      if (!Number.isSafeInteger(value)) return `"${name}" must be a whole number`;
      return checkRange(name, schema, value as number);
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return `"${name}" must be a number`;
      return checkRange(name, schema, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `"${name}" must be true or false`;
    case 'array':
      return checkArray(name, schema, value);
    case 'object':
      return isObject(value) ? checkObject(name, schema, value) : `"${name}" must be an object`;
    default:
      return undefined;
  }
}

function checkString(name: string, schema: Schema, value: unknown): string | undefined {
  if (typeof value !== 'string') return `"${name}" must be a text`;
  const { minLength = 0, maxLength = maxChars } = schema;
  if (value.length < minLength) {
    return minLength === 1
      ? `"${name}" must not be empty`
      : `"${name}" must have at least ${minLength} characters`;
  }
  if (value.length > maxLength) {
    return `"${name}" is too long: at most ${maxLength.toLocaleString('en')} characters`;
  }
  return value.includes('\0') ? `"${name}" must not contain a NUL character` : undefined;
}

function checkRange(name: string, { minimum, maximum }: Schema, value: number): string | undefined {
  if (minimum !== undefined && value < minimum) return `"${name}" must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `"${name}" must be at most ${maximum}`;
  return undefined;
}

function checkArray(name: string, schema: Schema, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `"${name}" must be a list`;
  const { minItems = 0, maxItems, items } = schema;
  if (value.length < minItems) return `"${name}" must have at least ${minItems} items`;
  if (maxItems !== undefined && value.length > maxItems) {
    return `"${name}" must have at most ${maxItems} items`;
  }
  if (!items) return undefined;
  for (const [at, item] of value.entries()) {
    const wrong = checkValue(`${name}[${at}]`, items, item);
    if (wrong) return wrong;
  }
  return undefined;
}
