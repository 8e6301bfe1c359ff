/** What a person set for other programs in the environment must not steer a provider's client here. */

/** A client reads variables (address, headers, log level) while it is built, with no switch for all of them. */
export function withoutEnvironment<Value>(hide: RegExp, build: () => Value): Value {
  const hidden = Object.entries(process.env).filter(([name]) => hide.test(name));
  for (const [name] of hidden) delete process.env[name];
  try {
    return build();
  } finally {
    for (const [name, value] of hidden) process.env[name] = value;
  }
}
