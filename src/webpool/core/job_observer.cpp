#include <webpool/core/job_observer.hpp>

namespace webpool::detail {

JobObserver* JobObserver::instance = nullptr;

}  // namespace webpool::detail
