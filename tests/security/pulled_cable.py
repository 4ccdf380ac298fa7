"""Runs in a network namespace of its own: a database over a cable (a veth pair) that is pulled and put back.

Called as `pulled_cable.py SOCKET`; says in JSON how long Django waited with the connection it had and for a new one.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

HERE, THERE, PORT = "10.77.0.1", "10.77.0.2", 5432
HANGS = 60


def run(*words: str) -> None:
    """One command that must succeed."""
    subprocess.run(words, check=True, capture_output=True)


def pump(one: socket.socket, other: socket.socket) -> None:
    """What comes in on one side goes out on the other."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    other.close()


def forward(door: socket.socket, path: str) -> None:
    """Whoever comes in is led to that socket file."""
    while True:
        near, _address = door.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(path)
        for pair in ((near, far), (far, near)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


def waited() -> float:
    """Seconds until a question is answered by an error."""
    from django.db import OperationalError, connection

    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return time.monotonic() - began
    return -1.0


def main(path: str) -> None:
    """Lay the cable, ask, pull it, ask twice, put it back, ask until there is an answer."""
    far = subprocess.Popen(["unshare", "--net", sys.executable, __file__, "--far", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert far.stdout.readline() == "apart\n"
    inside = ("nsenter", "--target", str(far.pid), "--net")
    run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", str(far.pid))
    for side, name, address in (((), "near", HERE), (inside, "far", THERE)):
        run(*side, "ip", "address", "add", f"{address}/24", "dev", name)
        run(*side, "ip", "link", "set", name, "up")
    far.stdin.write("go\n")
    far.stdin.flush()
    assert far.stdout.readline() == "ready\n"
    try:
        print(json.dumps(asked(inside)))
    finally:
        far.kill()


def asked(inside: tuple[str, ...]) -> dict[str, float]:
    """With the cable, without it, with it again."""
    os.environ["DATABASE_URL"] = f"postgres://postgres@{THERE}:{PORT}/postgres"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import django
    from django.db import connection

    django.setup()
    threading.Timer(HANGS, os._exit, (9,)).start()
    before = waited()
    run(*inside, "ip", "link", "set", "far", "down")
    held = waited()
    connection.close()
    new = waited()
    run(*inside, "ip", "link", "set", "far", "up")
    began = time.monotonic()
    while waited() >= 0:
        time.sleep(0.1)
    return {"before": before, "held": held, "new": new, "back": time.monotonic() - began}


if __name__ == "__main__":
    if sys.argv[1] == "--far":
        print("apart", flush=True)
        sys.stdin.readline()
        with socket.create_server((THERE, PORT)) as far_end:
            print("ready", flush=True)
            forward(far_end, sys.argv[2])
    else:
        main(sys.argv[1])
        os._exit(0)
