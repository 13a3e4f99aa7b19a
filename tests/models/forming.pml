/*
 * Forming: three nodes of one database start, found a cluster or join it, and start again when they
 * had to end, while processes freeze, die or leave, answers are lost and the database goes away.
 *
 * Stands for Forming.enter, Forming.act, Stuck.because, Members.others, Admission.enter,
 * Admission.up, Silence.unsure, Nodes.renew and Nodes.leave; for the look at the node's row in
 * Runs.begin; and for what Pekko does when it joins, welcomes, and takes out whom it does not hear,
 * which Nodes.endAt notes. With -DTWO_CLUSTERS also for Agreement.brokenBecause and
 * TwoClusters.giveWay.
 *
 * A transaction under the lock of the table cluster is one step. Time is left out: a limit is over
 * when nobody can help any more, and a node is silent as soon as it is frozen or the database away.
 */

/*
 * How much goes wrong: freezes, deaths, drains, outages of the database, and lost answers.
 */
#ifndef FAULTS
#define FAULTS 1
#endif

/* What a process does. One that has ended itself is started again at once. */
#define RUNNING 0
#define FROZEN 1
#define DEAD 2

/* Table node. A new life has a new row; the one of the life before is as good as none. */
#define NONE 0
#define JOINING 1
#define UP 2
#define LEAVING 3
#define ENDED 4 /* left or down, and the process may not know */

/* How long a row was not renewed. */
#define HEARD 0
#define OVERDUE 1  /* for longer than NODE_TIMEOUT, since the database was away */
#define SILENT 2   /* for longer than NODE_TIMEOUT, since the process stands still */
#define GIVEN_UP 3 /* and for as long again, while the one that enters could read */

/* What Pekko says of the node itself. */
#define OUTSIDE 0
#define WELCOMED 1 /* joining: let in by a member, and not yet a member that takes part */
#define MEMBER 2

/* What the database says to one that enters: class Entrance. */
#define WAIT 0
#define FIRST 1
#define JOIN 2
#define ASTRAY 3
#define OUT 4

/* Of each of the three; sets of nodes are a bit for each. */
byte process[3];
byte row[3];
byte silence[3];
byte pekko[3];
byte cluster[3]; /* whose members it sees; 0 for none */
byte seeds[3];   /* whom it asks to let it in */
byte members[3]; /* whom it saw in its cluster when it was about to ask the database .. */
bool asked[3];   /* .. and was frozen before it did */
bool removed[3]; /* the other members have taken it out */
bool in[3];      /* Forming.enter has returned */
bool database = true;
byte faults = FAULTS;

/* What the claims look at. */
bool livingEnded; /* one that enters has ended the row of a node that was alive all the time */
bool endedItself; /* a node has ended itself, and nothing had gone wrong */
bool disturbed;

#define SET(is, i) (is(i, 0) | (is(i, 1) << 1) | (is(i, 2) << 2))

/* Rows, as others read them. */
#define IS_IN(i) (row[i] == UP || row[i] == LEAVING)
#define IS_LIVE(i) (row[i] == JOINING || IS_IN(i))
#define OTHER_IN(i, j) (i != j && IS_IN(j))
#define OTHER_UP(i, j) (i != j && row[j] == UP && silence[j] == HEARD)
#define OTHER_SILENT(i, j) (i != j && IS_LIVE(j) && silence[j] != HEARD)
#ifdef LEAVING_IS_NOBODY
#define LEAVES(j) false
#else
#define LEAVES(j) (row[j] == LEAVING && silence[j] == HEARD)
#endif
#ifdef SILENT_IS_DEAD
#define UNKNOWN(j) false
#else
#define UNKNOWN(j) (IS_LIVE(j) && (silence[j] == OVERDUE || silence[j] == SILENT))
#endif
#define HOST(i, j) (i != j && IS_LIVE(j) && silence[j] == HEARD)
#define UNSURE(i, j) (i != j && (LEAVES(j) || UNKNOWN(j)))

/* Pekko's members, as one of them sees them: Members.others. */
#define TOGETHER(i, j) (pekko[i] != OUTSIDE && pekko[j] != OUTSIDE && cluster[i] == cluster[j])
#define SEES(i, j) (i != j && TOGETHER(i, j) && !removed[j])
#define STRANGER(i, j) (OTHER_IN(i, j) && !SEES(i, j))
#define COMPANION(i, j) (OTHER_IN(i, j) && SEES(i, j))

/* A member that runs lets others in, and takes those out that stand still. */
#define HELPS(i, j) (i != j && TOGETHER(i, j) && pekko[j] == MEMBER && process[j] == RUNNING)
#define HELPED(i) (SET(HELPS, i) != 0)
#define TAKES_OUT(i, j) (HELPS(i, j) && IS_LIVE(j))
#define TAKEN_OUT(i) (process[i] != RUNNING && IS_LIVE(i) && database && SET(TAKES_OUT, i) != 0)
#define WELCOMES(i, j) ((seeds[i] & (1 << j)) && pekko[j] == MEMBER && process[j] == RUNNING)

/* Which of the guards are there. */
#ifdef JOINING_BEGINS
#define MAY_BEGIN(i) IS_LIVE(i)
#else
#define MAY_BEGIN(i) IS_IN(i)
#endif
#ifdef NO_LIMIT
#define STUCK(i) false
#else
#define STUCK(i) (pekko[i] == WELCOMED && !HELPED(i))
#endif

/* TwoClusters: of two the smaller one ends, of two of one size the one without the oldest. */
#define HEARD_IN(i) (IS_IN(i) && silence[i] == HEARD)
#define OURS(i, j) (HEARD_IN(j) && TOGETHER(i, j))
#define THEIRS(i, j) (HEARD_IN(j) && !TOGETHER(i, j))
#define COUNT(set) (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1))
#define MORE(i) (COUNT(SET(OURS, i)) - COUNT(SET(THEIRS, i)))
#define OLDEST (HEARD_IN(0) -> 0 : (HEARD_IN(1) -> 1 : 2))
#define IS_LESSER(i) (MORE(i) < 0 || MORE(i) == 0 && !TOGETHER(i, OLDEST))
#define COUNTS(i) (database && row[i] == UP && silence[i] == HEARD)
#define GIVES_WAY(i) (COUNTS(i) && SET(THEIRS, i) != 0 && IS_LESSER(i))

/* Runs.begin; a process that is frozen may be in the middle of it. */
#define BEGINS(i) (pekko[i] == MEMBER && process[i] != DEAD && MAY_BEGIN(i))
#define TWO(i, j) (BEGINS(i) && BEGINS(j) && cluster[i] != cluster[j])
#define SETTLED(i) (process[i] == DEAD || process[i] == RUNNING && in[i])
#define APART(i, j) (process[i] != DEAD && process[j] != DEAD && cluster[i] != cluster[j])

/* One database has one cluster that works. */
ltl one_cluster { [] !(TWO(0, 1) || TWO(0, 2) || TWO(1, 2)) }

/* Nobody hangs: when nothing goes wrong any more, all that live get into one cluster. */
ltl all_get_in {
  <> [] (SETTLED(0) && SETTLED(1) && SETTLED(2) && !(APART(0, 1) || APART(0, 2) || APART(1, 2)))
}

/* Where nothing goes wrong, no node has to start again. */
ltl nobody_ends_without_a_fault { [] !endedItself }

/* An outage of the database, after which all heartbeats are old, kills nobody. */
ltl the_living_stay { [] !livingEnded }

/* What is known of an ended node is of no use any more, and forgotten. */
inline end(node) {
  row[node] = ENDED;
  silence[node] = HEARD;
  if
  :: process[node] == DEAD -> pekko[node] = OUTSIDE; cluster[node] = 0; seeds[node] = 0
  :: else
  fi
}

/* It ends, and its supervisor starts it again: another life, which nobody knows. */
inline endSelf() {
  row[me] = NONE;
  silence[me] = HEARD;
  pekko[me] = OUTSIDE;
  cluster[me] = 0;
  seeds[me] = 0;
  asked[me] = false;
  members[me] = 0;
  members[0] = members[0] & ~(1 << me);
  members[1] = members[1] & ~(1 << me);
  members[2] = members[2] & ~(1 << me);
  removed[me] = false;
  in[me] = false;
  endedItself = !disturbed;
  entrance = WAIT;
  ups = 0;
  goto form
}

inline disturb() {
  faults--;
  disturbed = true
}

inline readMembers() {
  if
  :: !asked[me] -> members[me] = SET(SEES, me)
  :: else -> asked[me] = false
  fi
}

/* Admission.entrance */
inline look() {
  ups = SET(OTHER_UP, me);
  if
#ifndef ENDED_GETS_IN
  :: row[me] == ENDED -> entrance = OUT
  :: row[me] != ENDED && ups != 0 ->
#else
  :: ups != 0 ->
#endif
     entrance = (members[me] == 0 || (ups & members[me]) -> JOIN : ASTRAY)
  :: else ->
     if
     :: SET(UNSURE, me) != 0 -> entrance = WAIT
     :: SET(UNSURE, me) == 0 && (SET(HOST, me) & members[me]) -> entrance = JOIN
     :: else -> entrance = (members[me] == 0 -> FIRST : OUT)
     fi
  fi
}

inline giveUp(j) {
  if
  :: OTHER_SILENT(me, j) ->
     livingEnded = livingEnded || silence[j] == OVERDUE;
     end(j)
  :: else
  fi
}

/* Admission.found */
inline found() {
#ifndef SILENT_STAY
  giveUp(0);
  giveUp(1);
  giveUp(2);
#endif
  row[me] = UP
}

/* Join of itself, which Pekko ignores in one that is in a cluster. */
inline joinSelf() {
  if
  :: pekko[me] == OUTSIDE ->
     do
     :: cluster[me]++;
        if
        :: me != 0 && cluster[me] == cluster[0] || me != 1 && cluster[me] == cluster[1]
        :: me != 2 && cluster[me] == cluster[2]
        :: else -> break
        fi
     od;
     pekko[me] = MEMBER;
     seeds[me] = 0
  :: else
  fi
}

active [3] proctype Node() {
  byte ups;
  byte entrance;
  byte me = _pid;

  /* All nodes are alike, so they are numbered in the order in which they enter. */
  me == 0 || row[me - 1] != NONE;
#ifdef TWO_CLUSTERS
  atomic {
    if
    :: me < 2 -> cluster[me] = me + 1
    :: me == 2 -> cluster[me] = 1
    :: me == 2 -> cluster[me] = 2
    :: me == 2 -> goto form
    fi;
    row[me] = UP;
    pekko[me] = MEMBER;
    in[me] = true;
    goto member
  }
#endif

form: /* Forming.enter */
  do
  :: atomic { process[me] == RUNNING && faults > 0 && !asked[me] && row[me] != NONE ->
       members[me] = SET(SEES, me);
       asked[me] = true;
       disturb();
       process[me] = FROZEN
     }
  :: atomic { process[me] == RUNNING && database && pekko[me] != MEMBER -> /* Admission.enter */
       readMembers();
       look();
#ifdef ENTERS_WITHOUT_LOCK
     }
     atomic { process[me] == RUNNING && database ->
#endif
       if
       :: entrance == OUT || STUCK(me) -> endSelf()
       :: entrance == FIRST && !STUCK(me) -> found()
       :: else -> row[me] = JOINING
       fi;
       silence[me] = HEARD;
       if
       :: entrance == JOIN && members[me] == 0 && pekko[me] == OUTSIDE -> seeds[me] = ups
       :: else
       fi;
       members[me] = 0;
       ups = 0;
       if
       :: entrance == FIRST -> joinSelf()
       :: entrance == FIRST && faults > 0 -> /* frozen before it reads the answer */
          disturb();
          process[me] = FROZEN;
          entrance = WAIT;
          goto founding
       :: entrance == FIRST && faults > 0 -> disturb() /* the answer is lost */
       :: entrance != FIRST
       fi;
       entrance = WAIT
     }
  :: atomic { process[me] == RUNNING && database && pekko[me] == MEMBER -> /* Admission.up */
       readMembers();
       ups = SET(OTHER_IN, me);
#ifdef UP_ASKS_NOTHING
       ups = 0;
#endif
#ifdef UP_WITHOUT_LOCK
     }
     atomic { process[me] == RUNNING && database ->
#endif
       silence[me] = HEARD;
       if
       :: row[me] == ENDED -> endSelf()
       :: row[me] != ENDED && (ups == 0 || (ups & members[me])) ->
          row[me] = UP;
          in[me] = true;
          members[me] = 0;
          ups = 0;
          goto member
       :: else -> /* astray; not only by what it saw before, for its limit is longer than that */
          members[me] = 0;
          ups = 0;
          if
          :: SET(STRANGER, me) != 0 && SET(COMPANION, me) == 0 -> endSelf()
          :: else
          fi
       fi
     }
  od;

founding: /* Forming.found */
  atomic { process[me] == RUNNING -> joinSelf(); goto form }

member: /* Heartbeat */
end_member:
  do
  :: atomic { process[me] == RUNNING && database && row[me] == ENDED -> endSelf() }
  :: atomic { process[me] == RUNNING && database && IS_IN(me) && silence[me] != HEARD ->
       silence[me] = HEARD }
  :: atomic { process[me] == RUNNING && database && row[me] == LEAVING -> /* Nodes.leave */
       process[me] = DEAD;
       in[me] = false;
       end(me)
     }
#ifndef NO_AGREEMENT
  :: atomic { process[me] == RUNNING && GIVES_WAY(me) -> endSelf() }
#endif
  od
}

/* What happens to a node without its doing; what goes wrong may always be over. */
#define HAPPENS(i) \
  :: atomic { process[i] == FROZEN -> process[i] = RUNNING } \
  :: atomic { process[i] != RUNNING && IS_LIVE(i) && silence[i] < SILENT -> silence[i] = SILENT } \
  :: atomic { process[i] != RUNNING && IS_LIVE(i) && silence[i] == SILENT && database -> \
       silence[i] = GIVEN_UP } \
  :: atomic { !database && IS_LIVE(i) && silence[i] == HEARD -> silence[i] = OVERDUE } \
  :: atomic { process[i] == RUNNING && pekko[i] == OUTSIDE && WELCOMES(i, 0) -> welcome(i, 0) } \
  :: atomic { process[i] == RUNNING && pekko[i] == OUTSIDE && WELCOMES(i, 1) -> welcome(i, 1) } \
  :: atomic { process[i] == RUNNING && pekko[i] == OUTSIDE && WELCOMES(i, 2) -> welcome(i, 2) } \
  :: atomic { process[i] == RUNNING && pekko[i] == WELCOMED && HELPED(i) -> pekko[i] = MEMBER } \
  :: atomic { TAKEN_OUT(i) -> removed[i] = (process[i] == FROZEN); end(i) } \
  :: atomic { faults > 0 && process[i] == RUNNING && row[i] != NONE -> \
       disturb(); process[i] = FROZEN } \
  :: atomic { faults > 0 && process[i] != DEAD && row[i] != NONE -> disturb(); die(i) } \
  :: atomic { faults > 0 && process[i] == RUNNING && in[i] && row[i] == UP && database -> \
       disturb(); row[i] = LEAVING }

inline welcome(i, j) {
  cluster[i] = cluster[j];
  pekko[i] = WELCOMED;
  seeds[i] = 0
}

inline die(i) {
  process[i] = DEAD;
  in[i] = false;
  seeds[i] = 0;
  members[i] = 0;
  asked[i] = false;
  if
  :: row[i] == ENDED -> end(i)
  :: else
  fi
}

/* Whoever listened for heartbeats listens anew. */
inline listenAnew(i) {
  silence[i] = (silence[i] == GIVEN_UP -> SILENT : silence[i])
}

active proctype World() {
end_never:
  do
  HAPPENS(0)
  HAPPENS(1)
  HAPPENS(2)
  :: atomic { faults > 0 && database ->
       disturb();
       database = false;
       listenAnew(0);
       listenAnew(1);
       listenAnew(2)
     }
  :: atomic { !database -> database = true }
  :: atomic { faults > 0 -> faults = 0; disturbed = true }
  od
}

/* So that what stands still for ever is a run without an end, which claims on the end are about. */
active proctype Idle() {
end_never:
  do
  :: faults >= 0
  od
}
