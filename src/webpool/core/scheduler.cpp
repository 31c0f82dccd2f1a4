#include <webpool/core/scheduler.hpp>

#include <webpool/core/rethrow.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace webpool::detail {
namespace {

constexpr std::size_t most_processes = 1024;

std::atomic<std::uint32_t> pools_made{1};

std::size_t checked(std::size_t processes) {
  if (processes < 1 || processes > most_processes) {
    throw_error<ValueError>(
        {"processes: ", processes, " is out of range; a pool has 1 to ", most_processes, " processors"});
  }
  return processes;
}

}  // namespace

Scheduler::Scheduler(std::size_t processes, SchedulerOptions options)
    : number_(pools_made.fetch_add(1, std::memory_order_relaxed)),
      options_(std::move(options)),
      process_(this_process()),
      processors_(checked(processes)),
      threads_(processes) {
  std::uint32_t index = 0;
  for (auto& processor : processors_)
    processor.reset(new Processor(*this, index++, chunks_per_thread(), options_.trace_events));
}

std::uint64_t Scheduler::chunks_per_thread() const noexcept {
  return options_.maxtasksperchild != 0 ? options_.maxtasksperchild : std::numeric_limits<std::uint64_t>::max();
}

Scheduler::~Scheduler() = default;

void Scheduler::require_running() {
  require_this_process();
  if (state_.load(std::memory_order_seq_cst) == State::running) return;
  const std::lock_guard lock(lock_);
  refuse();
}

void Scheduler::require_this_process() const {
  if (!forked()) return;
  throw PoolNotRunningError(
      "the pool was made before fork(), and its processors are not in this process; create a pool in the child");
}

void Scheduler::refuse() const {
  if (failure_) rethrow(failure_);
  if (state_.load(std::memory_order_relaxed) == State::closed)
    throw PoolNotRunningError("the pool is closed and takes no more work; create another one");
  throw PoolNotRunningError("the pool was terminated and takes no more work; create another one");
}

void Scheduler::submit(Job& job, bool of_stream) {
  if (!try_submit(job, of_stream)) refuse_job(of_stream);
}

void Scheduler::refuse_job(bool of_stream) {
  require_this_process();
  const std::lock_guard lock(lock_);
  if (of_stream && streams_stopped_ && !failure_) {
    throw PoolNotRunningError(
        "the pool was joined before the iterator had been read to its end, and takes no more of its items; read it "
        "to the end before join()");
  }
  refuse();
}

bool Scheduler::try_submit(Job& job, bool of_stream) noexcept {
  if (forked()) return false;
  job.scheduler = this;
  job.process = process_;
  Job::given();
  if (!of_stream && state_.load(std::memory_order_seq_cst) != State::running) return false;
  job.number = submitted_.fetch_add(1, std::memory_order_relaxed);
  if (job.chunks() == 0) {
    job.settle_empty();
    return true;
  }
  push(job);
  if (state_.load(std::memory_order_seq_cst) != State::running && withdraw(job, of_stream)) return false;
  // As many as can run; those who find that there is more for others wake them (`next`).
  wake(std::min({job.chunks(), processes(), static_cast<std::uint32_t>(core_count())}));
  return true;
}

void Scheduler::push(Job& job) noexcept {
  job.add_first_reference();
  Job* next = incoming_.load(std::memory_order_relaxed);
  do {
    job.next_in_queue = next;
  } while (!incoming_.compare_exchange_weak(next, &job, std::memory_order_seq_cst, std::memory_order_relaxed));
}

void Scheduler::accept() noexcept {
  if (incoming_.load(std::memory_order_seq_cst) == nullptr) return;
  // Counted before they are taken, once for all: a processor that looks meanwhile, before it sleeps, must see some.
  const auto queued = queued_.load(std::memory_order_relaxed);
  queued_.store(queued + 1, std::memory_order_seq_cst);
  Job* from = incoming_.exchange(nullptr, std::memory_order_seq_cst);
  Job* oldest = nullptr;
  while (from != nullptr) oldest = std::exchange(from, std::exchange(from->next_in_queue, oldest));
  std::uint32_t accepted = 0;
  for (; oldest != nullptr; ++accepted) append(*std::exchange(oldest, oldest->next_in_queue));
  last_wanted_.store(static_cast<std::int32_t>(std::min(last_->chunks(), processes())), std::memory_order_relaxed);
  queued_.store(queued + accepted, std::memory_order_relaxed);
}

// The pool was closed or has ended, perhaps before the job was pushed: then nobody may be there to run it.
bool Scheduler::withdraw(Job& job, bool of_stream) noexcept {
  Reference<> taken;
  const std::lock_guard lock(lock_);
  accept();
  const bool goes_on = of_stream && state_.load(std::memory_order_relaxed) == State::closed && !streams_stopped_;
  if (goes_on || !job.queued) return false;
  dequeue(job);
  taken = Reference<>(&job);
  return true;
}

void Scheduler::open_stream() {
  require_this_process();
  const std::lock_guard lock(lock_);
  if (state_.load(std::memory_order_relaxed) != State::running) refuse();
  ++streams_;
}

void Scheduler::close_stream() noexcept {
  if (forked()) return;
  {
    const std::lock_guard lock(lock_);
    --streams_;
    update_ending();
    if (!ending_.load(std::memory_order_relaxed)) return;
  }
  wake_all();
}

void Scheduler::stop_streams() noexcept {
  if (forked()) return;
  {
    const std::lock_guard lock(lock_);
    streams_stopped_ = true;
    update_ending();
  }
  wake_all();
}

void Scheduler::update_ending() noexcept {
  const auto state = state_.load(std::memory_order_relaxed);
  const bool ending = state == State::terminated || (state == State::closed && (streams_ == 0 || streams_stopped_));
  ending_.store(ending, std::memory_order_seq_cst);
}

void Scheduler::wake_all() noexcept { sleepers_.wake_all(); }

void Scheduler::enqueue(Job& job) noexcept {
  job.add_reference();
  append(job);
  queued_.store(queued_.load(std::memory_order_relaxed) + 1, std::memory_order_seq_cst);
}

void Scheduler::append(Job& job) noexcept {
  job.queued = true;
  job.previous_in_queue = last_;
  job.next_in_queue = nullptr;
  (last_ != nullptr ? last_->next_in_queue : first_) = &job;
  last_ = &job;
}

void Scheduler::prepend(Job& job) noexcept {
  job.queued = true;
  job.previous_in_queue = nullptr;
  job.next_in_queue = first_;
  (first_ != nullptr ? first_->previous_in_queue : last_) = &job;
  first_ = &job;
  queued_.store(queued_.load(std::memory_order_relaxed) + 1, std::memory_order_seq_cst);
}

void Scheduler::dequeue(Job& job) noexcept {
  (job.previous_in_queue != nullptr ? job.previous_in_queue->next_in_queue : first_) = job.next_in_queue;
  (job.next_in_queue != nullptr ? job.next_in_queue->previous_in_queue : last_) = job.previous_in_queue;
  job.queued = false;
  queued_.store(queued_.load(std::memory_order_relaxed) - 1, std::memory_order_release);
}

void Scheduler::wake(std::uint32_t wanted) noexcept {
  const auto looking = lookers_.load(std::memory_order_seq_cst);
  if (wanted <= looking || sleepers_.count() == 0) return;
  sleepers_.wake(wanted - looking);
}

void Scheduler::start_looking(Processor& processor) noexcept {
  if (std::exchange(processor.looking_, true)) return;
  lookers_.fetch_add(1, std::memory_order_seq_cst);
}

void Scheduler::stop_looking(Processor& processor) noexcept {
  if (!std::exchange(processor.looking_, false)) return;
  lookers_.fetch_sub(1, std::memory_order_seq_cst);
}

void Scheduler::drop_exhausted(Job& job) noexcept {
  Reference<> dropped;
  const std::lock_guard lock(lock_);
  accept();
  if (!job.queued || !job.exhausted()) return;
  dequeue(job);
  dropped = Reference<>(&job);
}

void Scheduler::give_back(Job& job) noexcept {
  {
    const std::lock_guard lock(lock_);
    accept();  // should it be on its way: a job is in the queue once
    if (job.queued || job.stopping() || state_.load(std::memory_order_relaxed) == State::terminated) return;
    enqueue(job);
  }
  wake(1);
}

bool Scheduler::has_ended() noexcept {
  const std::lock_guard lock(lock_);
  accept();
  return ending_.load(std::memory_order_relaxed) && first_ == nullptr && pockets_.load(std::memory_order_relaxed) == 0;
}

void Scheduler::pass_on(Processor& processor) noexcept {
  stop_looking(processor);
  // Two submitters may have counted on the same looker. What is in a pocket may stand behind a long job.
  if (incoming_.load(std::memory_order_seq_cst) != nullptr || queued_.load(std::memory_order_seq_cst) != 0 ||
      (Pocket::capacity > 1 && pockets_.load(std::memory_order_seq_cst) != 0))
    wake(1);
}

bool Scheduler::next(Processor& processor) {
  for (;;) {
    LetGo left;
    if (take(processor) || pick(processor, left)) {
      if (processor.looking_) pass_on(processor);
      return true;
    }
    if (processor.looking_ && left.release_harmless()) pass_on(processor);
    left.clear();
    if (threadless || has_ended()) {
      stop_looking(processor);
      return false;
    }
    idle(processor);
  }
}

bool Scheduler::has_work() const noexcept {
  // In the order in which jobs go.
  return incoming_.load(std::memory_order_seq_cst) != nullptr || queued_.load(std::memory_order_seq_cst) != 0 ||
         pockets_.load(std::memory_order_seq_cst) != 0 || ending_.load(std::memory_order_seq_cst);
}

void Scheduler::close() noexcept {
  if (forked()) return;
  {
    const std::lock_guard lock(lock_);
    if (state_.load(std::memory_order_relaxed) == State::running)
      state_.store(State::closed, std::memory_order_seq_cst);
    update_ending();
  }
  wake_all();
}

void Scheduler::terminate() noexcept { kill(); }

bool Scheduler::kill() noexcept {
  if (forked()) return true;
  end_with(error_of<PoolTerminatedError>(
      "the pool was terminated before the job had ended; use close() and join() to let it end"));
  bool killed = true;
  const std::lock_guard lock(threads_lock_);
  for (const Threads& threads : threads_) killed = threads.current && threads.current->kill() && killed;
  return killed;
}

void Scheduler::fail(const std::exception_ptr& error) noexcept {
  {
    const std::lock_guard lock(lock_);
    if (state_.load(std::memory_order_relaxed) != State::terminated && !failure_) failure_ = error;
  }
  end_with(error);
}

void Scheduler::retire() noexcept {
  const bool killed = kill();
  const Processor* const processor = Processor::current();
  if (killed || (processor != nullptr && &processor->scheduler() == this)) return;
  wait_for_threads();
  std::vector<Threads> ended;  // waited for after the lock, which one of them may hold
  const std::lock_guard lock(threads_lock_);
  ended.swap(threads_);
}

void Scheduler::wait_for_threads() noexcept {
  if (forked()) return;
  if (threadless) Host::instance().work_here(this, nullptr, no_deadline);
  for (auto alive = alive_.load(std::memory_order_acquire); alive != 0;
       alive = alive_.load(std::memory_order_acquire)) {
    wait(alive_, alive);
  }
}

void Scheduler::end_with(const std::exception_ptr& error) noexcept {
  Job* jobs;  // linked by `next_in_queue`, since there may be no memory; each with a reference
  {
    const std::lock_guard lock(lock_);
    state_.store(State::terminated, std::memory_order_seq_cst);
    update_ending();
    accept();
    const auto add = [this](Job& job) {
      if (!job.queued) enqueue(job);
    };
    for (const auto& processor : processors_) {
      for (Visit* visit = processor->innermost_; visit->outer_ != nullptr; visit = visit->outer_) add(*visit->job());
      processor->pocket_.for_each(add);
    }
    // From here on nobody puts one of them into the queue again: the pool is terminated.
    jobs = std::exchange(first_, last_ = nullptr);
    for (Job* job = jobs; job != nullptr; job = job->next_in_queue) job->queued = false;
    queued_.store(0, std::memory_order_release);
  }
  wake_all();
  for (Job** job = &jobs; *job != nullptr;) {
    if ((*job)->begin_stop(error)) {
      job = &(*job)->next_in_queue;
    } else {
      Reference<>(std::exchange(*job, (*job)->next_in_queue));
    }
  }
  while (jobs != nullptr) {
    const Reference<> job(std::exchange(jobs, jobs->next_in_queue));
    job->end_stop();
  }
}

}  // namespace webpool::detail
