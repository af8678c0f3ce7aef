"""Substrates that tests write: a hostile one and a large one."""

from __future__ import annotations

from pathlib import Path

HOSTILE = "</script><script>window.owned = true</script><img src=x onerror='window.owned = true'>"
"""Text that would be a script if it were not escaped."""

SEGMENTS = {"management": 99, "iot": 30, "trusted": 10, "storage": 20, "platform": 25, "guest": 40}
HOSTS_A_SWITCH = 40
DNS = "{host_a_record: true}"
HYPERVISOR = """
infrastructure: {form: hv, interfaces: {eno1: {mac: "02:00:5e:00:00:01"}}}
env: {interfaces: {eno1: {ip: 10.20.99.250, segment: management}}}
proxmox_node: hv01
"""


def write_hostile(folder: Path) -> Path:
    """A substrate in which every free text is hostile, and a name reorders what follows it."""
    files = {
        "hosts.yml": f'all: {{hosts: {{pi01: , sw01: , ? {HOSTILE!r} : , "pi\\u202e02": }}}}\n',
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
    files = {"group_vars/all.yml": _group_variables(), "host_vars/hv01.yml": HYPERVISOR}
    files |= {f"host_vars/{name}.yml": _host(number) for number, name in enumerate(names)}
    switches = 0
    for first in range(0, hosts, HOSTS_A_SWITCH):
        switches += 1
        files[f"host_vars/access-sw{switches:02}.yml"] = _switch(first, names[first : first + HOSTS_A_SWITCH])
    files["hosts.yml"] = (
        "all:\n  hosts:\n    hv01:\n"
        + f"    access-sw[01:{switches:02}]:\n"
        + "".join(f"    {name}:\n" for name in names)
    )
    return _write(folder, files)


def _group_variables() -> str:
    lines = [f"  {name}: {{vlan_id: {vlan}, subnet: 10.20.{vlan}.0/24}}" for name, vlan in SEGMENTS.items()]
    return "deevnet_substrate: lab\ndeevnet_root_domain: example.net\ndeevnet_vlans:\n" + "\n".join(lines) + "\n"


def _segment(number: int) -> str:
    return list(SEGMENTS)[number % len(SEGMENTS)]


def _switch(first: int, names: list[str]) -> str:
    vlans = [SEGMENTS[_segment(first + place)] for place in range(len(names))]
    ports = [
        f"    - {{interface: 1/0/{port}, vlan_id: {vlan}, description: {name}}}\n"
        for port, (vlan, name) in enumerate(zip(vlans, names, strict=True), 1)
    ]
    return "infrastructure: {form: sw}\nswitch_ports:\n  access:\n" + "".join(ports)


def _host(number: int) -> str:
    segment = _segment(number)
    mac = f"02:00:5e:01:{number // 256:02x}:{number % 256:02x}"
    address = f"10.20.{SEGMENTS[segment]}.{number // len(SEGMENTS) + 2}"
    is_machine = number % 10 == 0
    return (
        f"infrastructure: {{form: {'vm' if is_machine else 'ph'}, interfaces: {{eth0: {{mac: '{mac}'}}}}}}\n"
        f"env: {{role: worker, interfaces: {{eth0: {{ip: {address}, segment: {segment}, dns: {DNS}}}}}}}\n"
        + (f"mgmt_vm: {{hypervisor: hv01, vmid: {200 + number}, cores: 1, memory: 1024}}\n" if is_machine else "")
    )


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder
