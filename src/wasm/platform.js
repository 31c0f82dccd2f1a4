// The JavaScript functions that C++ calls, linked into the module. Most call `webpoolRealm`, the project's JavaScript library
// (web/src), which comes before the module in the same file.
//
// This is the one file that touches internals of Emscripten's pthreads: documented API can start a thread's worker but
// not end one for good (a worker whose thread has exited is kept for the next thread, with what tasks left in its realm;
// pthread_kill frees a stack that Chromium may still run on for two seconds). What differs:
//   3.1.6: PThread.pthreads[thread] is { worker }; running workers are listed in PThread.runningWorkers;
//          loadWasmModuleToWorker(worker, callback).
//   6.0:   PThread.pthreads[thread] is the worker itself; there is no such list; loadWasmModuleToWorker returns a
//          promise; threads are in a list of the C library, so that the data of one that did not exit must stay.
// tests/browser/faults.test.mjs counts workers and memory after pools have ended.
mergeInto(LibraryManager.library, {
  // The thread library of 3.1.6 references these, but nothing calls them. Emscripten's own versions would bring in WebGL.
  emscripten_webgl_create_context__deps: [],
  emscripten_webgl_create_context: function() { return 0; },
  emscripten_set_canvas_element_size__deps: [],
  emscripten_set_canvas_element_size: function() { return -1; },

  // The origin is cached, since the browser's getter takes half as long as submitting an apply to a processor; the function,
  // since a task may replace the global object.
  $webpoolClock__postset: 'webpoolClock.origin = performance.timeOrigin; webpoolClock.now = performance.now.bind(performance);',
  $webpoolClock: {origin: 0, now: null},
  webpool_js_now__deps: ['$webpoolClock'],
  webpool_js_now: function() {
    return webpoolClock.origin + webpoolClock.now();
  },

  // Emscripten's own version uses `navigator`, which Node 20 does not have.
  emscripten_num_logical_cores: function() { return webpoolRealm.cpuCount(); },

  webpool_js_run_processor: function(context) {
    return webpoolRealm.runProcessor(Module, context) ? 1 : 0;
  },

  webpool_js_run_program: function(order, size) {
    webpoolRealm.runProgram(Module, order, size);
  },

  webpool_js_message_sent: function() {
    if (Module['webpoolMessageSent']) Module['webpoolMessageSent']();
  },

  webpool_js_program_waits: function(waits) {
    if (Module['webpoolProgramWaits']) Module['webpoolProgramWaits'](waits !== 0);
  },

  webpool_js_kill_worker__deps: ['$webpoolWorkers'],
  webpool_js_kill_worker: function(thread, context) {
    var worker = webpoolWorkers.take(thread);
    if (worker) worker.terminate();
    var timer = setTimeout(function() { Module['_webpool_release_killed'](context); }, 10000);
    if (timer.unref) timer.unref(); // where a timer keeps a process alive
  },

  // In place of Emscripten's own handler, which throws the error on in the page.
  webpool_js_watch_worker__deps: ['$webpoolWorkers'],
  webpool_js_watch_worker: function(thread, context) {
    var worker = webpoolWorkers.of(thread);
    if (!worker) return;
    worker.webpoolContext = context;
    worker.onerror = function(event) {
      if (event.preventDefault) event.preventDefault();
      Module['webpoolWorkerFailed'](context, event.message || 'its script did not load');
    };
  },

  // For the library, as `Module.webpoolWorkers`.
  $webpoolWorkers__deps: ['$PThread'],
  $webpoolWorkers__postset: 'webpoolWorkers.init();',
  $webpoolWorkers: {
    // A worker ends with its thread, so that global state that tasks left in it does not reach another pool.
    init: function() {
      Module['webpoolWorkers'] = webpoolWorkers;
      // Replaces Emscripten's own version, which requests the script by the name with which it was built; that of 3.1.6
      // requests a separate worker script, which imports the module later.
      PThread.allocateUnusedWorker = function() {
        var worker = Module['webpoolNewWorker']();
        webpoolWorkers.adopt(worker);
        return worker;
      };
      // Workers that fetch their script before there is a module to load; `prepare` has to follow.
      (Module['webpoolEarlyWorkers'] || []).forEach(function(worker) {
        worker.onerror = webpoolWorkers.unfit;
        webpoolWorkers.adopt(worker);
      });
      // 3.1.6 calls everything that `for (… in …)` finds in this list, also what a page has added to all objects.
      PThread.threadInit = function() {
        PThread.tlsInitFunctions.forEach(function(begin) { begin(); });
      };
      var returnWorkerToPool = PThread.returnWorkerToPool;
      PThread.returnWorkerToPool = function(worker) {
        returnWorkerToPool(worker);
        PThread.unusedWorkers.splice(PThread.unusedWorkers.indexOf(worker), 1);
        worker.terminate();
        if (worker.webpoolContext) Module['_webpool_thread_gone'](worker.webpoolContext);
      };
    },
    // 3.1.6 sends a thread only to a worker that has loaded the module. It can be sent at once: worker_additions.js.
    adopt: function(worker) {
      worker.loaded = true;
      PThread.unusedWorkers.push(worker);
    },
    // The worker of a running thread, or null.
    of: function(thread) {
      var entry = PThread.pthreads[thread];
      return entry ? entry.worker || entry : null;
    },
    // The same, removed from Emscripten's tables, so that it is never reused.
    take: function(thread) {
      var worker = webpoolWorkers.of(thread);
      delete PThread.pthreads[thread];
      var running = PThread.runningWorkers;
      if (worker && running) running.splice(running.indexOf(worker), 1);
      return worker;
    },
    // Has workers load the module ahead of the threads that will need them.
    prepare: function(count) {
      while (PThread.unusedWorkers.length < count) PThread.allocateUnusedWorker();
      PThread.unusedWorkers.forEach(function(worker) {
        if (worker.webpoolLoads) return;
        worker.webpoolLoads = true;
        PThread.loadWasmModuleToWorker(worker);
        worker.onerror = webpoolWorkers.unfit;
      });
    },
    // Handles a worker that fails before a thread needs it. The thread will use another worker and report if that fails.
    unfit: function(event) {
      if (event.preventDefault) event.preventDefault();
      var at = PThread.unusedWorkers.indexOf(event.target);
      if (at >= 0) PThread.unusedWorkers.splice(at, 1);
      event.target.terminate();
    },
    count: function() {
      return Object.keys(PThread.pthreads).length + PThread.unusedWorkers.length;
    },
    memory: function() { return wasmMemory; },
    table: function() { return wasmTable; },
    // Terminates all workers, whatever they do. The module cannot be used afterwards.
    endAll: function() {
      Object.keys(PThread.pthreads).forEach(function(thread) { webpoolWorkers.of(thread).terminate(); });
      PThread.unusedWorkers.forEach(function(worker) { worker.terminate(); });
      PThread.pthreads = {};
      PThread.unusedWorkers = [];
      if (PThread.runningWorkers) PThread.runningWorkers = [];
    },
  },
});
