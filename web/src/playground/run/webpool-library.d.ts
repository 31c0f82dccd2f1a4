declare module "virtual:webpool-library" {
  /** Path of the library's script, relative to the site's folder. */
  const path: string;
  export default path;
  /** How many bytes Python programs load before they start. */
  export const pythonBytes: number;
}
