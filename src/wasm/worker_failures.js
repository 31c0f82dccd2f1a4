// Added to Emscripten 3.1.6's worker script. It imports the module and tells nobody if that fails: an error that reaches
// the worker's global scope is what the page learns of.
self.onunhandledrejection = function(event) {
  setTimeout(function() { throw event.reason; }, 0);
};
