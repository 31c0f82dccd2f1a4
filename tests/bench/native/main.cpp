// Google Benchmark's own flags, and --short for tiny sizes. run.mjs calls it once for each round.
#include "suite.hpp"

#include <tbb/version.h>
#include <kernels/detail/implementations.hpp>

#include <cstring>

int main(int count, char** arguments) {
  int kept = 1;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--short") == 0) {
      bench::is_short = true;
    } else {
      arguments[kept++] = arguments[i];
    }
  }
  count = kept;
  bench::add_maps();
  bench::add_applies();
  bench::add_rows();
  bench::add_growth();
  benchmark::AddCustomContext("compiler", __VERSION__);
  benchmark::AddCustomContext("oneTBB", TBB_runtime_version());
  benchmark::AddCustomContext("OpenMP", std::to_string(_OPENMP));
#if defined(WEBPOOL_BENCH_TASKFLOW)
  benchmark::AddCustomContext("Taskflow", tf::version());
#endif
  benchmark::AddCustomContext("kernel", webpool::kernels::implementations().front().name);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
