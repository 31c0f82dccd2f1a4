/* How jobs get to workers, how both sides sleep, and how a pool ends: a model of src/webpool/core for SPIN, which looks at
 * every order in which the threads can take their steps. A step is one access to shared memory, or a section under the queue's
 * lock. Names are those of the code.
 *
 * Checked: no thread waits for ever (SPIN's invalid end states), no worker of a pool that has ended sleeps on, each chunk
 * runs at most once, a job that ends by itself has run all of its chunks, a job that was accepted ends, and the caller of a job
 * that owns its data does not leave before all chunks are counted. Atomics are taken to be sequentially consistent: those on
 * which sleeping depends are, in the code, too; weaker ones are the business of ThreadSanitizer's runs.
 *
 * Sizes, by -D: PROCS workers, JOBS submitting threads with a job each, CHUNKS chunks in the first job (the others have
 * one); WEAR: a worker's thread ends after so many chunks and another takes over, 0: never. OWNS: 1, the callers own the jobs'
 * data.
 *
 * END: who ends the pool. 0 closes it, 1 terminates it, 2 cancels job 0 and closes it, 3 nobody.
 * CORES: how many workers the machine runs at once. A caller that owns the data of a job for more wakes the further ones itself.
 * MEET: which tasks wait for one another. 1: those of all jobs, of which there are no more than workers; 2: the last PROCS
 * tasks of the only job.
 * NEST: 1, a task of worker 0 submits job 0 and waits for it.
 * MUTANT breaks a rule on purpose, and SPIN has to find it:
 *   1 a worker sleeps without a second look           7 a worker takes a job that comes after the end
 *   2 wake-ups are forgotten                          8 a job leaves the queue without a second look at its ranges
 *   3 a job is accepted after the end                 9 a range is filled without a look whether the job is queued
 *   4 a waiter sleeps without saying so              10 a range is released without that look
 *   5 a looking worker takes other work and          11 a caller stops waking others only after it has counted the
 *     wakes nobody for the new job                      workers that look for work
 *   6 stolen chunks are left to the thread     12 a task that sleeps until its nested call has ended is not
 *     that stopped the job                        woken for chunks that it could run
 */
#ifndef PROCS
#define PROCS 2
#endif
#ifndef JOBS
#define JOBS 2
#endif
#ifndef CHUNKS
#define CHUNKS 2
#endif
#ifndef END
#define END 0
#endif
#ifndef MUTANT
#define MUTANT 0
#endif

#ifndef MEET
#define MEET 0
#endif
#ifndef CORES
#define CORES PROCS
#endif
#ifndef WEAR
#define WEAR 0
#endif
#ifndef OWNS
#define OWNS 0
#endif

#ifndef NEST
#define NEST 0
#endif

#define RUNNING 0
#define CLOSED 1
#define TERMINATED 2

/* Job::state_ */
#define PENDING 0
#define AWAITED 1
#define AWAITED_BY_WORKER 2
#define DONE 3

#define R(j, p) ((j) * PROCS + (p))
#define chunks(j) ((j) == 0 -> CHUNKS : 1)
#define range_count(j) (chunks(j) < PROCS -> chunks(j) : PROCS)
#define shares(j) (range_count(j) < CORES -> range_count(j) : CORES)
#if MEET == 2
#define meets(j, chunk) ((chunk) + PROCS >= CHUNKS)
#define meeting PROCS
#else
#define meets(j, chunk) true
#define meeting (CHUNKS + JOBS - 1)
#endif

/* PoolCore, JobQueue, IdleWorkers */
bit lock_;
bit incoming[JOBS]; /* as a set: the order in which jobs are taken does not matter here */
bit accepted[JOBS]; /* on their way from the one to the other, under the lock */
bit queued[JOBS];
byte queued_;
byte state_ = RUNNING;
bit ending_;
byte looking_;
byte parked_;      /* how many */
bit is_parked[PROCS]; /* Slot::parked_ */
byte attached[PROCS]; /* the job of a worker's run + 1 */

/* Job */
byte next_[JOBS * PROCS];
byte end_[JOBS * PROCS];
bit held[JOBS * PROCS];
byte left_[JOBS];
bit stopping_[JOBS];
bit settled_by_[JOBS];
byte job_state[JOBS];
bit waiter_asleep[JOBS]; /* on job_state */
#if CORES < PROCS
bit caller_wakes[JOBS]; /* caller_wakes_more */
#endif

byte began; /* tasks */

/* What is checked */
byte ran[JOBS];
bit refused[JOBS];

#define LOCK atomic { lock_ == 0 -> lock_ = 1 }
#define UNLOCK lock_ = 0

/* ParkedList: sections under a lock of their own. */
#define PARK atomic { is_parked[me] = 1; parked_++ }
#define UNPARK atomic { if :: is_parked[me] -> is_parked[me] = 0; parked_-- :: else fi }
/* The code wakes whoever parked last; that it matters to nobody is checked, too. */
#define WAKE_ONE                                                                       \
  atomic {                                                                             \
    if                                                                                 \
    :: is_parked[0] -> is_parked[0] = 0; parked_--                                         \
    :: PROCS > 1 && is_parked[PROCS - 1] -> is_parked[PROCS - 1] = 0; parked_--            \
    :: PROCS > 2 && is_parked[1] -> is_parked[1] = 0; parked_--                            \
    :: else                                                                            \
    fi                                                                                 \
  }

#if MUTANT == 2
#define WAKE(wanted) skip
#define WAKE_ALL skip
#else
/* IdleWorkers::wake */
#define WAKE(wanted)                                                                   \
  spinning = looking_;                                                                 \
  if                                                                                   \
  :: wanted <= spinning || parked_ == 0                                              \
  :: else ->                                                                           \
    more = wanted - spinning;                                                          \
    do :: more > 0 -> WAKE_ONE; more-- :: else -> break od                             \
  fi;                                                                                  \
  spinning = 0
#define WAKE_ALL                                                                       \
  atomic {                                                                             \
    n = 0;                                                                             \
    do :: n < PROCS -> is_parked[n] = 0; n++ :: else -> break od;                         \
    n = 0;                                                                             \
    parked_ = 0                                                                      \
  }
#endif

#define has_incoming (incoming[0] || (JOBS > 1 && incoming[JOBS - 1]) || (JOBS > 2 && incoming[1]))

/* JobQueue::accept, under the lock */
inline accept() {
  if
  :: has_incoming ->
    queued_++;
    d_step { /* the exchange */
      i = 0;
      do
      :: i < JOBS -> if :: incoming[i] -> incoming[i] = 0; accepted[i] = 1 :: else fi; i++
      :: else -> break
      od
    }
    d_step {
      i = 0;
      do
      :: i < JOBS -> if :: accepted[i] -> accepted[i] = 0; queued[i] = 1; queued_++ :: else fi; i++
      :: else -> break
      od;
      i = 0;
      queued_--
    }
  :: else
  fi
}

/* What an idle worker looks at, one after the other */
inline look() {
  if
  :: has_incoming -> sees = 1
  :: else ->
    if
    :: queued_ != 0 -> sees = 1
    :: else -> sees = ending_
    fi
  fi
}

/* IdleWorkers::start_looking and stop_looking */
inline start_looking() {
  if :: !looking -> looking = 1; looking_++ :: else fi
}
inline stop_looking() {
  if :: looking -> looking = 0; looking_-- :: else fi
}

/* A look at all ranges. Only where tasks wait for one another does it matter what changes meanwhile; elsewhere it is one step, for
 * fewer orders. */
#if MEET
#define LOOK
#else
#define LOOK atomic
#endif

/* Job::hold_range: a free range, if any has chunks. Into `mine`, PROCS if there is none. */
inline hold_range(j) {
  do
  :: LOOK {
      work = 0; mine = PROCS; r = 0;
      do
      :: r < range_count(j) ->
        if :: next_[R(j, r)] < end_[R(j, r)] -> work = 1 :: else fi;
        if :: !held[R(j, r)] && (mine == PROCS || next_[R(j, mine)] >= end_[R(j, mine)]) -> mine = r :: else fi;
        r++
      :: else -> break
      od;
      r = 0
    }
    d_step { if :: !work -> mine = PROCS :: else fi; work = 0 }
    if
    :: mine == PROCS -> break
    :: else ->
      atomic { found = !held[R(j, mine)]; held[R(j, mine)] = 1 }
      if :: found -> found = 0; break :: else fi
    fi
  od
}

/* Job::full: `work` if each range is held */
inline all_held(j) {
  LOOK {
    work = 1; r = 0;
    do
    :: r < range_count(j) -> if :: !held[R(j, r)] -> work = 0; break :: else -> r++ fi
    :: else -> break
    od;
    r = 0
  }
}

/* Job::joinable: `work` if a range has chunks and a range is free */
inline joinable(j) {
  LOOK {
    work = 0; r = 0;
    do
    :: r < range_count(j) -> if :: next_[R(j, r)] < end_[R(j, r)] -> work = 1; break :: else -> r++ fi
    :: else -> break
    od;
    r = 0
  }
  if
  :: work ->
    all_held(j);
    work = !work
  :: else
  fi
}

/* PoolCore::take_out, under the lock */
inline take_out(j) {
  queued[j] = 0; queued_--;
#if MUTANT != 8
  joinable(j);
  if :: work -> queued[j] = 1; queued_++; start_looking() :: else fi;
  work = 0
#endif
}

/* PoolCore::offer */
inline offer(j) {
  LOOK {
#if NEST
    was = queued[j];
    if :: was && (MUTANT == 12 || job_state[j] != AWAITED_BY_WORKER) -> work = 0 :: else -> joinable(j) fi
#else
    if :: queued[j] -> work = 0 :: else -> joinable(j) fi
#endif
  }
#if NEST && MUTANT != 12
  if
  :: work -> /* Job::wake_waiters */
    atomic { if :: job_state[j] == AWAITED_BY_WORKER -> job_state[j] = PENDING; waiter_asleep[j] = 0 :: else fi }
  :: else
  fi;
#endif
  if
  :: work && !was ->
    work = 0;
    LOCK;
    accept();
    d_step { if :: !queued[j] && !stopping_[j] && state_ != TERMINATED -> queued[j] = 1; queued_++; sees = 1 :: else fi }
    UNLOCK;
    if :: sees -> sees = 0; WAKE(1) :: else fi
  :: else
  fi
#if NEST
  ;
  d_step { work = 0; was = 0 }
#endif
}

/* Job::settle and finish */
inline settle(j) {
  atomic {
    if
    :: settled_by_[j] == 0 ->
      settled_by_[j] = 1;
      assert(stopping_[j] || ran[j] == chunks(j));
      was = 1
    :: else -> was = 0
    fi
  }
  if
  :: was -> finish(j)
  :: else
  fi;
  was = 0
}

inline finish(j) {
  /* Worker::job_ends */
  if :: leaving -> start_looking() :: else fi;
  atomic { was = (job_state[j] != PENDING); job_state[j] = DONE }
  if
  :: was -> waiter_asleep[j] = 0
  :: else
  fi;
  was = 0
}

/* Job::complete */
inline complete(j, n) {
  if
  :: n == 0
  :: else ->
    atomic {
      assert(left_[j] >= n);
      left_[j] = left_[j] - n;
      last = (left_[j] == 0)
    }
    if
    :: last -> settle(j)
    :: else
    fi;
    last = 0
  fi
}

/* ChunkRange::drop */
inline drop(j, r) {
  atomic {
    if
    :: next_[R(j, r)] < end_[R(j, r)] -> dropped = dropped + end_[R(j, r)] - next_[R(j, r)]
    :: else
    fi;
    next_[R(j, r)] = 0;
    end_[R(j, r)] = 0
  }
}

/* Job::stop */
inline stop(j) {
#if OWNS
  was = (job_state[j] == DONE);
#else
  atomic { was = settled_by_[j]; settled_by_[j] = 1 }
#endif
  if
  :: was -> was = 0
  :: else ->
    stopping_[j] = 1;
#if !OWNS
    finish(j);
#endif
    dropped = 0;
    r = 0;
    do
    :: r < range_count(j) -> drop(j, r); r++
    :: else -> break
    od;
    r = 0;
    complete(j, dropped);
    dropped = 0
  fi
}

proctype Submitter(byte me) {
  byte i, n, spinning, more;
  bit taken, sees;

  if
  :: state_ != RUNNING -> refused[me] = 1; goto over
  :: else
  fi;
#if CORES < PROCS
  caller_wakes[me] = (range_count(me) > CORES);
#endif
  incoming[me] = 1;
#if MUTANT != 3
  if
  :: state_ != RUNNING -> /* withdraw */
    LOCK;
    accept();
    d_step { if :: queued[me] -> queued[me] = 0; queued_--; taken = 1 :: else fi }
    UNLOCK;
    if
    :: taken -> refused[me] = 1; goto over
    :: else
    fi
  :: else
  fi;
#endif
  WAKE(shares(me));

#if CORES < PROCS
  /* PoolCore::wake_more: waits for as long as it likes */
  if
  :: !caller_wakes[me]
  :: caller_wakes[me] && job_state[me] == DONE
  :: caller_wakes[me] ->
#if MUTANT != 11
    caller_wakes[me] = 0;
#endif
    look();
    if :: sees -> sees = 0; WAKE(1) :: else fi;
    caller_wakes[me] = 0
  fi;
#endif

  /* Job::wait */
  do
  :: job_state[me] == DONE -> break
  :: else ->
    atomic {
      if
      :: job_state[me] == PENDING -> job_state[me] = (MUTANT == 4 -> PENDING : AWAITED)
      :: else
      fi
    }
    atomic { /* the futex: sleeps if the word has not changed */
      if
      :: job_state[me] == (MUTANT == 4 -> PENDING : AWAITED) -> waiter_asleep[me] = 1
      :: else
      fi
    }
    waiter_asleep[me] == 0
  od;
over:
  assert(refused[me] || job_state[me] == DONE)
}

proctype Worker(byte me) {
  byte i, n, j, r, v, mine, chunk, done, spinning, dropped, middle, more;
  bit found, was, last, work, ended, sees, looking, leaving, stole;
#if WEAR
  byte worn = WEAR; /* Worker::chunks_left_ */
#endif
#if NEST
  bit waits = (me == 0); /* a task of this worker, for job 0 */

  if
  :: waits ->
    incoming[0] = 1;
    WAKE(shares(0));
    goto help
  :: else
  fi;
#endif

next:
  /* PoolCore::pick */
  LOCK;
  attached[me] = 0;
take:
  if :: queued_ == 0 -> accept() :: else fi;
  LOOK {
  j = 0;
  do
  :: j < JOBS && !found && (state_ != TERMINATED || MUTANT == 7) ->
    if
    :: queued[j] && chunks(j) == 1 -> /* its range is held after unlocking */
      queued[j] = 0; queued_--; found = 1; attached[me] = j + 1; mine = PROCS
    :: queued[j] && chunks(j) != 1 ->
      hold_range(j);
      if
      :: mine < PROCS ->
        found = 1; attached[me] = j + 1;
        all_held(j);
        if :: work -> take_out(j) :: else fi
      :: else ->
        take_out(j);
        if :: queued[j] :: else -> j++ fi
      fi
    :: else -> j++
    fi
  :: else -> break
  od;
  work = 0
  }
  if :: !found && has_incoming && (state_ != TERMINATED || MUTANT == 7) -> goto take :: else fi;
  UNLOCK;
  if
  :: found && chunks(j) == 1 ->
    LOOK { found = 0; hold_range(j) }
    if :: mine == PROCS -> mine = 0; j = 0; goto next :: else -> found = 1 fi
  :: else
  fi;
  if
  :: found ->
    found = 0;
    if
    :: looking ->
      stop_looking();
#if CORES < PROCS
      if
      :: caller_wakes[j] -> /* JobQueue::holds_only */
        if :: has_incoming || queued_ != 1 -> sees = 1 :: else -> sees = !queued[j] fi
      :: else -> sees = 1
      fi;
      if :: sees -> sees = 0; look() :: else fi;
#elif MUTANT != 5
      look();
#endif
      if :: sees -> sees = 0; WAKE(1) :: else fi
    :: else
    fi;
    goto run_chunks
  :: else
  fi;
  j = 0; mine = 0;

  /* PoolCore::has_ended */
  LOCK;
  accept();
  ended = (ending_ && queued_ == 0) || (state_ == TERMINATED && MUTANT != 7);
  UNLOCK;
  if
  :: ended -> stop_looking(); goto over
  :: else
  fi;

  /* IdleWorkers::wait_for_work: spins for as long as it likes, or not at all */
  if
  :: true
  :: start_looking();
    look();
    if
    :: sees -> sees = 0; goto next
    :: else
    fi
  fi;
  stop_looking();
  PARK;
#if MUTANT != 1
  look();
  if
  :: sees -> sees = 0
  :: else ->
#endif
#if END == 3
endsleep: /* for ever, where nobody ends the pool */
#endif
    is_parked[me] == 0
#if MUTANT != 1
  fi
#endif
  ;
  start_looking();
  UNPARK;
  goto next;

#if NEST
help: /* Worker::help */
  j = 0;
  LOOK { hold_range(0) }
  found = 0;
  if :: mine < PROCS -> goto run_chunks :: else -> mine = 0 fi;
wait: /* Job::sleep */
  if :: job_state[0] == DONE -> waits = 0; goto next :: else fi;
  atomic { if :: job_state[0] == PENDING -> job_state[0] = AWAITED_BY_WORKER :: else fi }
#if MUTANT != 12
  joinable(0);
  if :: work -> work = 0; goto help :: else fi;
#endif
  atomic { if :: job_state[0] == AWAITED_BY_WORKER -> waiter_asleep[0] = 1 :: else fi }
  waiter_asleep[0] == 0;
  goto wait;
#endif

run_chunks:
  /* ChunkRun::claim */
#if WEAR
  if :: worn == 0 -> goto leave :: else fi;
claim:
#endif
  atomic {
    chunk = next_[R(j, mine)];
    found = (chunk < end_[R(j, mine)]);
    /* The code adds in any case; past the end that changes nothing. */
    if :: found -> next_[R(j, mine)] = chunk + 1 :: else -> chunk = 0 fi
  }
  if
  :: found ->
    found = 0;
#if MEET && MUTANT != 9
    /* ChunkRun::steal */
    if :: stole -> stole = 0; if :: next_[R(j, mine)] < end_[R(j, mine)] -> offer(j) :: else fi :: else fi;
#endif
    atomic { ran[j]++; assert(ran[j] <= chunks(j)); done++; if :: meets(j, chunk) -> began++ :: else fi; chunk = (MEET -> chunk : 0) }
#if WEAR
    worn--;
#endif
#if MEET
    if :: meets(j, chunk) -> began == meeting :: else fi;
    chunk = 0;
#endif
    goto run_chunks
  :: else
  fi;
  if
  :: stopping_[j] -> goto leave
  :: else
  fi;
  /* Job::steal */
  v = 0;
  do
  :: v < range_count(j) ->
    atomic {
      if
      :: v != mine && next_[R(j, v)] < end_[R(j, v)] ->
        middle = (held[R(j, v)] -> next_[R(j, v)] + (end_[R(j, v)] - next_[R(j, v)]) / 2 : next_[R(j, v)]);
        dropped = end_[R(j, v)];
        end_[R(j, v)] = middle;
        found = 1
      :: else -> v++
      fi
    }
    if
    :: found ->
      d_step { next_[R(j, mine)] = middle; end_[R(j, mine)] = dropped; found = 0; middle = 0; dropped = 0; v = 0; stole = (MEET != 0) }
#if MUTANT != 6
      if :: stopping_[j] -> goto leave :: else fi;
#endif
#if WEAR
      goto claim
#else
      goto run_chunks
#endif
    :: else
    fi
  :: else -> break
  od;
  v = 0;

leave:
  v = 0;
#if MUTANT != 6
  if
  :: stopping_[j] -> drop(j, mine); done = done + dropped; dropped = 0
  :: else
  fi;
#endif
  held[R(j, mine)] = 0;
#if (MEET || WEAR) && MUTANT != 10
  offer(j);
#endif
  d_step { work = 0; stole = 0; chunk = 0 }
  leaving = 1;
  complete(j, done);
  d_step { done = 0; mine = 0; leaving = 0 }
#if NEST
  if :: waits -> goto wait :: else fi;
#endif
#if WEAR
  /* PoolCore::end_thread and replace: another thread is the worker from here on */
  if
  :: worn == 0 ->
    LOCK;
    attached[me] = 0;
    accept();
    ended = (ending_ && queued_ == 0) || state_ == TERMINATED;
    UNLOCK;
    if :: ended -> stop_looking(); goto over :: else fi;
    worn = WEAR
  :: else
  fi;
#endif
  goto next;
over:
  skip
}

/* close, terminate, or cancel */
proctype Ender() {
  byte i, n, j, r, dropped, spinning;
  bit was, last, looking, leaving;
  bit all[JOBS];

#if END == 2
  if
  :: job_state[0] != DONE -> stop(0)
  :: else
  fi;
#endif
  LOCK;
  state_ = (END == 1 -> TERMINATED : CLOSED);
  ending_ = 1;
#if END == 1
  accept();
  d_step {
    do
    :: j < JOBS -> if :: queued[j] -> queued[j] = 0; queued_--; all[j] = 1 :: else fi; j++
    :: else -> break
    od;
    j = 0;
    do
    :: j < PROCS -> if :: attached[j] != 0 -> all[attached[j] - 1] = 1 :: else fi; j++
    :: else -> break
    od;
    j = 0
  }
#endif
  UNLOCK;
  WAKE_ALL;
#if END == 1
  do
  :: j < JOBS ->
    if
    :: all[j] -> stop(j)
    :: else
    fi;
    j++
  :: else -> break
  od
#endif
}

init {
  byte i, r;
  atomic {
    do
    :: i < JOBS ->
      left_[i] = chunks(i);
      r = 0;
      do
      :: r < range_count(i) ->
        if
        :: r < shares(i) ->
          next_[R(i, r)] = chunks(i) * r / shares(i);
          end_[R(i, r)] = chunks(i) * (r + 1) / shares(i)
        :: else
        fi;
        r++
      :: else -> break
      od;
      i++
    :: else -> break
    od;
    i = 0;
    do :: i < PROCS -> run Worker(i); i++ :: else -> break od;
    i = NEST;
    do :: i < JOBS -> run Submitter(i); i++ :: else -> break od;
#if END != 3
    run Ender()
#endif
  }
}
