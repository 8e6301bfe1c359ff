/**
 * No provider is spoken to over HTTP/2, and a host that starts in the cold would wait for its code to load. undici takes
 * this for a Node that has none.
 */
export const withoutHttp2 = {
  name: 'without-http2',
  enforce: 'pre',
  resolveId: (id) => (id === 'node:http2' ? '\0no-http2' : undefined),
  load: (id) => (id === '\0no-http2' ? 'export const constants = {};' : undefined),
};
