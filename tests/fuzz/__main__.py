"""Throws bytes at the doors of the house.

    python -m tests.fuzz [TARGET...] [--seconds 60] [--seed N] [--keep] [--list]

Each target runs in a process of its own, in 2 GiB of memory, and is ended where it hangs. What
breaks a promise is made smaller, printed with its seed, and kept in ``tests/fuzz/found``; put
it into the corpus (``--found FILE``) when it is mended, and every run of the tests tries it.
Ctrl+C goes on with the next target; twice, it ends. The exit status is 1 where anything broke.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from pathlib import Path

from tests.fuzz import corpus, machine, screens, titles
from tests.fuzz.alone import FOUND, alone
from tests.fuzz.targets import doors


def main(arguments: list[str] | None = None) -> int:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="add what leads further to the corpus")
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--found", metavar="FILE", type=Path, help="add a mended input and its why")
    asked = parser.parse_args(arguments)
    known = doors()
    whole = {machine.NAME: machine.run, screens.NAME: screens.run, titles.NAME: titles.run}
    names = [*known, *whole]
    if asked.list:
        print("\n".join(names))
        return 0
    if unknown := set(asked.targets) - set(names):
        parser.error(f"no target is called {', '.join(sorted(unknown))}; --list names them")
    if asked.found is not None:
        (name,) = asked.targets
        why = asked.found.with_suffix(".txt").read_text("utf-8").strip().splitlines()[-1]
        print(corpus.keep(name, [asked.found.read_bytes()], failed=why[:120]), "added")
        return 0
    seed = secrets.randbelow(1 << 32) if asked.seed is None else asked.seed
    print(f"seed {seed}; {asked.seconds:g} seconds a target; Ctrl+C goes on with the next")
    broken: list[str] = []
    held: list[str] = []
    inputs = 0
    for name in asked.targets or names:
        try:
            if name in whole:
                well = whole[name](asked.seconds, seed)
            else:
                well, runs = alone(known[name], asked.seconds, seed, keep=asked.keep)
                inputs += runs
        except KeyboardInterrupt:
            print(f"\n  {name}: broken off")
            try:
                time.sleep(0.7)
            except KeyboardInterrupt:
                break
            continue
        (held if well else broken).append(name)
    at = [name for name in held if name in known]
    print(f"{len(at)} doors, {asked.seconds:g} s each, {inputs:,} inputs: "
          f"{'nothing broke' if not broken else ' '.join(broken) + ' broke'}")  # fmt: skip
    if well_so := [name for name in held if name in whole]:
        print(f"held too: {', '.join(well_so)}")
    if broken:
        print(f"broken: {' '.join(broken)} (seed {seed}; what did it is in {FOUND})")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
