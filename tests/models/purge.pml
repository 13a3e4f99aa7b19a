/*
 * Purge: a channel goes with its row and its file, while its remover freezes or dies, a successor
 * removes the same, a channel that has an equal picture shares the file, and the same export is
 * added again.
 *
 * Stands for Removal.purge, Removal.forgetOldFiles, Removal.lastGone, Removal.removeFiles,
 * Removal.takeDoomed, Removal.removeChannel, RemovedRows.photos, DoomedFiles.spare and
 * DoomedFiles.spareShared.
 *
 * A step of a process is one statement, one commit or one file, and between two of them any time
 * may pass. What a transaction writes is done in the step that commits it.
 */

/* The first may freeze, also for ever, and is then succeeded. */
#define FIRST 0
#define SUCCESSOR 1
#define NOBODY 9

/* Table photo: the channel's row, that of the other one and that of the export's second time. */
bool row = true;
bool sharing;
bool again;

/* Table doomed_file: what is told of the file. */
#define NOTHING 0
#define DOOMED 1
#define GONE 2
byte doomed;

/* Tables channel and run; who has locked doomed_file. */
bool channel = true;
byte epoch;
byte lock = NOBODY;

/* The file, and that of the second time. */
bool file = true;
bool newFile;

bool frozen;
bool stopped; /* the first, whether it was done or not */
bool known;   /* the other channel has seen the row, and has not stored its own yet .. */
bool storing; /* .. but is about to */

#define RUNS (_pid == SUCCESSOR || !frozen)
#define HOLDS (own == epoch && channel)
#ifdef NO_LOCK
#define LOCKABLE true
#else
#define LOCKABLE (lock == NOBODY && !storing)
#endif
#ifdef PATHS_COME_AGAIN
#define AGAIN_HAS_FILE file
#define OTHERS (sharing || again)
#else
#define AGAIN_HAS_FILE newFile
#define OTHERS sharing
#endif

/* Whatever was removed, and however late. */
ltl every_row_has_its_file {
  [] ((row -> file) && (sharing -> file) && (again -> AGAIN_HAS_FILE))
}

/* A file that no row points to goes at last, and so does the channel. */
ltl nothing_is_left_behind { <> [] (!channel && (file -> OTHERS)) }

active [2] proctype Remover() {
  byte own;
  bool shared;
  bool mine; /* noted as gone by this one, and still to be deleted */

  _pid == FIRST || frozen || stopped;

begin: /* Runs.begin */
  atomic {
    RUNS;
    if
    :: !channel -> goto stop
    :: else -> epoch++; own = epoch
    fi
  }

#ifndef LEAVES_LAST_GONE
  atomic { /* Removal.lastGone */
    RUNS;
    if
    :: !HOLDS -> goto stop
    :: HOLDS && doomed == GONE -> mine = true
    :: else
    fi
  }
  atomic {
    RUNS;
    if
    :: mine -> file = false; mine = false
    :: else
    fi
  }
#endif

  atomic { /* RemovedRows.photos */
    RUNS && LOCKABLE;
    if
    :: !HOLDS -> goto stop
    :: HOLDS && row -> row = false; doomed = DOOMED
    :: else
    fi
  }

#ifdef DELETES_BEFORE_IT_IS_NOTED
  atomic {
    RUNS;
    if
    :: doomed == DOOMED && !OTHERS -> file = false
    :: else
    fi
  }
#endif

  atomic { /* Removal.takeDoomed, which is DoomedFiles.lock at first */
    RUNS && LOCKABLE;
    if
    :: !HOLDS -> goto stop
    :: else
    fi;
#ifndef NO_LOCK
    lock = _pid
#endif
  }
  atomic { /* DoomedFiles.spareShared */
    RUNS || lock != _pid;
#ifdef NEVER_LOOKS
    shared = false
#else
    shared = OTHERS
#endif
  }
  atomic {
    RUNS;
    if
#ifndef NO_LOCK
    :: lock != _pid -> goto stop /* its transaction was ended */
#endif
    :: else ->
       if
       :: doomed == DOOMED && shared -> doomed = NOTHING
       :: doomed == DOOMED && !shared -> doomed = GONE; mine = true
       :: else
       fi;
       lock = NOBODY
    fi
  }
  atomic { /* Removal.removeFiles */
    RUNS;
    if
    :: mine -> file = false; mine = false
    :: else
    fi
  }

  atomic { /* Removal.removeChannel */
    RUNS;
    if
    :: HOLDS -> channel = false
    :: else
    fi
  }

stop:
  stopped = true
}

/* The first freezes at any moment, for a while or for ever. */
active proctype Freezes() {
  if
  :: frozen = true;
     if
     :: frozen = false
     :: true
     fi
  :: true
  fi
}

/* The server does not leave a lock to who keeps still. */
active proctype Server() {
end_never:
  do
  :: atomic { lock == FIRST && frozen -> lock = NOBODY }
  od
}

/* Another channel has the same picture: it finds the row, and stores one of its own later. */
active proctype Sharer() {
  if
  :: atomic { row -> known = true }
  :: goto stop
  fi;
  atomic { /* DoomedFiles.spare */
    lock == NOBODY;
    if
    :: doomed == GONE -> known = false; goto stop /* it keeps a file of its own */
    :: doomed == DOOMED -> doomed = NOTHING
    :: else
    fi;
    storing = true
  }
  atomic { sharing = true; storing = false; known = false }
stop:
  skip
}

/* Removal.forgetOldFiles: so late that nobody still has seen the row. */
active proctype Forgets() {
end_never:
  do
#ifdef FORGETS_AT_ONCE
  :: atomic { doomed == GONE && !channel -> doomed = NOTHING }
#else
  :: atomic { doomed == GONE && !channel && !known -> doomed = NOTHING }
#endif
  od
}

/* The same export is added again: its file, and later its row. */
active proctype Again() {
  if
  :: !channel
  :: goto stop
  fi;
#ifdef PATHS_COME_AGAIN
  file = true;
  atomic {
    lock == NOBODY;
    doomed = NOTHING;
    again = true
  }
#else
  newFile = true;
  again = true
#endif
stop:
  skip
}

/* So that what stands still for ever is a run without an end, which claims on the end are about. */
active proctype Idle() {
end_never:
  do
  :: epoch >= 0
  od
}
