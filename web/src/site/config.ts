/** The site's own settings, from public/embed-config.js. */
export interface SiteConfig {
  /** Origins of pages that may run their programs in a frame without a click of the reader. */
  readonly trustedOrigins: readonly string[];
  /** Origins to which programs may send requests, in addition to this site. */
  readonly connect: readonly string[];
}

/** Reads the settings. The file, or parts of it, may be missing. */
export function siteConfig(): SiteConfig {
  const { webpoolSite = {} } = globalThis as { webpoolSite?: Partial<SiteConfig> };
  const { trustedOrigins = [], connect = [] } = webpoolSite;
  return { trustedOrigins, connect };
}
