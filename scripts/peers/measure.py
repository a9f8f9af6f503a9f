"""Runs a command some times and prints the least processor seconds, user and system, children too, the memory of all its processes
together at their largest in MB, and the least wall seconds. What the last run prints goes to standard error. Usage: measure.py RUNS COMMAND...
"""

import glob
import os
import subprocess
import sys
import threading
import time


def children(pid):
    own = []
    for listed in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(listed) as lines:
                own += [int(word) for word in lines.read().split()]
        except OSError:
            pass
    return own + [below for child in own for below in children(child)]


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm") as sizes:
            return int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def once(command):
    before, began = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak, is_over = [0], threading.Event()

    def watch():
        while not is_over.is_set():
            peak[0] = max(peak[0], sum(resident(pid) for pid in [process.pid, *children(process.pid)]))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed = process.communicate()[0]
    wall = time.perf_counter() - began
    is_over.set()
    watcher.join()
    after = os.times()
    spent = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return spent, peak[0] / 1e6, printed, wall


runs = [once(sys.argv[2:]) for _ in range(int(sys.argv[1]))]
print(f"{min(run[0] for run in runs):.2f} {max(run[1] for run in runs):.0f} {min(run[3] for run in runs):.2f}")
sys.stderr.buffer.write(runs[-1][2])
