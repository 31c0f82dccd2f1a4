declare module "virtual:webpool-api" {
  const api: import("../../../vite/declarations.ts").Api;
  export default api;
}
