// Settings of this site; edit them where the site is served. Read by its pages and by its service worker. On a host that
// sends a Content-Security-Policy of its own (_headers, vercel.json), name addresses for requests there, too.
self.webpoolSite = {
  // Pages that may run programs of their own in a frame of this site without a click of the reader, by their origins:
  // ["https://blog.example"].
  trustedOrigins: [],
  // Where programs may send requests beside this site, as in the connect-src of a Content-Security-Policy:
  // ["https://data.example"].
  connect: [],
};
