"""Unpacks one collection of the `ansible` package: the wheel's folder, the collection and the target folder are given."""

import sys
import zipfile
from pathlib import Path

folder, name, target = sys.argv[1:]
prefix = "ansible_collections/" + name.replace(".", "/") + "/"
(wheel,) = Path(folder).glob("ansible-*.whl")
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [member for member in archive.namelist() if member.startswith(prefix)])
