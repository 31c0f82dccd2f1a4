declare module "virtual:webpool-library" {
  /** Where the library's script is, seen from the site's folder. */
  const path: string;
  export default path;
}
