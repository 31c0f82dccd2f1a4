// Added to Emscripten 3.1.6's worker script, which imports the module and reports no failure of that. Rethrowing it makes it
// reach the worker's global scope, where the page is notified of it.
self.onunhandledrejection = function(event) {
  setTimeout(function() { throw event.reason; }, 0);
};
