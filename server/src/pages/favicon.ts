/** The picture in a browser's tab: a door in a gate, as SVG, which every current browser takes at this address. */

/** The path to serve it at, and the drawing, to be sent as `image/svg+xml`. */
export const favicon: { path: string; body: string } = {
  path: "/favicon.ico",
  body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2d49c8" d="M4 29V14a12 12 0 0 1 24 0v15h-7V15a5 5 0 0 0-10 0v14z"/></svg>',
};
