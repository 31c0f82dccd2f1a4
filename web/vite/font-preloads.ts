import type { Plugin } from "vite";

/** Starts loading the fonts with the page, so that `font-display: optional` mostly finds them there. */
export function fontPreloads(): Plugin {
  return {
    name: "webpool:font-preloads",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const fonts = Object.keys(bundle ?? {}).filter((file) => file.endsWith(".woff2"));
        return fonts.map((file) => ({
          tag: "link",
          attrs: {
            rel: "preload",
            as: "font",
            type: "font/woff2",
            href: `./${file}`,
            crossorigin: "",
          },
          injectTo: "head-prepend",
        }));
      },
    },
  };
}
