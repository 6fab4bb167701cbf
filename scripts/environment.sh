#!/bin/sh
# Make the environment that `make run` and `make test` use, or say in a sentence what is missing.
#   environment.sh run|test|audit FOLDER
set -u

want=$1
venv=$2
log=$venv/install.log

stop() {
    printf 'signalboard: %s\n' "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" && printf '%s' "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        new_enough "$name" && { printf '%s' "$name"; return; }
    done
}

# A checkout that was moved or copied has an environment that points to where it was.
usable() {
    [ "$(cat "$venv/place" 2>/dev/null)" = "$(pwd -P)" ] && new_enough "$venv/bin/python"
}

case $want in
    run) set -- -e . ;;
    test) set -- -e '.[dev]' ;;
    audit) set -- pip-audit ;;
    *) stop "environment.sh makes run, test or audit, not $want" ;;
esac

if ! usable; then
    python=$(find_python)
    if [ -z "$python" ]; then
        found=$("${PYTHON:-python3}" --version 2>/dev/null | head -n 1)
        stop "Python 3.11 or newer is needed; ${PYTHON:-python3} is ${found:-not there}. Install one, or name it: make run PYTHON=/path/to/python3"
    fi
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
        stop "$python comes without its venv module. On Debian and Ubuntu: apt install python3-venv"
    printf 'Making the environment in %s ...\n' "$venv" >&2
    rm -rf "$venv"
    said=$("$python" -m venv "$venv" 2>&1) || {
        rm -rf "$venv"
        stop "the environment could not be made in $venv: $(printf '%s' "$said" | tail -n 1)"
    }
    pwd -P >"$venv/place"
fi

case $want in
    audit) printf 'Installing the auditor ...\n' >&2 ;;
    *) printf 'Installing signalboard and what it stands on ...\n' >&2 ;;
esac
# Both builds, ours and those of packages without a wheel, keep to the pinned versions
# (the second variable is what newer pips read for builds).
PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
    "$venv/bin/python" -m pip install -q --no-input "$@" >"$log" 2>&1 || {
    # Where no index answers, pip speaks of versions that conflict: no help to anybody.
    grep -qE 'No matching distribution|Could not find a version|ResolutionImpossible|Max retries' "$log" &&
        stop "no package index could be reached, or it has not what is needed. Look at the network and at pip's settings, then try again; what pip said is in $log."
    grep -v '^WARNING' "$log" | tail -n 5 >&2
    stop "the packages could not be installed; what pip said last stands above, the rest is in $log."
}
: >"$venv/.$want"
[ "$want" = test ] && : >"$venv/.run"
exit 0
