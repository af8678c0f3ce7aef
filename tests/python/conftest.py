"""What the tests of the package share: inventories to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

GROUP_VARS = """
deevnet_substrate: lab
deevnet_root_domain: example.net
deevnet_mac_namespace: "02:de:20"
deevnet_vlans:
  management: {vlan_id: 99, subnet: 10.20.99.0/24, gateway: 10.20.99.1}
"""

HOST_VARS = """
infrastructure:
  form: pi
  interfaces:
    eth0: {mac: "%s"}
env:
  interfaces:
    eth0:
      ip: %s
      segment: management
      wol: true
      dns: {host_a_record: true, dhcp_reservation: true, cnames: [service-%d]}
"""

Lab = Callable[[int], Path]


@pytest.fixture
def examples() -> Path:
    """The substrates of our own invention."""
    return REPOSITORY / "examples"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """Writes an inventory of up to 48 hosts without a fault, each with one interface that publishes everything."""

    def write(hosts: int) -> Path:
        folder = tmp_path / "lab"
        for name in ("group_vars", "host_vars"):
            (folder / name).mkdir(parents=True)
        (folder / "group_vars" / "all.yml").write_text(GROUP_VARS)
        (folder / "hosts.yml").write_text(f"all:\n  hosts:\n    pi[01:{hosts:02}]:\n")
        for number in range(1, hosts + 1):
            mac = f"00:00:5e:00:53:{number:02x}"
            address = f"10.20.99.{number + 1}"
            (folder / "host_vars" / f"pi{number:02}.yml").write_text(HOST_VARS % (mac, address, number))
        return folder

    return write
