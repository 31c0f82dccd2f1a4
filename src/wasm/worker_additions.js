// Added to Emscripten 3.1.6's worker script, which imports the module when the message "load" arrives.

// A thread's own message, "run", may follow at once, as in Emscripten 6: it waits here until the module is loaded, and not in
// the page, which need not hear of that (src/wasm/platform.js sets `loaded`). It is dispatched as an event, so that what its
// thread throws becomes an error of this worker; not as a MessageEvent, for which Node loads its whole fetch().
(function() {
  var receive = self.onmessage;
  self.onmessage = function(load) {
    if (load.data.cmd !== 'load') return receive(load);
    var waiting = [];
    var post = self.postMessage;
    self.onmessage = function(event) { waiting.push(event.data); };
    self.postMessage = function(message) {
      if (!message || message.cmd !== 'loaded') return post.apply(self, arguments);
      self.postMessage = post;
      self.onmessage = receive;
      waiting.forEach(function(data) {
        queueMicrotask(function() { self.dispatchEvent(Object.assign(new Event('message'), {data: data})); });
      });
    };
    receive(load);
  };
})();

// It reports no failure of that import. Rethrowing it makes it reach the worker's global scope, where the page is notified
// of it.
self.onunhandledrejection = function(event) {
  setTimeout(function() { throw event.reason; }, 0);
};
