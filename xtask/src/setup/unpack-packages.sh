#!/bin/sh
# Unpacks Debian packages without installing them, for programs that must not touch the machine they are tested on.
#
# usage: unpack-packages.sh FOLDER PACKAGE...
#
# Each package ends up in FOLDER/PACKAGE, whole or not at all, with the libraries that are made with it.
set -eu

folder=$1
shift
mkdir -p "$folder"
work=$(mktemp -d "$folder/unpacking.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

if [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
fi
for package in "$@"; do
    mkdir -m 755 "$work/$package.deb" "$work/$package"
    libraries=$(apt-cache depends "$package" | sed -n "s/^ *Depends: \\(lib${package%%.*}[0-9]*\\)$/\\1/p")
    # apt downloads into the current folder only.
    (cd "$work/$package.deb" && apt-get download -qq -o APT::Sandbox::User=root "$package" $libraries)
    for file in "$work/$package.deb"/*.deb; do
        dpkg-deb --extract "$file" "$work/$package"
    done
    if [ "$package" = ifupdown2 ]; then
        # It looks for its settings in /etc, and else below its code.
        ln -s ../../../etc "$work/$package/usr/share/ifupdown2/etc"
    fi
    mv "$work/$package" "$folder/$package"
done
