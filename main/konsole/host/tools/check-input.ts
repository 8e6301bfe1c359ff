/** Checks a tool's input against the small part of JSON schema that tools use. Pure. */

interface Property {
  type?: string;
  minimum?: number;
  maxLength?: number;
}

/** What is wrong, in words; undefined when it fits. Unknown properties are let be. */
export function checkInput(schema: Record<string, unknown>, input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return 'it must be an object';
  }
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const required = (schema.required ?? []) as string[];
  const given = input as Record<string, unknown>;
  for (const name of required) {
    if (!Object.hasOwn(given, name)) return `"${name}" is missing`;
  }
  for (const [name, property] of Object.entries(properties)) {
    if (!Object.hasOwn(given, name)) continue;
    const wrong = checkValue(name, property, given[name]);
    if (wrong) return wrong;
  }
  return undefined;
}

function checkValue(name: string, property: Property, value: unknown): string | undefined {
  switch (property.type) {
    case 'string':
      if (typeof value !== 'string') return `"${name}" must be a text`;
      if (value.length > (property.maxLength ?? 4096)) return `"${name}" is too long`;
      if (value.includes('\0')) return `"${name}" must not contain a NUL character`;
      return undefined;
    case 'integer':
      if (!Number.isSafeInteger(value)) return `"${name}" must be a whole number`;
      if (property.minimum !== undefined && (value as number) < property.minimum) {
        return `"${name}" must be at least ${property.minimum}`;
      }
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `"${name}" must be true or false`;
    default:
      return undefined;
  }
}
