#!/bin/sh
# Make the environment that `make run` and `make test` use, or say in a sentence what is missing.
#   environment.sh run|test FOLDER
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
    for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$name" ] && new_enough "$name" && { printf '%s' "$name"; return; }
    done
}

if ! { [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python"; }; then
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3"
    printf 'Making the environment in %s ...\n' "$venv" >&2
    rm -rf "$venv"
    "$python" -m venv "$venv" >/dev/null 2>&1 || {
        rm -rf "$venv"
        stop "$python has no venv module. On Debian and Ubuntu: apt install python3-venv"
    }
fi

case $want in
    run) what=. ;;
    test) what='.[dev]' ;;
    *) stop "environment.sh makes run or test, not $want" ;;
esac

printf 'Installing signalboard and what it stands on ...\n' >&2
# Both builds, ours and those of packages without a wheel, keep to the pinned versions.
PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
    "$venv/bin/python" -m pip install -q --no-input -e "$what" >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    stop "the packages could not be installed. Is there a network, and a package index? All of it is in $log; then try again."
}
: >"$venv/.$want"
[ "$want" = test ] && : >"$venv/.run"
exit 0
