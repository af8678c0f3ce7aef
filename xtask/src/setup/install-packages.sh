#!/bin/sh
# Installs Debian packages without letting them start a service.
#
# usage: install-packages.sh PACKAGE...
#
# Debian's install scripts ask /usr/sbin/policy-rc.d before they start anything; 101 means "not allowed".
# A policy that is already there is put back afterwards, however this script ends.
set -eu

policy=/usr/sbin/policy-rc.d
saved=

restore() {
    rm -f "$policy"
    if [ -n "$saved" ]; then
        mv "$saved" "$policy"
    fi
}

if [ -e "$policy" ]; then
    saved=$(mktemp "$policy.XXXXXX")
    mv "$policy" "$saved"
fi
trap restore EXIT
trap 'exit 130' INT TERM HUP

printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --yes --no-install-recommends "$@"
