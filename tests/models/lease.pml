/*
 * Lease: the network between the two nodes of a cluster is cut for good, or one of them has died,
 * and Pekko's resolver (lease-majority) asks for the lease on each side that lives. Both reach the
 * database, but for outages of one of them.
 *
 * Stands for DatabaseLease.attempt, DatabaseLease.renew, DatabaseLease.release,
 * DatabaseLease.checkLease, Leases.acquire, Leases.release, ClusterLog.noteDown and Nodes.endAt.
 *
 * Time is left out but for three facts: the lease expires only if its holder has not renewed it by
 * its own count; who asks is refused only if the other has taken or renewed the lease since it
 * began to ask (it asks for seven seconds, and the lease lasts five); ten seconds after a decision
 * the other side has asked, unless it was frozen or had no database.
 */

/* How much goes wrong: freezes, outages for one side, answers that are lost. */
#ifndef FAULTS
#define FAULTS 3
#endif

#define NOBODY 2

/* What the resolver of a side decides. */
#define UNDECIDED 0
#define GOES_ON 1
#define STOPS 2

/* Table lease. */
byte owner = NOBODY;
bool expired;

/* Table node: whose row is left or down. */
bool ended[2];

/* Of each side. */
byte decided[2];
bool earlier;      /* side 0 has the lease from an earlier decision */
bool holds[2];     /* it has taken or renewed the lease within the time that this lasts */
bool renews[2];
bool overtaken[2]; /* the other has taken or renewed the lease since this one began to ask */
bool frozen[2];
bool away[2];      /* it has no database */
bool late[2];      /* it was frozen or had no database */
bool dead[2];
byte faults = FAULTS;

#define RUNS(i) (!frozen[i] && !dead[i])
#define WORKS(i) (RUNS(i) && !away[i])
#define LIVES(i) (!ended[i] && !dead[i])
#define CALM (!late[0] && !late[1])
#define DONE(i) (decided[i] != UNDECIDED || ended[i] || dead[i])

/* Where no process freezes and no database is away, one side goes on at most. */
ltl one_goes_on { [] !(CALM && decided[0] == GOES_ON && decided[1] == GOES_ON) }

/* Whatever happens, in the end both do not live on. */
ltl one_is_left { <> [] !(LIVES(0) && LIVES(1)) }

/* .. and never have both ended. */
ltl not_both_end { [] !(ended[0] && ended[1]) }

/* Who is alone since the other has died goes on, also if that one has held the lease. */
ltl the_survivor_goes_on { [] !(dead[0] && decided[1] == STOPS) }

/* Each side comes to a decision. */
ltl nobody_waits_for_ever { <> (DONE(0) && DONE(1)) }

#ifdef ASKS_ONCE
#define MAY_DENY(i) true
#else
#define MAY_DENY(i) (overtaken[i] || ended[i])
#endif
#ifdef REFUSED_RENEWS
#define DENIED(i) skip
#else
#define DENIED(i) renews[i] = false
#endif

/* Leases.acquire */
inline acquire() {
  if
  :: !ended[me] && (owner == NOBODY || owner == me || expired) ->
     owner = me;
     expired = false;
     overtaken[1 - me] = true;
     answer = true
  :: else -> answer = false
  fi
}

proctype Side(byte me) {
  bool answer;
  bool alive;

  atomic { RUNS(me) ->
    overtaken[me] = false;
    if
    :: holds[me] -> goto goOn /* checkLease */
    :: else
    fi
  }

ask: /* DatabaseLease.attempt, and again while its time is not over */
  atomic { WORKS(me) ->
    acquire();
    if
    :: answer -> holds[me] = true
    :: !answer && MAY_DENY(me) -> DENIED(me); goto stop
    :: !answer -> goto ask
    fi;
    answer = false;
    if
    :: true
    :: faults > 0 -> faults--; goto ask /* the answer is lost */
    fi;
    renews[me] = true
  }

goOn: /* The resolver acts on the answer, however old that is by now. */
  atomic { RUNS(me) -> decided[me] = GOES_ON }
#ifndef NOTES_NOTHING
  /* ClusterLog.noteDown, again and again until it is done: Nodes.endAt */
  atomic { WORKS(me) ->
#ifdef ENDS_THOUGH_ENDED
    alive = true;
#else
    alive = !ended[me];
#endif
#ifdef ENDS_UNLOCKED
  }
  atomic { WORKS(me) ->
#endif
    ended[1 - me] = ended[1 - me] || alive;
    alive = false
  }
#endif
  goto over;

stop: /* It takes itself out, and notes so. */
  atomic { RUNS(me) -> decided[me] = STOPS }
  atomic { WORKS(me) -> ended[me] = true }

over:
  skip
}

/* DatabaseLease.release, when the time after the last decision is over */
#if defined(RELEASES_AT_ONCE)
#define MAY_RELEASE(i) (decided[i] == GOES_ON)
#elif defined(NOT_ANEW)
#define MAY_RELEASE(i) (decided[i] == GOES_ON && (i == 0 && earlier || OTHER_HAS_ASKED(i)))
#else
#define MAY_RELEASE(i) (decided[i] == GOES_ON && OTHER_HAS_ASKED(i))
#endif
#define OTHER_HAS_ASKED(i) (DONE(1 - i) || late[1 - i])

/* DatabaseLease.renew: it asks for the lease as for one that it has not. */
#define LEASE(i) \
  :: atomic { WORKS(i) && renews[i] && (owner == NOBODY || owner == i || expired) && !ended[i] -> \
       owner = i; expired = false; holds[i] = true; overtaken[1 - i] = true } \
  :: atomic { WORKS(i) && renews[i] && !holds[i] && (owner == 1 - i && !expired || ended[i]) -> \
       renews[i] = false } \
  :: atomic { WORKS(i) && renews[i] && MAY_RELEASE(i) -> \
       owner = (owner == i -> NOBODY : owner); holds[i] = false; renews[i] = false } \
  :: atomic { holds[i] && (!WORKS(i) || ended[i]) -> holds[i] = false } \
  :: atomic { owner == i && !expired && !holds[i] && EXPIRES -> expired = true }
#ifdef NEVER_EXPIRES
#define EXPIRES false
#else
#define EXPIRES true
#endif

proctype Lease() {
end_never:
  do
  LEASE(0)
  LEASE(1)
  od
}

/* A side freezes for a while, or has no database for a while. */
#define HAPPENS(i) \
  :: atomic { faults > 0 && RUNS(i) -> faults--; frozen[i] = true; late[i] = true } \
  :: atomic { frozen[i] -> frozen[i] = false } \
  :: atomic { faults > 0 && !away[i] -> faults--; away[i] = true; late[i] = true } \
  :: atomic { away[i] -> away[i] = false }

proctype World() {
end_never:
  do
  HAPPENS(0)
  HAPPENS(1)
  :: atomic { faults > 0 -> faults = 0 }
  od
}

/* So that what stands still for ever is a run without an end, which claims on the end are about. */
active proctype Idle() {
end_never:
  do
  :: faults >= 0
  od
}

init {
  atomic {
    if
    :: owner = 0; holds[0] = true; renews[0] = true; earlier = true
    :: dead[0] = true
    :: dead[0] = true; owner = 0
    :: true
    fi;
    run Side(0);
    run Side(1);
    run Lease();
    run World()
  }
}
