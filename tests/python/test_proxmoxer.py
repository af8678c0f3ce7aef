"""An independent client, proxmoxer, speaks with simulated nodes as it does with real ones."""

from __future__ import annotations

import hashlib
import os
import ssl
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

proxmoxer: Any = pytest.importorskip("proxmoxer", reason="SKIPPED: proxmoxer is not installed")
requests: Any = pytest.importorskip("requests", reason="SKIPPED: requests is not installed")

NODE = "hv02"


@pytest.fixture
def access(examples: Path, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """How a simulated node is reached, while it runs."""
    command = os.environ.get("DEEVNET_BIN")
    if command is None:
        pytest.skip("SKIPPED: DEEVNET_BIN does not name the built command")
    file = tmp_path / "access.toml"
    arguments = ["simulate", str(examples / "dvntm"), "--access", str(file)]
    arguments += ["--vault-password-file", str(examples / "vault-password")]
    with subprocess.Popen([command, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline().startswith(b"HOST")
        assert file.stat().st_mode & 0o777 == 0o600
        try:
            yield tomllib.loads(file.read_text())["nodes"][NODE]
        finally:
            process.terminate()
            assert process.wait(timeout=10) == 0
    assert not file.exists()


@pytest.fixture
def api(access: dict[str, Any], tmp_path: Path) -> Any:
    """A client of the node, which trusts the certificate of the fingerprint in the access file."""
    endpoint = urlsplit(access["endpoint"])
    assert endpoint.hostname is not None and endpoint.port is not None
    pem = ssl.get_server_certificate((endpoint.hostname, endpoint.port))
    shown = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    assert shown == access["fingerprint"].replace(":", "")
    authority = tmp_path / "node.pem"
    authority.write_text(pem)
    user, name = access["token_id"].split("!")
    return proxmoxer.ProxmoxAPI(
        endpoint.hostname,
        port=endpoint.port,
        user=user,
        token_name=name,
        token_value=access["token_secret"],
        verify_ssl=str(authority),
    )


def finish(node: Any, task: str) -> dict[str, Any]:
    """Waits for a task and gives its status."""
    for _ in range(200):
        status: dict[str, Any] = node.tasks(task).status.get()
        if status["status"] == "stopped":
            return status
        time.sleep(0.05)
    raise AssertionError(f"{task} does not end")


def test_a_machine_is_created_configured_cloned_and_deleted(api: Any) -> None:
    node = api.nodes(NODE)
    task = node.qemu.post(vmid=500, name="px", memory=128, net0="virtio=bc:24:11:aa:bb:55,bridge=vmbr0")
    status = finish(node, task)
    assert (status["exitstatus"], status["type"], status["id"]) == ("OK", "qmcreate", "500")
    created = node.qemu(500).config.get()
    assert (created["name"], created["memory"], created["boot"]) == ("px", "128", "order=net0")
    assert created["net0"] == "virtio=bc:24:11:aa:bb:55,bridge=vmbr0"
    change = {"net0": "virtio=bc:24:11:aa:bb:66,bridge=vmbr0,firewall=1", "onboot": 1, "digest": created["digest"]}
    assert node.qemu(500).config.put(**change) is None
    changed = node.qemu(500).config.get()
    assert (changed["net0"], changed["onboot"]) == (change["net0"], 1)
    assert changed["digest"] != created["digest"] and changed["smbios1"] == created["smbios1"]
    assert finish(node, node.qemu(500).clone.post(newid=501, name="px2"))["exitstatus"] == "OK"
    clone = node.qemu(501).config.get()
    assert clone["net0"].startswith("virtio=BC:24:11:") and clone["smbios1"] != created["smbios1"]
    assert finish(node, node.qemu(501).delete())["exitstatus"] == "OK"
    assert {row["vmid"] for row in node.qemu.get()} & {500, 501} == {500}


def test_a_template_is_cloned_in_full_grown_and_started(api: Any) -> None:
    node = api.nodes(NODE)
    (template,) = (row["vmid"] for row in node.qemu.get() if row["name"] == "fedora-server-44-1.10")
    task = node.qemu(template).clone.post(newid=502, name="web", full=1, storage="scratch")
    assert finish(node, task)["exitstatus"] == "OK"
    assert finish(node, node.qemu(502).resize.put(disk="scsi0", size="12G"))["exitstatus"] == "OK"
    assert node.qemu(502).config.get()["scsi0"].startswith("scratch:502/")
    assert node.qemu(502).config.get()["scsi0"].endswith("size=12G")
    assert finish(node, node.qemu(502).status.start.post())["exitstatus"] == "OK"
    assert node.qemu(502).status.current.get()["status"] == "running"
    with pytest.raises(proxmoxer.ResourceException, match="500 .*VM 502 is running"):
        node.qemu(502).delete()
    assert finish(node, node.qemu(502).status.stop.post())["exitstatus"] == "OK"
    assert finish(node, node.qemu(502).delete())["exitstatus"] == "OK"


def test_faults_are_told_as_real_nodes_tell_them(api: Any) -> None:
    node = api.nodes(NODE)
    with pytest.raises(proxmoxer.ResourceException) as missing:
        node.qemu(999).config.get()
    expected = f"500 Internal Server Error: Configuration file 'nodes/{NODE}/qemu-server/999.conf' does not exist"
    assert str(missing.value) == expected
    with pytest.raises(proxmoxer.ResourceException) as wrong:
        node.qemu("x").config.get()
    expected = "400 Bad Request: Parameter verification failed. - {'vmid': \"type check ('integer') failed - got 'x'\"}"
    assert str(wrong.value) == expected


def test_networks_wait_until_they_are_applied(api: Any) -> None:
    api.cluster.sdn.zones.post(zone="lab", type="simple")
    api.cluster.sdn.vnets.post(vnet="lab0", zone="lab")
    api.cluster.sdn.vnets("lab0").subnets.post(subnet="10.20.128.0/24", type="subnet", gateway="10.20.128.1")
    (zone,) = api.cluster.sdn.zones.get(pending=1)
    assert (zone["zone"], zone["state"]) == ("lab", "new")
    assert finish(api.nodes(NODE), api.cluster.sdn.put())["exitstatus"] == "OK"
    (zone,) = api.cluster.sdn.zones.get(pending=1)
    assert "state" not in zone
    assert api.nodes(NODE).sdn.zones.get() == [{"zone": "lab", "status": "available"}]
    with pytest.raises(proxmoxer.ResourceException, match="zone lab is used by vnet lab0"):
        api.cluster.sdn.zones("lab").delete()
