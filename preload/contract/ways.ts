/** How a provider may be reached, as far as its settings say it: for their schema, the engine and the forms alike. Pure. */

/** Of a proxy's address. */
export const proxySchemes: readonly string[] = ['http:', 'https:', 'socks5:', 'socks5h:'];
export const proxySchemesInWords = 'http://, https://, socks5:// or socks5h://';

/** Stands for one in the settings that is none. Left out, its provider would be reached around what a person set. */
export const unusableProxy = 'unusable://proxy';

/** From the root of a disk on, as every system writes it: what a path goes on from differs between processes. */
export const isWholePath = (path: string): boolean => /^(\/|[a-z]:[\\/])/i.test(path);
