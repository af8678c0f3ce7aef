"""Blocks that are files or parts of files: they are read as their consumer would, and written where the page says."""

from __future__ import annotations

import configparser
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import yaml

from docs.block import Block
from docs.page import REPOSITORY


# How a page begins that `cargo xtask docs` writes.
GENERATED = "<!-- Generated: "


class AnsibleLoader(yaml.SafeLoader):
    """Reads YAML with the tags that Ansible gives a meaning to."""


def tagged(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    """The text after a tag."""
    return str(loader.construct_scalar(node))


AnsibleLoader.add_constructor("!vault", tagged)
AnsibleLoader.add_constructor("!unsafe", tagged)


def as_ini(text: str) -> None:
    """Reads a host file: sections, and lines with or without a value."""
    configparser.ConfigParser(allow_no_value=True, delimiters=("=",), interpolation=None).read_string(text)


READERS: dict[str, Callable[[str], Any]] = {
    "yaml": lambda text: list(yaml.load_all(text, AnsibleLoader)),
    "toml": tomllib.loads,
    "json": json.loads,
    "ini": as_ini,
    "jinja": jinja2.Environment().parse,
}


def read(block: Block) -> None:
    """Reads the block in its own language; what cannot be read raises `BlockError`.

    A block that is generated may be wrong on purpose. It is tested with what it is generated from.
    """
    if "generated" in block.attributes:
        generated(block)
        return
    reader = READERS.get(block.language)
    try:
        if reader is not None:
            reader(block.text)
    except Exception as error:
        raise block.fail(f"not {block.language}: {error}") from error


def generated(block: Block) -> None:
    """Checks that the block's page is one that a test compares with what it is generated from."""
    if not (REPOSITORY / block.page).read_text(encoding="utf-8").startswith(GENERATED):
        raise block.fail("only a generated page has generated blocks")


def write(block: Block, folder: Path) -> None:
    """Writes the block to the file that it names, below the page's folder."""
    name = block.attributes.get("file") or ""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise block.fail(f"{name} leads out of the page's folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
