# Compiles right_calls.txt with COMPILER, and each line of wrong_calls.txt, and looks at the error: it has to be short, and
# about the call.
# Called with -DCOMPILER=… -DSOURCE=<the source's src> -DFOLDER=<to write to> -P.
set(line_limit 9)
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/wrong_calls.txt calls REGEX "^[A-Za-z]")
file(MAKE_DIRECTORY ${FOLDER})
set(failures 0)
set(number 0)

# The header of all calls, compiled once: both compilers find it by this name.
set(header ${FOLDER}/pool.hpp)
execute_process(COMMAND ${COMPILER} -std=c++20 -w -I${SOURCE} -x c++-header ${SOURCE}/webpool/pool.hpp -o ${header}.gch
                COMMAND_ERROR_IS_FATAL ANY)

# Runs the compiler on one function with that statement; sets `status` and `message`.
function(compile statement)
  set(file ${FOLDER}/call.cpp)
  file(
    WRITE ${file}
    "#include <chrono>
#include <functional>
#include <memory>
#include <iosfwd>
#include <iterator>
#include <string>
#include <vector>
struct Endless {
  int* begin();
  std::unreachable_sentinel_t end();
};
struct Thing {
  void grow(int by);
};
struct Pinned {
  Pinned() = default;
  Pinned(const Pinned&) = delete;
};
std::ostream& out();
int either(int);
double either(double);
template <class T>
T generic(T);
void call(webpool::Pool& pool, webpool::AsyncResult<std::vector<int>>& results, std::vector<int>& numbers,
          std::vector<std::pair<int, int>>& pairs, std::vector<std::unique_ptr<int>>& owners) {
  const auto square = [](int x) { return x * x; };
  const auto add = [](int a, int b) { return a + b; };
  const auto only_moves = [owner = std::unique_ptr<int>()](int x) { return x; };
  ${statement};
  static_cast<void>(square), static_cast<void>(only_moves), static_cast<void>(add), static_cast<void>(owners), static_cast<void>(numbers);
}
")
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${SOURCE} -include ${header} ${file}
                  RESULT_VARIABLE status ERROR_VARIABLE message)
  # Of an overloaded function clang lists every overload, in three lines.
  string(REGEX REPLACE "[^\n]*note: possible target for call\n[^\n]*\n[^\n]*\n" "" message "${message}")
  set(status ${status} PARENT_SCOPE)
  set(message "${message}" PARENT_SCOPE)
endfunction()

# Since each wrong call has an overload that explains it, none of these may be taken for one.
file(READ ${CMAKE_CURRENT_LIST_DIR}/right_calls.txt right_calls)
compile("${right_calls}")
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a right call does not compile:\n${message}")
endif()

foreach(call IN LISTS calls)
  string(REGEX MATCH "^([A-Za-z_]+) +(.*)$" matched "${call}")
  set(name ${CMAKE_MATCH_1})
  set(statement "${CMAKE_MATCH_2}")
  compile("${statement}")
  string(REGEX MATCHALL "\n" lines "${message}")
  list(LENGTH lines count)
  set(wrong "")
  if(status EQUAL 0)
    set(wrong "it compiles")
  elseif(count GREATER line_limit)
    set(wrong "the message has ${count} lines, more than ${line_limit}")
  elseif(NOT message MATCHES "${name}")
    set(wrong "the message does not name ${name}")
  endif()
  if(wrong)
    math(EXPR failures "${failures} + 1")
    message(NOTICE "${statement}: ${wrong}\n${message}")
  endif()
  math(EXPR number "${number} + 1")
endforeach()
message(NOTICE "${number} wrong calls, ${failures} with another message than expected")
if(failures GREATER 0 OR number EQUAL 0)
  message(FATAL_ERROR "see above")
endif()
