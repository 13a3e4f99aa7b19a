/*
 * Fence and cursor: two nodes run the same entity. Each takes an epoch, reads the source from the
 * ledger's cursor and stores batches, while its process freezes, its connections are lost and
 * others take it for dead.
 *
 * Stands for Runs.begin, Runs.end, Runs.abandon, Runs.hold, Fenced.store, Runs.progress,
 * ChannelStore.store and MessageRows.upsert, and for what ends transactions: TransactionLimits.set and FrozenClients.look.
 *
 * A step of a process is one statement or one commit, and between two of them any time may pass.
 * What a transaction writes is done in the step that commits it, since nobody sees it before.
 */

/*
 * How much goes wrong: the suspect's process freezes, for a while or for ever; a connection is
 * lost, before a commit or with its answer; a cursor no longer fits, and its run starts from the
 * beginning.
 */
#ifndef FAULTS
#define FAULTS 2
#endif
#ifndef MESSAGES
#define MESSAGES 2 /* 3 at most */
#endif

#define SUSPECT 0
#define SUCCESSOR 1
#define NOBODY 2

/* Table run: the entity's row, and who has locked it. */
byte epoch;
byte cursor;
byte lock = NOBODY;

/* Table message, a bit for each, and table channel: how many were counted. */
byte stored;
byte counted;

/* Table node: whether the suspect's row is left or down. */
bool ended;

/* Processes: the suspect stands still, in the middle of a statement; whose transaction is gone. */
bool frozen;
bool halfSent;
bool storing;
bool rolledBack[2];
byte faults = FAULTS;

/* What the claims look at. */
byte newest;        /* the last epoch that a run has begun with */
bool begunAfterEnd; /* the successor has begun when the suspect's row had ended .. */
bool deadHasBegun;  /* .. and the suspect after it */
bool epochTaken;    /* an epoch was given twice */
bool oldHasWritten; /* a run has stored after a newer one had begun */
bool completed;     /* a run has come to the source's end */

#define BITS(count) ((1 << (count)) - 1)
#define COUNT(bits) (((bits) & 1) + (((bits) >> 1) & 1) + (((bits) >> 2) & 1))
#define RUNS (_pid == SUCCESSOR || !frozen)
#define ENDED (_pid == SUSPECT && ended)

/* What an old run stores may undo what a newer one did. */
ltl only_the_newest_writes { [] !oldHasWritten }

/* Two runs of one epoch could not be told apart. */
ltl an_epoch_is_of_one_run { [] !epochTaken }

/* A node that was taken for dead does not take back what its successor has. */
ltl the_dead_begin_nothing { [] !deadHasBegun }

/* Nothing is lost: all that lies before the cursor is stored. */
ltl the_cursor_is_never_ahead { [] ((stored & BITS(cursor)) == BITS(cursor)) }

/* Nothing is counted twice, and nothing is forgotten. */
ltl each_is_counted_once { [] (counted == COUNT(stored)) }

/* A node that freezes with the row's lock does not keep it. */
ltl no_lock_is_held_for_ever { [] (lock != NOBODY -> <> (lock == NOBODY)) }

/* Whatever befalls the suspect, one of both comes to the end. */
ltl the_end_is_reached { <> (completed && stored == BITS(MESSAGES)) }

/* The first statement of a transaction. */
inline takeLock() {
  lock == NOBODY && RUNS;
  lock = _pid;
  rolledBack[_pid] = false
}

inline freeLock() {
  if
  :: lock == _pid -> lock = NOBODY
  :: else
  fi;
  rolledBack[_pid] = false
}

/* A commit was done, and its answer may be lost. */
inline answer() {
  if
  :: answered = true
  :: faults > 0 -> faults--; answered = false
  fi
}

active [2] proctype Node() {
  byte own;  /* epoch of this run */
  byte at;   /* where it reads */
  byte size; /* of the batch */
  byte batch;
  bool answered;

begin: /* Runs.begin */
#ifdef LOOKS_BEFORE_LOCK
  atomic {
    RUNS;
    if
    :: ENDED -> goto stop
    :: else
    fi
  }
#endif
#ifdef EPOCH_READ_BEFORE_LOCK
  atomic { RUNS; own = epoch + 1 }
#endif
  atomic {
    takeLock();
#ifndef EPOCH_READ_BEFORE_LOCK
    own = epoch + 1;
#endif
    at = cursor
  }
#if !defined(LOOKS_BEFORE_LOCK) && !defined(NEVER_LOOKS)
  atomic {
    RUNS;
    if
    :: ENDED -> freeLock(); goto stop
    :: else
    fi
  }
#endif
  atomic {
    RUNS;
    if
    :: rolledBack[_pid]
    :: else ->
       epoch = own;
       if
       :: own <= newest -> epochTaken = true
       :: else -> newest = own
       fi;
       if
       :: _pid == SUSPECT && begunAfterEnd -> deadHasBegun = true
       :: _pid == SUCCESSOR && ended -> begunAfterEnd = true
       :: else
       fi;
       answer()
    fi;
    freeLock();
    if
    :: !answered -> own = 0; at = 0; goto begin
    :: answered -> answered = false
    fi;
    if
    :: true
    :: at > 0 && faults > 0 -> faults--; at = 0
    fi
  }

store: /* ChannelStore.store, for one batch after the other */
  atomic {
    RUNS;
    if
    :: at == MESSAGES -> completed = true; goto end
    :: at < MESSAGES -> size = 1
    :: at + 1 < MESSAGES -> size = 2
    fi
  }
#ifdef CURSOR_BEFORE_ROWS
  atomic { RUNS; cursor = at + size }
#endif
#ifdef FENCE_BEFORE_LOCK
  atomic {
    RUNS;
    if
    :: epoch != own -> goto fenced
    :: else
    fi
  }
#endif
  atomic { /* Runs.hold */
    takeLock();
#if !defined(FENCE_BEFORE_LOCK) && !defined(NO_FENCE)
    if
    :: epoch != own -> freeLock(); goto fenced
    :: else
    fi;
#endif
    storing = (_pid == SUSPECT)
  }
  atomic {
    RUNS;
    if
    :: rolledBack[_pid]
    :: else ->
       if
       :: own < newest -> oldHasWritten = true
       :: else
       fi;
       batch = BITS(size) << at;
#ifdef COUNTS_WHAT_COMES
       counted = counted + size;
#else
       counted = counted + COUNT(batch & ~stored);
#endif
       stored = stored | batch;
       batch = 0;
#ifndef CURSOR_BEFORE_ROWS
       cursor = at + size;
#endif
       answer()
    fi;
    freeLock();
    storing = false;
    if
    :: answered -> answered = false; at = at + size; size = 0; goto store
    :: else -> size = 0
    fi
  }

end: /* Runs.end, whatever comes of it; a failed run starts again */
  atomic { takeLock() }
  atomic {
    RUNS;
    freeLock();
    own = 0;
    if
    :: at < MESSAGES -> at = 0; goto begin
    :: else -> goto stop
    fi
  }

fenced: /* Whoever was overtaken stops; the entity comes to the successor if the other dies */
  atomic {
    own = 0;
    at = 0;
    size = 0;
    if
    :: _pid == SUCCESSOR && ended -> goto begin
    :: _pid == SUCCESSOR && completed
    :: _pid == SUSPECT
    fi
  }

stop:
  skip
}

/* The suspect's process freezes: between two steps, or when it has sent half a statement. */
active proctype Freezes() {
  do
  :: atomic {
       faults > 0 && lock == SUSPECT -> faults--;
       frozen = true;
       if
       :: halfSent = true
       :: true
       fi
     }
     if
     :: atomic { true -> frozen = false; halfSent = false }
     :: break /* for ever */
     fi
  :: atomic { faults > 0 -> faults--; frozen = true; break }
  :: break
  od
}

/* Connections are lost, also of a node that works; the server rolls back what was not committed. */
active proctype Cuts() {
  do
  :: atomic { lock != NOBODY && faults > 0 -> faults--; rolledBack[lock] = true; lock = NOBODY }
  :: break
  od
}

/*
 * The server ends a transaction that is idle or takes too long (Database), or a successor that
 * has waited for long ends whoever is in its way.
 */
#if defined(LIMITS_IN_STORE_ALONE)
#define LIMITED (storing && !halfSent)
#elif defined(IDLE_LIMIT_ALONE)
#define LIMITED (!halfSent)
#else
#define LIMITED true
#endif
active proctype Server() {
end_never:
  do
  :: atomic {
       lock == SUSPECT && frozen && LIMITED -> rolledBack[SUSPECT] = true; lock = NOBODY }
  od
}

/* The others end the suspect's row: at any moment, or not before it is frozen. */
active proctype Others() {
  if
  :: ended = true
  :: atomic { frozen -> ended = true }
  fi
}

/* So that what stands still for ever is a run without an end, which claims on the end are about. */
active proctype Idle() {
end_never:
  do
  :: faults >= 0
  od
}
