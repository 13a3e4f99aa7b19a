"""vipsthumbnail's turns: lines as in Turn.java come in by standard input, answers go out.

It is a program for one file, so that its start is part of its work.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

WIDTH, QUALITY = int(sys.argv[1]), int(sys.argv[2])
os.environ["VIPS_CONCURRENCY"] = "1"


def make(picture, out):
    done = subprocess.run(
        ["vipsthumbnail", picture, "-s", "%dx>" % WIDTH, "-o", "%s[Q=%d,strip]" % (out, QUALITY)],
        stderr=subprocess.PIPE,
    )
    if done.returncode != 0:
        raise OSError(done.stderr.decode(errors="replace").strip())


def children():
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def tried(turn):
    failed = {}
    for i, picture in enumerate(turn["pictures"]):
        try:
            make(picture, "%s/%d.jpg" % (turn["out"], i))
        except OSError as e:
            failed[picture] = str(e)
    return {"failed": failed}


def timed(turn, folder):
    done = 0
    started, before = time.perf_counter(), children()
    while done == 0 or time.perf_counter() - started < turn["seconds"]:
        for picture in turn["pictures"]:
            make(picture, folder + "/result.jpg")
            done += 1
    seconds, after = time.perf_counter() - started, children()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cpu_ms = cpu / done * 1000
    return {"perSecond": done / seconds, "cpuMs": cpu_ms, "processCpuMs": cpu_ms}


# Ctrl+C is for Sluice; this process ends with its input.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def tell(answer):
    print(json.dumps(answer), flush=True)


try:
    version = subprocess.run(["vipsthumbnail", "--version"], stdout=subprocess.PIPE, text=True)
except OSError:
    sys.exit(1)
tell({"version": version.stdout.strip()})
with tempfile.TemporaryDirectory() as folder:
    for line in sys.stdin:
        turn = json.loads(line)
        answer = tried(turn) if turn["out"] else timed(turn, folder)
        tell({**answer, "residentKb": children().ru_maxrss})
