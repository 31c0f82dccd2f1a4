/** The site's own settings, from public/embed-config.js. */
export interface SiteConfig {
  /** Origins of pages whose programs run in a frame without a click of the reader. */
  readonly trustedOrigins: readonly string[];
  /** Where programs may send requests beside this site. */
  readonly connect: readonly string[];
}

/** What the file says; a site may have removed it, or parts of it. */
export function siteConfig(): SiteConfig {
  const { webpoolSite = {} } = globalThis as { webpoolSite?: Partial<SiteConfig> };
  const { trustedOrigins = [], connect = [] } = webpoolSite;
  return { trustedOrigins, connect };
}
