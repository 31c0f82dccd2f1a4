/** In the page: counts the workers that the library has started and not ended, as `webpoolWorkerCount()`. */
export function countWorkers() {
  const RealWorker = globalThis.Worker;
  const open = new Set();
  globalThis.Worker = class extends RealWorker {
    constructor(...args) {
      super(...args);
      open.add(this);
    }
    terminate() {
      open.delete(this);
      super.terminate();
    }
  };
  globalThis.webpoolWorkerCount = () => open.size;
}
