/** Fetches a file; rejects with an error that begins with `failure` if there is no such file or no answer. */
export async function fetched(url: string, failure: string): Promise<Response> {
  const response = await fetch(url).catch((error: unknown) => error as Error);
  if (response instanceof Response && response.ok) return response;
  if (response instanceof Response) throw new Error(`${failure}: HTTP ${response.status}`);
  throw new Error(`${failure}: ${response.message}`, { cause: response });
}

/** Compiles a response, while it arrives if the server names its type. */
export async function compiled(response: Response): Promise<WebAssembly.Module> {
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
