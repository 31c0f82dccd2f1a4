declare module "virtual:listings" {
  export const listings: Readonly<
    Record<string, () => Promise<{ readonly lines: number; readonly html: string }>>
  >;
}
