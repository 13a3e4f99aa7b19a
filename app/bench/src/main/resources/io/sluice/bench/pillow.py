"""Pillow's turns: lines as in Turn.java come in by standard input, answers go out."""

import io
import json
import platform
import re
import signal
import sys
import time

try:
    import PIL
    from PIL import Image
except ImportError:
    sys.exit(1)

WIDTH, QUALITY, WAY = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


def jpeg(picture):
    image = Image.open(io.BytesIO(picture))
    width, height = image.size
    size = (WIDTH, round(height * WIDTH / width)) if width > WIDTH else (width, height)
    if WAY == "draft":
        image.draft("RGB", size)
    image = image.convert("RGB")
    if image.size != size:
        image = image.resize(size, Image.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def resident():
    try:
        with open("/proc/self/status") as status:
            return int(re.search(r"VmHWM:\s*(\d+)", status.read()).group(1))
    except OSError:
        return 0


def tried(turn):
    failed = {}
    for i, picture in enumerate(turn["pictures"]):
        try:
            with open(picture, "rb") as file:
                result = jpeg(file.read())
        except Exception as e:
            failed[picture] = str(e)
            continue
        with open("%s/%d.jpg" % (turn["out"], i), "wb") as file:
            file.write(result)
    return {"failed": failed}


def timed(turn):
    pictures = []
    for picture in turn["pictures"]:
        with open(picture, "rb") as file:
            pictures.append(file.read())
    done = 0
    started, cpu = time.perf_counter(), time.process_time()
    while done == 0 or time.perf_counter() - started < turn["seconds"]:
        for picture in pictures:
            jpeg(picture)
            done += 1
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    cpu_ms = cpu / done * 1000
    return {"perSecond": done / seconds, "cpuMs": cpu_ms, "processCpuMs": cpu_ms}


# Ctrl+C is for Sluice; this process ends with its input.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def tell(answer):
    print(json.dumps(answer), flush=True)


tell({"version": "Pillow %s, Python %s" % (PIL.__version__, platform.python_version())})
for line in sys.stdin:
    turn = json.loads(line)
    answer = tried(turn) if turn["out"] else timed(turn)
    tell({**answer, "residentKb": resident()})
