"""Substrates that tests write: a hostile one and a large one."""

from __future__ import annotations

from pathlib import Path

HOSTILE = "</script><script>window.owned = true</script><img src=x onerror='window.owned = true'>"
"""Text that would be a script if it were not escaped."""

SEGMENTS = {"management": 99, "iot": 30, "trusted": 10, "storage": 20, "platform": 25, "guest": 40}
HOSTS_A_SWITCH = 40


def write_hostile(folder: Path) -> Path:
    """A substrate in which every free text is hostile, and a name reorders what follows it."""
    files = {
        "hosts.yml": f"all: {{hosts: {{pi01: , sw01: , ? {HOSTILE!r} : , \"pi\\u202e02\": }}}}\n",
        "group_vars/all.yml": f"""
deevnet_substrate: lab
deevnet_root_domain: example.net
deevnet_vlans:
  iot: {{vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1, wifi_ssid: "{HOSTILE}"}}
  ? "{HOSTILE}"
  : {{vlan_id: 31}}
firewall_zone_policies:
  - {{name: "{HOSTILE}", from_zone: iot, to_zone: "{HOSTILE}", action: pass}}
""",
        "host_vars/pi01.yml": f"""
infrastructure: {{form: pi, interfaces: {{eth0: {{mac: "{HOSTILE}"}}}}}}
env: {{role: "{HOSTILE}", interfaces: {{eth0: {{ip: "{HOSTILE}", segment: iot, dns: {{cnames: ["{HOSTILE}"]}}}}}}}}
""",
        "host_vars/sw01.yml": f"""
infrastructure: {{form: sw}}
switch_ports: {{access: [{{interface: "{HOSTILE}", vlan_id: 30, description: "{HOSTILE}"}}]}}
""",
    }
    return _write(folder, files)


def write_large(folder: Path, hosts: int) -> Path:
    """A substrate of so many hosts, spread over six segments, behind switches of 40 ports, one in ten a machine."""
    names = [f"node-{'vm' if number % 10 == 0 else 'ph'}{number:04}" for number in range(hosts)]
    switches = [f"access-sw{number:02}" for number in range(1, 1 + -(-hosts // HOSTS_A_SWITCH))]
    segments = list(SEGMENTS)
    files = {"group_vars/all.yml": _group_variables()}
    for number, name in enumerate(names):
        segment = segments[number % len(segments)]
        files[f"host_vars/{name}.yml"] = _host(number, segment)
    for index, switch in enumerate(switches):
        behind = names[index * HOSTS_A_SWITCH : (index + 1) * HOSTS_A_SWITCH]
        ports = [
            f"    - {{interface: 1/0/{port}, vlan_id: {SEGMENTS[segments[names.index(name) % len(segments)]]}, description: {name}}}"
            for port, name in enumerate(behind, 1)
        ]
        files[f"host_vars/{switch}.yml"] = "infrastructure: {form: sw}\nswitch_ports:\n  access:\n" + "\n".join(ports) + "\n"
    files["host_vars/hv01.yml"] = "infrastructure: {form: hv, interfaces: {eno1: {mac: 02:00:5e:00:00:01}}}\nenv: {interfaces: {eno1: {ip: 10.20.99.250, segment: management}}}\nproxmox_node: hv01\n"
    listed = "".join(f"    {name}:\n" for name in [*names, *switches, "hv01"])
    return _write(folder, {**files, "hosts.yml": f"all:\n  hosts:\n{listed}"})


def _group_variables() -> str:
    lines = [f"  {name}: {{vlan_id: {vlan}, subnet: 10.20.{vlan}.0/24}}" for name, vlan in SEGMENTS.items()]
    return "deevnet_substrate: lab\ndeevnet_root_domain: example.net\ndeevnet_vlans:\n" + "\n".join(lines) + "\n"


def _host(number: int, segment: str) -> str:
    mac = f"02:00:5e:01:{number // 256:02x}:{number % 256:02x}"
    address = f"10.20.{SEGMENTS[segment]}.{number // len(SEGMENTS) + 2}"
    machine = f"mgmt_vm: {{hypervisor: hv01, vmid: {200 + number}, cores: 1, memory: 1024}}\n" if number % 10 == 0 else ""
    return (
        f"infrastructure: {{form: {'vm' if machine else 'ph'}, interfaces: {{eth0: {{mac: '{mac}'}}}}}}\n"
        f"env: {{role: worker, interfaces: {{eth0: {{ip: {address}, segment: {segment}, dns: {{host_a_record: true}}}}}}}}\n"
        f"{machine}"
    )


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder
