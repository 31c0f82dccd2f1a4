#pragma once

#include <array>
#include <string_view>

/// The guide's programs in one library. The `main` of `<name>.cpp` becomes `program_<name>`, and that of `async/<name>.cpp`
/// becomes `program_async_<name>`.
int program_first();
int program_cpu_count();
int program_pool_map();
int program_pool_starmap();
int program_pool_map_apply();
int program_pool_map_async();
int program_pool_starmap_async();
int program_pool_apply_async();
int program_matrix();
int program_pool_imap();
int program_pool_errors();
int program_pool_cancel();
int program_pool_initializer();
int program_async_cpu_count();
int program_async_pool_map();
int program_async_pool_starmap();
int program_async_pool_map_apply();
int program_async_matrix();
int program_async_pool_errors();
int program_async_pool_initializer();

namespace webpool::programs {

struct Program {
  std::string_view name;
  int (*function)();
};

/// All programs in the guide's order. Those in "async/" do the same with asynchronous calls.
inline constexpr std::array<Program, 20> all{{
    {"first", program_first},
    {"cpu_count", program_cpu_count},
    {"pool_map", program_pool_map},
    {"pool_starmap", program_pool_starmap},
    {"pool_map_apply", program_pool_map_apply},
    {"pool_map_async", program_pool_map_async},
    {"pool_starmap_async", program_pool_starmap_async},
    {"pool_apply_async", program_pool_apply_async},
    {"matrix", program_matrix},
    {"pool_imap", program_pool_imap},
    {"pool_errors", program_pool_errors},
    {"pool_cancel", program_pool_cancel},
    {"pool_initializer", program_pool_initializer},
    {"async/cpu_count", program_async_cpu_count},
    {"async/pool_map", program_async_pool_map},
    {"async/pool_starmap", program_async_pool_starmap},
    {"async/pool_map_apply", program_async_pool_map_apply},
    {"async/matrix", program_async_matrix},
    {"async/pool_errors", program_async_pool_errors},
    {"async/pool_initializer", program_async_pool_initializer},
}};

}  // namespace webpool::programs
