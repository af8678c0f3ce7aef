"""What a careful script on proxmoxer does for a survey: the list of machines and the pending configuration of each.

usage: proxmoxer_survey.py THREADS

It asks the node that `nodes` serves; with one thread, one request follows the other over one kept connection. Each thread has
a session of its own, because those of requests are not made to be shared.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import urllib3
from proxmoxer import ProxmoxAPI

NODE = "hv01"
urllib3.disable_warnings()
local = threading.local()


def session() -> ProxmoxAPI:
    """The session of this thread."""
    if not hasattr(local, "session"):
        host, port = os.environ["BENCH_ADDRESS"].split(":")
        user, token = os.environ["BENCH_TOKEN"].split("!")
        secret = os.environ["BENCH_SECRET"]
        local.session = ProxmoxAPI(host, port=int(port), user=user, token_name=token, token_value=secret, verify_ssl=False)
    return local.session


def pending(vmid: int) -> list[dict[str, object]]:
    """What a machine has and will have."""
    return session().nodes(NODE).qemu(vmid).pending.get()


def main() -> None:
    """Asks for all machines."""
    threads = int(sys.argv[1])
    session().nodes(NODE).status.get()
    vmids = [row["vmid"] for row in session().nodes(NODE).qemu.get()]
    if threads == 1:
        found = [pending(vmid) for vmid in vmids]
    else:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(pending, vmids))
    print(len(found), "machines")


if __name__ == "__main__":
    main()
