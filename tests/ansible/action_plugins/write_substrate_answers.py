"""Action plugin of substrate_answers.yml: reads a substrate in two ways and writes what it answers, read in each."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase

import deevnet


def answers(substrate: deevnet.Substrate) -> dict[str, Any]:
    """What a substrate answers, without the places in files that variables handed over do not have."""
    plan, policy = substrate.vlan_plan(), substrate.policy()
    return {
        "model": substrate.to_dict(),
        "hardware": {host: profile.id for host, profile in substrate.hardware.items()},
        "hypervisors": substrate.hypervisors,
        "placement": substrate.placement(),
        "tenants": substrate.tenants,
        "vlan_plan": (plan.bands, plan.segments, plan.ports, plan.conflicts),
        "zones": policy.zones,
        "flows": policy.flows(),
        "proofs": [
            (proof.statement, proof.reason, proof.outcome, proof.packet, proof.rule) for proof in policy.proofs()
        ],
        "findings": sorted(
            (finding.code, finding.value or "", sorted(map(str, finding.subjects))) for finding in substrate.check()
        ),
    }


class ActionModule(ActionBase):
    """Takes the `inventory`, its `config` and `vault_password_file`, and `out`, the file to write."""

    _requires_connection = False
    _VALID_ARGS = frozenset({"inventory", "config", "vault_password_file", "out"})

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Writes the file and returns how many hosts the substrate has."""
        super().run(tmp, task_vars)
        path = {"type": "path", "required": True}
        _, arguments = self.validate_argument_spec(dict.fromkeys(self._VALID_ARGS, path))
        variables, config = task_vars or {}, arguments["config"]
        in_play = deevnet.Substrate.from_hostvars(variables["hostvars"], variables["groups"], config)
        from_files = deevnet.Substrate.load(arguments["inventory"], arguments["vault_password_file"], config)
        found = {"play": answers(in_play), "files": answers(from_files)}
        Path(arguments["out"]).write_bytes(pickle.dumps(found))
        return {"changed": True, "hosts": len(in_play.hosts)}
