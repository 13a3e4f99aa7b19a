"""Takes the text of PDFs with a library of Python, or with a program, in a pool of processes.

pdf_pool.py ENGINE --check prints the version, and fails where the engine is not installed.
pdf_pool.py ENGINE WORKERS < PATHS prints seconds, CPU seconds, pages and failures as JSON.
"""

import json
import logging
import multiprocessing
import os
import resource
import subprocess
import sys
import time

PROGRAMS = {
    "pdftotext": ["pdftotext", "-q", "{}", "/dev/null"],
    "mutool": ["mutool", "draw", "-q", "-F", "txt", "-o", "/dev/null", "{}"],
}


def pypdf():
    try:
        import pypdf as library
    except ImportError:
        import PyPDF2 as library
    return library


def read_pypdf(path):
    pages = pypdf().PdfReader(path).pages
    for page in pages:
        page.extract_text()
    return len(pages)


def read_pdfminer(path):
    from pdfminer.high_level import extract_text

    return extract_text(path).count("\f")


def version(engine):
    if engine == "pypdf":
        return pypdf().__name__ + " " + pypdf().__version__
    if engine == "pdfminer":
        import pdfminer

        return "pdfminer.six " + pdfminer.__version__
    told = subprocess.run([PROGRAMS[engine][0], "-v"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return told.stdout.decode().splitlines()[0]


def read(job):
    engine, path = job
    try:
        return read_pypdf(path) if engine == "pypdf" else read_pdfminer(path)
    except Exception:
        return -1


def in_python(engine, workers, paths):
    with multiprocessing.Pool(workers) as pool:
        # The pool's start and its imports are not measured.
        pool.map(version, [engine] * workers, 1)
        before = time.time(), cpu(pool)
        pages = pool.map(read, [(engine, path) for path in paths], 1)
        return time.time() - before[0], cpu(pool) - before[1], pages


def cpu(pool):
    """Seconds of its processes, which are still alive."""
    ticks = 0
    for process in pool._pool:
        with open("/proc/%d/stat" % process.pid) as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def by_program(engine, workers, paths):
    before = time.time()
    command = ["xargs", "-0", "-P", str(workers), "-I{}"] + PROGRAMS[engine]
    ended = subprocess.run(command, input="\0".join(paths).encode(), stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = [0] * len(paths)
    if ended.returncode != 0:
        pages[0] = -1
    return time.time() - before, used.ru_utime + used.ru_stime, pages


def main():
    logging.disable(logging.CRITICAL)
    engine = sys.argv[1]
    if sys.argv[2] == "--check":
        print(version(engine))
        return
    paths = sys.stdin.read().split("\0")
    way = by_program if engine in PROGRAMS else in_python
    seconds, used, pages = way(engine, int(sys.argv[2]), paths)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": used,
                "pages": sum(each for each in pages if each > 0),
                "failed": sum(each < 0 for each in pages),
            }
        )
    )


if __name__ == "__main__":
    main()
